import { expect, test } from "bun:test";

import { encodeFrame } from "../../src/protocol/frame.ts";
import { Connection } from "../../src/transport/connection.ts";
import { Flusher } from "../../src/transport/flusher.ts";
import { Pace } from "../../src/transport/pace.ts";
import { createSpeaker } from "../../src/transport/speaker.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FakeWire } from "../support/fake-wire.ts";

/** Connections of one listener, with the flusher that they share. */
async function listeners(count: number) {
  const context = await createTestContext(new FakeClock());
  const flusher = new Flusher();
  const timeouts = { login_ms: 15_000, heartbeat_ms: 30_000 };
  const rounds = { hurry: () => {} };
  const parts = { context, timeouts, speak: createSpeaker(context), flusher, pace: new Pace(), rounds };
  const all = Array.from({ length: count }, () => {
    const wire = new FakeWire();
    return { wire, connection: new Connection(parts, wire, "test") };
  });
  const tell = (...values: unknown[]) => {
    for (const frame of values.map(encodeFrame)) for (const { connection } of all) connection.send(frame);
  };
  const writes = () => all.map(({ wire }) => wire.writes);
  return { all, flusher, tell, writes };
}

const turn = () => new Promise(setImmediate);

test("while there is one frame for each, it is written at once", async () => {
  const { all, tell, writes } = await listeners(3);
  for (const number of [1, 2, 3]) {
    tell(number);
    expect(writes()).toEqual([number, number, number]);
    await turn();
  }
  for (const { wire } of all) expect(wire.frames()).toEqual([1, 2, 3]);
});

test("after a busy turn frames are joined at the end of the turn, into a buffer that all share", async () => {
  const { all, tell, writes } = await listeners(3);
  tell(1, 2, 3, 4);
  await turn();
  const before = writes();
  tell(5, 6, 7);
  expect(writes()).toEqual(before);
  await turn();
  expect(writes()).toEqual(before.map((count) => count + 1));
  for (const { wire } of all) expect(wire.frames()).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test("what comes after two frames of a turn is joined, also while it is calm: answers to all of one commit are two writes", async () => {
  const { all, writes } = await listeners(100);
  const [asker] = all;
  if (!asker) throw new Error("no listener");
  for (const { connection } of all) connection.send(encodeFrame("said"));
  for (let at = 0; at < 64; at++) asker.connection.send(encodeFrame(at));
  await turn();
  expect(writes()).toEqual([3, ...Array.from({ length: 99 }, () => 1)]);
  expect(asker.wire.frames()).toEqual(["said", ...Array.from({ length: 64 }, (_, at) => at)]);
});

test("a turn that began calmly and is not is joined from then on, in order", async () => {
  const { all, tell, writes } = await listeners(2);
  const values = Array.from({ length: 2_000 }, (_, at) => at);
  tell(...values);
  await turn();
  expect(writes()).toEqual([3, 3]);
  for (const { wire } of all) expect(wire.frames()).toEqual(values);
});

test("what goes straight to many counts, too: when it is much, the rest of the turn is joined", async () => {
  const { flusher, tell, writes } = await listeners(3);
  let straight = 0;
  for (; flusher.is_calm && straight < 1_000; straight++) flusher.note(3, straight === 0 ? 3 : 0);
  expect(straight).toBeLessThan(300);
  tell(1);
  expect(writes()).toEqual([0, 0, 0]);
  await turn();
  expect(writes()).toEqual([1, 1, 1]);
});

test("when it is calm again, frames are written at once again", async () => {
  const { tell, writes } = await listeners(2);
  tell(1, 2, 3);
  await turn();
  tell(4);
  await turn();
  const before = writes();
  tell(5);
  expect(writes()).toEqual(before.map((count) => count + 1));
});

test("a frame does not overtake what the socket has not taken yet", async () => {
  const { all, tell } = await listeners(1);
  const [only] = all;
  if (!only) throw new Error("no listener");
  only.wire.room = 3;
  tell(1);
  tell(2);
  await turn();
  tell(3);
  only.wire.room = Infinity;
  only.connection.flush();
  await turn();
  expect(only.wire.frames()).toEqual([1, 2, 3]);
});
