import { expect, spyOn, test } from "bun:test";

import { AddressLimits } from "../../src/domain/address-limits.ts";
import type { Context } from "../../src/domain/context.ts";
import { encodeFrame } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { fakeConnection } from "../support/fake-connection.ts";

const hello = { id: 1, type: "hello", body: { protocol: 2, client: { name: "test", version: "0" } } };
const ana = { username: "ana", password: "secret" };
const free = limits.guest_requests_per_connection;

/** Connections from one address that may open one in a minute. */
async function counted() {
  const clock = new FakeClock();
  const keyOf = (address: string) => address;
  const rates = { connections_max: 0, connections_per_minute: 1, registrations_per_hour: 0 };
  const addresses = new AddressLimits({ clock, keyOf, ...rates });
  const plain = await createTestContext(clock);
  const checking = Promise.withResolvers<void>();
  const hash: Context["passwords"]["hash"] = (...asked) => {
    checking.resolve();
    return plain.passwords.hash(...asked);
  };
  const context = { ...plain, addresses, passwords: { ...plain.passwords, hash } };
  const connect = () => {
    const { wire, connection } = fakeConnection(context);
    const send = (...values: unknown[]) => connection.receive(Buffer.concat(values.map(encodeFrame)));
    return { wire, connection, send, answers: () => wire.frames().length };
  };
  return { clock, connect, checking: checking.promise };
}

