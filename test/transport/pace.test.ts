import { drainMicrotasks } from "bun:jsc";
import { expect, test } from "bun:test";

import { Pace } from "../../src/transport/pace.ts";
import type { Sort } from "../../src/transport/peer.ts";
import { TurnQueue } from "../../src/transport/turn-queue.ts";

const said = 99;

/** Holds the loop up, as a large answer does. */
const block = (for_ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, for_ms);

/** Connections at one pace; all but what is said takes 6 ms of a turn, after a look whether it may. */
function connections(count: number, ready = (): Promise<void> | undefined => undefined) {
  const notes: (number | "turn")[] = [];
  const pace = new Pace();
  const work = async (payload: unknown) => {
    await undefined;
    if (payload !== said) block(6);
    notes.push(Number(payload));
  };
  const all = Array.from(
    { length: count },
    () => new TurnQueue({ ready, work, worked: () => {}, account: 1 }, pace),
  );
  /** Each socket's bytes come by themselves. */
  const ask = (number: number, of = number, sort: Sort = number === said ? "said" : "asked") => {
    all[of]?.run(number, sort, 1);
    drainMicrotasks();
  };
  /** What was worked on, turn by turn, until all is. */
  const turns = async () => {
    let is_over = false;
    const turn = () => {
      if (!is_over) setImmediate(turn);
      notes.push("turn");
    };
    turn();
    await Promise.all(all.map((queue) => queue.settled()));
    is_over = true;
    const in_turns: number[][] = [[]];
    for (const note of notes) {
      if (note === "turn") in_turns.push([]);
      else in_turns.at(-1)?.push(note);
    }
    return in_turns.filter((each) => each.length > 0);
  };
  return { ask, turns };
}

const twelve = Array.from({ length: 12 }, (_, number) => number);

test.each([
  ["of many connections", 12, (number: number) => number],
  ["of one connection", 1, () => 0],
])("what takes long %s is worked on in several turns of the loop, in order", async (_name, count, of) => {
  const { ask, turns } = connections(count);
  for (const number of twelve) ask(number, of(number));
  const in_turns = await turns();
  expect(in_turns.flat()).toEqual(twelve);
  // 6 ms each, and at most 10 before another begins.
  expect(Math.max(...in_turns.map((each) => each.length))).toBeLessThanOrEqual(2);
});

test("what is said meanwhile does not wait behind it", async () => {
  const { ask, turns } = connections(13);
  for (const number of twelve) ask(number);
  ask(said, 12);
  const [first] = await turns();
  expect(first?.at(-1)).toBe(said);
});

test("what is asked does not wait behind what is lengthy", async () => {
  const { ask, turns } = connections(14);
  for (const number of twelve) ask(number, number, "lengthy");
  ask(12);
  await new Promise(setImmediate);
  ask(13);
  const order = (await turns()).flat();
  expect(order.indexOf(12)).toBeLessThanOrEqual(2);
  expect(order.indexOf(13)).toBeLessThanOrEqual(5);
  expect(order.filter((number) => number < 12)).toEqual(twelve);
});

test("nor does it wait behind what is lengthy and was sent along with what is not", async () => {
  const { ask, turns } = connections(6);
  ask(0);
  ask(1);
  for (const of of [2, 3, 4]) {
    ask(of);
    ask(of + 10, of, "lengthy");
  }
  ask(5);
  const order = (await turns()).flat();
  expect(order.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 12, 13, 14]);
  expect(order.indexOf(12)).toBeGreaterThan(order.indexOf(3));
  expect(order.indexOf(13)).toBeGreaterThan(order.indexOf(5));
});

test("what is lengthy goes on in every second turn at least, however much is asked meanwhile", async () => {
  const { ask, turns } = connections(13);
  for (const number of twelve) ask(number);
  ask(12, 12, "lengthy");
  const in_turns = await turns();
  expect(in_turns.findIndex((turn) => turn.includes(12))).toBeLessThanOrEqual(2);
  expect(in_turns.flat().indexOf(12)).toBeLessThan(12);
});

test("who asks later comes later, though the turn has time again", async () => {
  const { ask, turns } = connections(13);
  for (const number of twelve) ask(number);
  await new Promise(setImmediate);
  ask(12);
  expect((await turns()).flat()).toEqual([...twelve, 12]);
});

test("many whose answers can go on at the same moment go on in several turns", async () => {
  const rooms: PromiseWithResolvers<void>[] = [];
  const { ask, turns } = connections(12, () => {
    const room = Promise.withResolvers<void>();
    rooms.push(room);
    return room.promise;
  });
  for (const number of twelve) ask(number);
  for (const room of rooms) {
    room.resolve();
    drainMicrotasks(); // each socket tells of its room by itself
  }
  const in_turns = await turns();
  expect(in_turns.flat()).toEqual(twelve);
  expect(Math.max(...in_turns.map((each) => each.length))).toBeLessThanOrEqual(2);
});
