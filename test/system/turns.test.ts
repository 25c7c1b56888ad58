import { expect, test } from "bun:test";

import { LoopTurns } from "../../src/system/turns.ts";

/** Holds the loop up, as a login that follows many channels does. */
const block = (for_ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, for_ms);

test("what many do in one moment is done in several turns of the loop, in the order asked", async () => {
  const turns = new LoopTurns();
  const done: number[] = [];
  const done_in_turns: number[][] = [];
  const asked = Array.from({ length: 8 }, async (_, number) => {
    await turns.next();
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
    await turns.next();
    notes.push("first");
    await turns.next();
    notes.push("first again");
  };
  const askOnce = async () => {
    await turns.next();
    notes.push("second");
  };
  const asked = [askTwice(), askOnce()];
  await new Promise(setImmediate);
  notes.push("turn");
  await Promise.all(asked);
  expect(notes).toEqual(["first", "second", "turn", "first again"]);
});
