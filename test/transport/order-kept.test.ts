import { expect, test } from "bun:test";

import { encodeFrame } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import { Flusher } from "../../src/transport/flusher.ts";
import type { Line, Peer } from "../../src/transport/peer.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { fakeConnection, sayer } from "../support/fake-connection.ts";

/** Asked for 1 it gives a long answer, once `asked` is; asked for anything else nothing. */
function answering(asked: Promise<void>) {
  const started: unknown[] = [];
  const speak = (_first: unknown, _session: unknown, line: Line): Peer => ({
    silence_ms: limits.silence_v1_ms,
    async receive(payload) {
      started.push(payload);
      if (payload !== 1) return;
      await asked;
      line.send(encodeFrame("x".repeat(limits.outbox_bytes_comfortable)));
    },
    sortOf: (payload) => (payload === 1 ? "asked" : "said"),
    deliver() {},
    ping: () => false,
    caughtUp() {},
    tookAll() {},
    farewell: () => new Uint8Array(),
  });
  return { started, speak };
}

test("what waits behind a long answer starts in the order in which it came, also when the socket takes all of it at once", async () => {
  const context = await createTestContext(new FakeClock());
  const flusher = new Flusher();
  flusher.is_calm = false; // frames are joined, so a long answer waits until it is flushed
  const asked = Promise.withResolvers<void>();
  const { started, speak } = answering(asked.promise);
  const { connection } = fakeConnection(context, speak, flusher);
  connection.receive(Buffer.concat([1, 2, 3, 4].map(encodeFrame)));
  expect(started).toEqual([1]);
  asked.resolve();
  await connection.settled();
  expect(started).toEqual([1, 2, 3, 4]);
});

test("who does not take a long answer gets no other until it does", async () => {
  const context = await createTestContext(new FakeClock());
  const { started, speak } = answering(Promise.resolve());
  const { wire, connection } = fakeConnection(context, speak);
  wire.room = 0;
  connection.receive(Buffer.concat([1, 1, 2].map(encodeFrame)));
  await new Promise(setImmediate);
  expect(started).toEqual([1]);
  wire.room = Infinity;
  connection.flush();
  await connection.settled();
  expect(started).toEqual([1, 1, 2]);
});

test("who says something is told of it before the answer, however much is said in one moment", async () => {
  const say = sayer(fakeConnection(await createTestContext(new FakeClock())));
  const hello = { id: 1, type: "hello", body: { protocol: 2, client: { name: "test", version: "0" } } };
  const body = { username: "ana", password: "correct horse" };
  await say(hello, { id: 2, type: "session.register", body });
  await new Promise(setImmediate);
  const sends = [10, 11, 12].map((id) => ({
    id,
    type: "message.send",
    body: { channel_id: 1, nonce: String(id), content: "said" },
  }));
  const told = (await say(...sends)).map(({ type, re }) => type ?? re);
  expect(told).toEqual(["message.created", "message.created", "message.created", 10, 11, 12]);
});
