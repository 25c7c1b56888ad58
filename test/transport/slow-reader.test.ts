import { expect, test } from "bun:test";

import type { Context } from "../../src/domain/context.ts";
import { encodeFrame } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { fakeConnection } from "../support/fake-connection.ts";

const hello = { id: 1, type: "hello", body: { protocol: 2, client: { name: "test", version: "0" } } };
const ping = { id: 3, type: "ping", body: {} };
const said = (id: number) => ({
  id,
  type: "message.send",
  body: { channel_id: 1, nonce: `nonce-of-message-${id}`, kind: "text", content: `${id}` },
});

async function anaThere(context: Context) {
  const made = fakeConnection(context);
  const register = { id: 2, type: "session.register", body: { username: "ana", password: "secret" } };
  made.connection.receive(Buffer.concat([hello, register].map(encodeFrame)));
  await made.connection.settled();
  return made;
}

/** Nothing more is taken, and more than is comfortable waits. */
function fallBehind({ wire, connection }: Awaited<ReturnType<typeof anaThere>>): void {
  wire.room = 0;
  connection.send(encodeFrame({ type: "filler", text: "x".repeat(limits.outbox_bytes_comfortable) }));
  connection.flush();
  expect(connection.has_room).toBe(false);
}

test("messages of who reads slowly are stored in the order they were sent", async () => {
  const context = await createTestContext(new FakeClock());
  const ana = await anaThere(context);
  ana.connection.receive(Buffer.concat([ping, said(4), said(5)].map(encodeFrame)));
  fallBehind(ana); // the two sends wait for room now
  await new Promise(setImmediate);
  ana.connection.receive(encodeFrame(said(6))); // and this one is not even read
  ana.wire.room = Infinity;
  ana.connection.flush();
  while (ana.wire.frames().every((frame) => (frame as { re?: number }).re !== 6))
    await new Promise(setImmediate);
  const { messages } = await context.store.messages.history({ user_id: 1, channel_id: 1, limit: 10 });
  expect(messages.map(({ content }) => content)).toEqual(["4", "5", "6"]);
});

test("who is not read from is not taken for silent", async () => {
  const clock = new FakeClock();
  const ana = await anaThere(await createTestContext(clock));
  fallBehind(ana);
  ana.connection.receive(encodeFrame(said(4)));
  for (let count = 0; count < 30; count++) {
    clock.move(limits.stalled_ms_max - 1);
    ana.wire.room = 1; // it reads on, but so slowly that there is no room
    ana.connection.flush();
    ana.connection.check(clock.now());
  }
  expect(ana.connection.session.is_closed).toBe(false);
  ana.wire.room = Infinity;
  ana.connection.flush();
  await new Promise(setImmediate);
  ana.connection.check(clock.now());
  expect(ana.connection.session.is_closed).toBe(false); // what it sent meanwhile counts from now
});

test("who takes what waits is there, though its answer to a ping cannot come yet", async () => {
  const clock = new FakeClock();
  const ana = await anaThere(await createTestContext(clock));
  fallBehind(ana);
  for (let count = 0; count < 30; count++) {
    clock.move(limits.stalled_ms_max - 1);
    ana.wire.room = 1;
    ana.connection.flush();
    ana.connection.check(clock.now());
  }
  expect(ana.connection.session.is_closed).toBe(false);
});

test.each([
  { what: "that said nothing more", answer: undefined },
  { what: "that wrote to the same person meanwhile", answer: { to: "ana", content: "I am here" } },
])("what still waits when a connection of protocol 1 ends $what is not delivered", async ({ answer }) => {
  const context = await createTestContext(new FakeClock());
  const v1 = (fields: object) => encodeFrame(fields);
  const ben = await anaThere(context);
  const { wire, connection } = fakeConnection(context);
  connection.receive(v1({ type: "auth_register", username: "cleo", password: "secret" }));
  await connection.settled();
  const { channel } = await tellCleo(ben);
  if (answer)
    wire.room = 0; // who is further behind is not read from
  else fallBehind({ wire, connection });
  ben.connection.receive(encodeFrame({ ...said(9), body: { ...said(9).body, channel_id: channel } }));
  await ben.connection.settled();
  if (answer) connection.receive(v1({ type: "private_message", ...answer }));
  await connection.settled();
  const sent = await context.store.messages.history({ user_id: 2, channel_id: channel, limit: 9 });
  expect(sent.messages.map(({ content }) => content)).toEqual(answer ? ["9", answer.content] : ["9"]);
  connection.closed(true);
  await new Promise(setImmediate);
  expect((await context.store.members.undelivered(2)).messages).toMatchObject([{ content: "9" }]);
});

/** Opens direct messages with cleo. */
async function tellCleo(ana: Awaited<ReturnType<typeof anaThere>>): Promise<{ channel: number }> {
  ana.connection.receive(encodeFrame({ id: 8, type: "dm.open", body: { usernames: ["cleo"] } }));
  await ana.connection.settled();
  const reply = ana.wire.frames().find((frame) => (frame as { re?: number }).re === 8);
  return { channel: (reply as { ok: { channel: { id: number } } }).ok.channel.id };
}

test("a fault while what waited is written costs that connection alone", async () => {
  const context = await createTestContext(new FakeClock());
  const ana = await anaThere(context);
  fallBehind(ana);
  ana.wire.write = () => {
    throw new Error("broken wire");
  };
  expect(() => ana.connection.flush()).not.toThrow();
  expect(context.log.entries).toContainEqual(expect.objectContaining({ event: "connection_failed" }));
});

test("an ended session that does not read is cut off within a second", async () => {
  const clock = new FakeClock();
  const ana = await anaThere(await createTestContext(clock));
  fallBehind(ana);
  ana.connection.close("session_ended");
  expect(ana.wire.is_terminated).toBe(false);
  clock.move(limits.ended_farewell_ms_max);
  expect(ana.wire.is_terminated).toBe(true);
});
