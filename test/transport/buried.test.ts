import { expect, test } from "bun:test";

import type { Context } from "../../src/domain/context.ts";
import { encodeFrame } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import { Flusher } from "../../src/transport/flusher.ts";
import { createSpeaker } from "../../src/transport/speaker.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { fakeConnection } from "../support/fake-connection.ts";

const turn = () => new Promise(setImmediate);

const hello = { id: 1, type: "hello", body: { protocol: 2, client: { name: "test", version: "0" } } };
/** As many bytes as a text may have. */
const content = "\u{1f9c0}".repeat(limits.content_chars_max);
const said = (id: number) => ({
  id,
  type: "message.send",
  body: { channel_id: 1, nonce: `nonce-of-message-${id}`, kind: "text", content },
});

async function enter(context: Context, username: string, flusher: Flusher) {
  const made = fakeConnection(context, createSpeaker(context), flusher);
  const register = { id: 2, type: "session.register", body: { username, password: "secret" } };
  made.connection.receive(Buffer.concat([hello, register].map(encodeFrame)));
  await made.connection.settled();
  return made;
}

test("who reads is not closed as slow because many say as much as they may in one moment", async () => {
  const context = await createTestContext(new FakeClock());
  const flusher = new Flusher();
  const reader = await enter(context, "reader", flusher);
  const senders = [];
  for (const name of ["ana", "ben", "cid"]) senders.push(await enter(context, name, flusher));
  await turn();
  reader.wire.room = 65_536;
  const at_once = Array.from({ length: limits.requests_in_flight_max }, (_, at) => encodeFrame(said(3 + at)));
  for (const { connection } of senders) connection.receive(Buffer.concat(at_once));
  const seqs = () =>
    reader.wire
      .frames()
      .flatMap((frame) => (frame as { body?: { message?: { seq: number } } }).body?.message?.seq ?? []);
  const all = Array.from({ length: senders.length * at_once.length }, (_, at) => 1 + at);
  while (seqs().length < all.length && !reader.connection.session.is_closed) {
    await turn();
    reader.wire.room = 400_000; // what a socket takes while the next commit gets onto the disk
    reader.connection.drained();
  }
  expect(seqs()).toEqual(all);
});
