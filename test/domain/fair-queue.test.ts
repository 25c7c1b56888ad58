import { afterEach, expect, mock, spyOn, test } from "bun:test";

import { type Account, FairQueue } from "../../src/domain/fair-queue.ts";

afterEach(() => void mock.restore());

/** A queue by a clock of the test's own, and whose turns came, in order. */
function queue() {
  let now_ms = 0;
  spyOn(performance, "now").mockImplementation(() => now_ms);
  const waiting = new FairQueue();
  const done: string[] = [];
  /** `set_off`: what its turn brings along. */
  const ask = (account: Account, name: string, takes_ms: number, set_off = () => {}) =>
    waiting.push(account, () => {
      done.push(name);
      now_ms += takes_ms;
      set_off();
    });
  const serve = (count = Infinity) => {
    for (let served = 0; waiting.size > 0 && served < count; served++) waiting.serve(() => {});
    return done.join(" ");
  };
  return { waiting, ask, serve };
}

test("those who wait have one turn each in every round, and each its own in the order asked", () => {
  const { ask, serve } = queue();
  for (const name of ["a1", "a2", "a3", "a4"]) ask(1, name, 1);
  for (const name of ["b1", "b2"]) ask(2, name, 1);
  ask("192.0.2.1", "c1", 1);
  expect(serve()).toBe("a1 b1 c1 a2 b2 a3 a4");
});

test("who comes has a turn before anybody has another", () => {
  const { ask, serve } = queue();
  for (const name of ["a1", "a2", "a3"]) ask(1, name, 1);
  ask(2, "b1", 1);
  serve(1);
  ask(3, "c1", 1);
  expect(serve()).toBe("a1 b1 c1 a2 a3");
});

test("who took longer than its share is passed over until the others have had as much", () => {
  const { ask, serve } = queue();
  for (const name of ["a1", "a2"]) ask(1, name, 4);
  for (const name of ["b1", "b2", "b3", "b4", "b5", "b6"]) ask(2, name, 1);
  expect(serve()).toBe("a1 b1 b2 b3 b4 a2 b5 b6");
});

test("it owes what it took also when it asks anew, one thing after the other", () => {
  const { ask, serve } = queue();
  ask(1, "a1", 4, () => ask(1, "a2", 4));
  for (const name of ["b1", "b2", "b3", "b4", "b5", "b6"]) ask(2, name, 1);
  expect(serve()).toBe("a1 b1 b2 b3 b4 a2 b5 b6");
});

test("what takes next to nothing, as of connections that have gone, loses no round", () => {
  const { ask, serve } = queue();
  for (const name of ["gone", "gone", "a1", "a2"]) ask(1, name, name === "gone" ? 0 : 1);
  for (const name of ["b1", "b2"]) ask(2, name, 1);
  expect(serve()).toBe("gone gone a1 b1 a2 b2");
});

test("who waits alone goes on, whatever it owes, and nothing is owed to who comes later", () => {
  const { waiting, ask, serve } = queue();
  ask(1, "a1", 500);
  ask(1, "a2", 500);
  expect(serve()).toBe("a1 a2");
  ask(1, "a3", 1);
  ask(2, "b1", 1);
  expect(serve()).toBe("a1 a2 a3 b1");
  expect(waiting.size).toBe(0);
  waiting.serve(() => {});
  expect(serve()).toBe("a1 a2 a3 b1");
});
