import { expect, test } from "bun:test";

import { LoopTurns } from "../../src/system/turns.ts";

/** Holds the loop up, as a login that follows many channels does. */
const block = (for_ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, for_ms);

test("what many do in one moment is done in several turns of the loop, in the order asked", async () => {
  const turns = new LoopTurns();
  const done: number[] = [];
  const done_in_turns: number[][] = [];
  const asked = Array.from({ length: 8 }, async (_, number) => {
    await turns.next(1);
    await undefined;
    block(6); // longer than a turn may be
    done.push(number);
  });
  expect(done).toEqual([]);
  while (done_in_turns.flat().length < asked.length) {
    await new Promise(setImmediate);
    done_in_turns.push(done.splice(0));
  }
  await Promise.all(asked);
  expect(done_in_turns.flat()).toEqual(asked.map((_, number) => number));
  for (const in_turn of done_in_turns) expect(in_turn.length).toBeLessThanOrEqual(1);
});

test("who asks again within a turn goes on in a later one of the loop, behind those who waited", async () => {
  const turns = new LoopTurns();
  const notes: string[] = [];
  const askTwice = async () => {
    await turns.next(1);
    notes.push("first");
    await turns.next(1);
    notes.push("first again");
  };
  const askOnce = async () => {
    await turns.next(1);
    notes.push("second");
  };
  const asked = [askTwice(), askOnce()];
  await new Promise(setImmediate);
  notes.push("turn");
  await Promise.all(asked);
  expect(notes).toEqual(["first", "second", "turn", "first again"]);
});

test("users take turns, each its own in the order asked", async () => {
  const turns = new LoopTurns();
  const done: string[] = [];
  const ask = async (user_id: number, name: string) => {
    await turns.next(user_id);
    block(2);
    done.push(name);
  };
  await Promise.all([ask(1, "a1"), ask(1, "a2"), ask(1, "a3"), ask(2, "b1"), ask(2, "b2"), ask(3, "c1")]);
  expect(done.slice(0, 3)).toEqual(["a1", "b1", "c1"]);
  expect(done.filter((name) => name.startsWith("a"))).toEqual(["a1", "a2", "a3"]);
});
