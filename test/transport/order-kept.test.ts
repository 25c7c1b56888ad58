import { expect, test } from "bun:test";

import { encodeFrame } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import { Flusher } from "../../src/transport/flusher.ts";
import type { Line, Peer } from "../../src/transport/peer.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { fakeConnection } from "../support/fake-connection.ts";

test("what waits behind a long answer starts in the order in which it came, also when the socket takes all of it at once", async () => {
  const context = await createTestContext(new FakeClock());
  const flusher = new Flusher();
  flusher.is_calm = false; // frames are joined, so a long answer waits until it is flushed
  const started: unknown[] = [];
  const asked = Promise.withResolvers<void>();
  const speak = (_first: unknown, _session: unknown, line: Line): Peer => ({
    silence_ms: limits.silence_v1_ms,
    async receive(payload) {
      started.push(payload);
      if (payload !== 1) return;
      await asked.promise;
      line.send(encodeFrame("x".repeat(limits.outbox_bytes_comfortable)));
    },
    overlaps: (payload) => payload !== 1,
    deliver() {},
    ping: () => false,
    caughtUp() {},
    tookAll() {},
    farewell: () => new Uint8Array(),
  });
  const { connection } = fakeConnection(context, speak, flusher);
  connection.receive(Buffer.concat([1, 2, 3, 4].map(encodeFrame)));
  expect(started).toEqual([1]);
  asked.resolve();
  await connection.settled();
  expect(started).toEqual([1, 2, 3, 4]);
});