/** Resolves when nothing goes on any more without the clock. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
}

const many = (count: number, request: object): object[] => Array.from({ length: count }, () => request);

test("before the login an address has so many requests at once, then as many in a minute, and none is refused", async () => {
  const { clock, connect } = await counted();
  const [bot, other] = [connect(), connect()];
  bot.send(...many(free - 2, { type: "channel_list" }));
  await quiet();
  other.send(hello, { id: 2, type: "ping" }, { id: 3, type: "ping" });
  await quiet();
  expect([bot.answers(), other.answers()]).toEqual([free - 2, 2]);
  bot.send({ type: "channel_list" });
  await quiet();
  expect([bot.answers(), other.answers()]).toEqual([free - 2, 2]);
  clock.move(60_000 / free);
  await quiet();
  expect(bot.answers() + other.answers()).toBe(free + 1);
  clock.move(60_000 / free);
  await quiet();
  clock.move(60_000 / free);
  await quiet();
  expect([bot.answers(), other.answers()]).toEqual([free - 1, 3]);
  expect(bot.wire.frames()).toEqual(
    many(free - 1, { type: "error", code: "not_authenticated", message: "You must log in first." }),
  );
});

test("after the login they are not counted", async () => {
  const { connect } = await counted();
  const { send, connection, wire } = connect();
  send(hello, { id: 2, type: "session.register", body: ana }, ...many(3 * free, { id: 3, type: "ping" }));
  await connection.settled();
  const replies = wire.frames().filter((frame) => JSON.stringify(frame).startsWith('{"re"'));
  expect(replies).toHaveLength(2 + 3 * free);
});

test("who waits for the guests' rate is late all the same, also when it asks for little", async () => {
  const { clock, connect } = await counted();
  const { send, wire, connection, answers } = connect();
  send(hello, ...many(free + 10, { id: 2, type: "ping" }));
  await quiet();
  clock.move(limits.login_timeout_ms);
  await quiet();
  connection.check(clock.now());
  expect([wire.is_paused, wire.is_ended]).toEqual([false, false]);
  clock.move(1);
  connection.check(clock.now());
  expect(wire.frames().at(-1)).toMatchObject({ body: { reason: "login_timeout" } });
  const before = answers();
  await connection.settled(); // the clock stands still
  expect(answers()).toBe(before);
});

test("whose password is being checked is not late", async () => {
  const { clock, connect, checking } = await counted();
  const { send, wire, connection } = connect();
  send(hello, { id: 2, type: "session.register", body: ana });
  await checking;
  clock.move(limits.login_timeout_ms + 1);
  connection.check(clock.now());
  await connection.settled();
  expect(wire.frames().at(-1)).toMatchObject({ re: 2, ok: {} });
});

test("whose password is being checked is not late, though more of theirs waits behind it, and is when that is all", async () => {
  const { clock, connect, checking } = await counted();
  const { send, wire, connection } = connect();
  const long = { id: 3, type: "ping", body: { text: "x".repeat(limits.frame_bytes_max_before_login) } };
  send(hello, { id: 2, type: "session.register", body: ana }, long);
  await checking;
  expect(wire.is_paused).toBe(true);
  clock.move(limits.login_timeout_ms + 1);
  connection.check(clock.now());
  await connection.settled();
  expect(wire.frames()).toContainEqual(expect.objectContaining({ re: 2, ok: expect.anything() }));
});

test("what a guest asks for when the time for a login is over is no reason to wait for them", async () => {
  const { clock, connect, checking } = await counted();
  const { send, wire, connection } = connect();
  send(hello);
  await connection.settled();
  clock.move(limits.login_timeout_ms + 1);
  send({ id: 2, type: "session.register", body: ana });
  await checking;
  connection.check(clock.now());
  expect(wire.frames().at(-1)).toMatchObject({ body: { reason: "login_timeout" } });
});

test("a connection that goes leaves no timer behind, however many of its requests wait for their turn", async () => {
  const { clock, connect } = await counted();
  const [gone, other] = [connect(), connect()];
  gone.send(hello, { id: 2, type: "session.register", body: ana });
  await gone.connection.settled();
  // Under way together, as they are read while it is logged in.
  gone.send({ id: 3, type: "session.logout" }, ...many(free, { id: 4, type: "message.send" }));
  await quiet();
  const timers = clock.waiting;
  gone.connection.closed(false);
  await gone.connection.settled(); // the clock stands still
  expect(clock.waiting).toBe(timers - 1);
  other.send(hello);
  clock.move(60_000 / free);
  await other.connection.settled();
  expect(other.answers()).toBe(1);
});

test("who floods instead of logging in is closed when the time for it is over, though it is still to be answered", async () => {
  const { clock, connect } = await counted();
  const { send, wire, connection, answers } = connect();
  send(hello, ...many(500, { id: 2, type: "message.send" }));
  await quiet();
  expect([answers(), wire.is_paused]).toEqual([free, true]);
  clock.move(limits.login_timeout_ms + 1);
  connection.check(clock.now());
  expect(wire.frames().at(-1)).toMatchObject({ body: { reason: "login_timeout" } });
  const before = answers();
  clock.move(60_000);
  await connection.settled();
  expect(answers()).toBe(before);
});

test("what comes in one go with a login may have as many values as after it, and ends the connection of who does not log in", async () => {
  const { connect } = await counted();
  const [bot, other] = [connect(), connect()];
  const long = { id: 3, type: "ping", body: { pad: many(200, {}) } };
  bot.send(hello, { id: 2, type: "session.register", body: ana }, long, { id: 4, type: "ping" });
  await bot.connection.settled();
  await quiet();
  expect(bot.wire.frames().filter((frame) => "re" in Object(frame))).toMatchObject([
    { re: 1 },
    { re: 2 },
    { re: 3 },
    { re: 4 },
  ]);
  other.send(hello, long);
  await quiet();
  expect(other.wire.frames()).toMatchObject([{ re: 1 }, { body: { reason: "too_large" } }]);
});

test("of what a guest says that waits, no more is kept than two of the longest requests", async () => {
  const { clock, connect } = await counted();
  const [bot, other] = [connect(), connect()];
  bot.send(...many(free * 2, { type: "channel_list" }));
  await quiet();
  using parse = spyOn(JSON, "parse");
  other.send(...many(64, { type: "channel_list", pad: "x".repeat(8_000) }));
  await quiet();
  expect(parse.mock.calls.length).toBe(3);
  for (let waited = 0; other.answers() < 64 && waited < 1_000; waited++) {
    clock.move(60_000 / free);
    await quiet();
  }
  expect(other.answers()).toBe(64);
});
