import { expect, test } from "bun:test";

import { AddressLimits } from "../../src/domain/address-limits.ts";
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
  const context = { ...(await createTestContext(clock)), addresses };
  const connect = () => {
    const { wire, connection } = fakeConnection(context);
    const send = (...values: unknown[]) => connection.receive(Buffer.concat(values.map(encodeFrame)));
    return { wire, connection, send, answers: () => wire.frames().length };
  };
  return { clock, connect };
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
