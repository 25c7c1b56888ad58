import { expect, test } from "bun:test";

import type { Context } from "../../src/domain/context.ts";
import { encodeFrame } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { fakeConnection } from "../support/fake-connection.ts";

const hello = { id: 1, type: "hello", body: { protocol: 2, client: { name: "test", version: "0" } } };
const ana = { username: "ana", password: "secret" };

async function loggedIn(context: Context, type: "session.register" | "session.login") {
  const made = fakeConnection(context);
  made.connection.receive(Buffer.concat([hello, { id: 2, type, body: ana }].map(encodeFrame)));
  await made.connection.settled();
  return made;
}

/** The store takes messages and answers none of them before it is let go. */
function holdMessages({ store }: Context) {
  const { append } = store.messages;
  const go = Promise.withResolvers<void>();
  let under_way = 0;
  store.messages.append = async (...given) => {
    under_way++;
    await go.promise;
    return append(...given);
  };
  return { under_way: () => under_way, go: () => go.resolve() };
}

const send = (id: number, nonce: string) =>
  encodeFrame({ id, type: "message.send", body: { channel_id: 1, nonce, content: "hello" } });

const sends = (device: string, count: number) =>
  Buffer.concat(Array.from({ length: count }, (_, at) => send(at + 10, `${device}-${at}`)));

test("a user has no more requests under way over many connections than over one, and all are answered", async () => {
  const context = await createTestContext(new FakeClock());
  const devices = [await loggedIn(context, "session.register")];
  while (devices.length < 4) devices.push(await loggedIn(context, "session.login"));
  const held = holdMessages(context);
  for (const [at, { connection }] of devices.entries()) connection.receive(sends(`${at}`, 100));
  await new Promise(setImmediate);
  expect(held.under_way()).toBe(limits.requests_in_flight_max);
  expect(devices.map(({ wire }) => wire.is_paused)).toEqual([true, true, true, true]);

  held.go();
  for (const { wire } of devices) while (wire.is_paused) await new Promise(setImmediate);
  for (const { connection, wire } of devices) {
    await connection.settled();
    const answers = wire.frames().filter((frame) => JSON.stringify(frame).includes('"re"'));
    expect(answers).toHaveLength(102);
  }
});

test("alone, a connection has them all", async () => {
  const context = await createTestContext(new FakeClock());
  const { connection } = await loggedIn(context, "session.register");
  const other = await loggedIn(context, "session.login");
  other.connection.closed(true);
  const held = holdMessages(context);
  connection.receive(sends("1", 100));
  await new Promise(setImmediate);
  expect(held.under_way()).toBe(limits.requests_in_flight_max);
  held.go();
  await connection.settled();
});

test("of long requests so many are under way as hold a megabyte, and all are answered", async () => {
  const context = await createTestContext(new FakeClock());
  const { connection, wire } = await loggedIn(context, "session.register");
  const pad = "x".repeat(400_000);
  const long = (nonce: string) =>
    encodeFrame({
      id: 10,
      type: "message.send",
      body: { channel_id: 1, nonce, content: "hello", pad },
    });
  const enough = Math.ceil(limits.in_flight_bytes_max / pad.length);
  for (const round of ["first", "second"]) {
    const held = holdMessages(context);
    connection.receive(Buffer.concat([1, 2, 3, 4, 5, 6].map((number) => long(`${round} ${number}`))));
    for (let turns = 0; turns < 20 || held.under_way() < enough; turns++) await new Promise(setImmediate);
    expect(held.under_way()).toBe(enough);
    expect(wire.is_paused).toBe(true);
    held.go();
    while (wire.is_paused) await new Promise(setImmediate);
    await connection.settled();
    expect(held.under_way()).toBe(6);
  }
});

test("what is much once it is parsed counts as that: short requests of many values do not wait beside each other", async () => {
  const context = await createTestContext(new FakeClock());
  const { connection, wire } = await loggedIn(context, "session.register");
  const held = holdMessages(context);
  const pad = Array.from({ length: 15_000 }, () => ({}));
  const body = { channel_id: 1, content: "hello", pad };
  const many = [1, 2, 3].map((id) =>
    encodeFrame({ id, type: "message.send", body: { ...body, nonce: `${id}` } }),
  );
  connection.receive(Buffer.concat(many));
  while (!wire.is_paused) await new Promise(setImmediate);
  expect(held.under_way()).toBe(1);
  held.go();
  while (wire.is_paused) await new Promise(setImmediate);
  await connection.settled();
  expect(held.under_way()).toBe(3);
});
