import { expect, test } from "bun:test";

import { encodeFrame } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { fakeConnection, sayer } from "../support/fake-connection.ts";

const hello = { id: 1, type: "hello", body: { protocol: 2, client: { name: "test", version: "0" } } };
const register = { id: 2, type: "session.register", body: { username: "ana", password: "secret" } };

/** Ana says something and asks something after it; the store holds back what is said. */
async function underWay() {
  const clock = new FakeClock();
  const context = await createTestContext(clock);
  const ana = fakeConnection(context);
  await sayer(ana)(hello, register);
  const answers = ana.wire.frames() as { re?: number; ok?: { token: string } }[];
  const token = answers.find(({ re }) => re === register.id)?.ok?.token;
  const go = Promise.withResolvers<void>();
  const { append } = context.store.messages;
  context.store.messages.append = async (...given) => {
    await go.promise;
    return append(...given);
  };
  const body = { channel_id: 1, content: "one more thing", nonce: "1" };
  const send = { id: 3, type: "message.send", body };
  const profile = { id: 4, type: "profile.set", body: { display_name: "Ana Lopez" } };
  ana.connection.receive(Buffer.concat([send, profile].map(encodeFrame)));
  const left: string[] = [];
  const leave = () => ana.connection.closed(true, () => left.push("gone"));
  const name = async () => (await context.store.users.byName("ana"))?.display_name;
  return { clock, context, ...ana, token, go: () => go.resolve(), left, leave, name };
}

test("who goes is there until what they had said is worked off, and is sent nothing", async () => {
  const { connection, wire, go, left, leave, name } = await underWay();
  const written = wire.writes;
  leave();
  expect([left.length, connection.session.is_closed]).toEqual([0, false]);
  go();
  await connection.settled();
  expect(await name()).toBe("Ana Lopez");
  expect(left).toEqual(["gone"]);
  expect(connection.session.is_closed).toBe(true);
  expect(wire.writes).toBe(written);
});

test("but not longer than a while: what has not begun by then is dropped", async () => {
  const { clock, connection, go, left, leave, name } = await underWay();
  const timers = clock.waiting;
  leave();
  clock.move(limits.farewell_ms_max - 1);
  expect(left).toEqual([]);
  clock.move(1);
  expect(left).toEqual(["gone"]);
  expect(clock.waiting).toBe(timers);
  go();
  await connection.settled();
  expect(await name()).not.toBe("Ana Lopez");
  expect(left).toEqual(["gone"]);
});

test("what was said over the last connection does not overtake what is said over the next one", async () => {
  const { context, connection, token, go, leave, name } = await underWay();
  leave();
  const again = fakeConnection(context);
  const resume = { id: 2, type: "session.resume", body: { token } };
  const profile = { id: 3, type: "profile.set", body: { display_name: "Ana Maria" } };
  again.connection.receive(Buffer.concat([hello, resume, profile].map(encodeFrame)));
  for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate);
  go();
  await Promise.all([connection.settled(), again.connection.settled()]);
  expect(again.wire.frames().at(-1)).toMatchObject({ re: 3, ok: {} });
  expect(await name()).toBe("Ana Maria");
});

test("who is closed by the server meanwhile is gone at once", async () => {
  const { clock, connection, left, leave } = await underWay();
  const timers = clock.waiting;
  leave();
  connection.close("session_ended");
  expect(left).toEqual(["gone"]);
  clock.move(limits.presence_interval_ms); // others are told by a timer too
  expect(clock.waiting).toBe(timers);
});
