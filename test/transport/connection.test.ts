import { expect, test } from "bun:test";

import { encodeFrame } from "../../src/protocol/frame.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { fakeConnection } from "../support/fake-connection.ts";

async function connected() {
  const clock = new FakeClock();
  const context = await createTestContext(clock);
  const { wire, connection } = fakeConnection(context);
  const say = async (...values: unknown[]) => {
    connection.receive(Buffer.concat(values.map(encodeFrame)));
    await connection.settled();
    return wire.frames();
  };
  const pass = (by_ms: number) => {
    clock.move(by_ms);
    connection.check(clock.now());
  };
  return { clock, context, wire, connection, say, pass };
}

const hello = { id: 1, type: "hello", body: { protocol: 2, client: { name: "test", version: "0" } } };
const registerV2 = { id: 2, type: "session.register", body: { username: "ana", password: "secret" } };
const registerV1 = { type: "auth_register", username: "ana", password: "secret" };

const closing = (reason: string) => ({
  type: "connection.closing",
  body: expect.objectContaining({ reason }),
});

test("who does not log in within 15 s is closed, with the reason", async () => {
  const { pass, wire, say } = await connected();
  await say(hello);
  pass(15_000);
  expect(wire.is_ended).toBe(false);
  pass(1);
  expect(wire.frames().at(-1)).toEqual(closing("login_timeout"));
  expect(wire.is_ended).toBe(true);
});

test("a connection that says nothing at all is closed too", async () => {
  const { pass, wire } = await connected();
  pass(15_001);
  expect(wire.is_ended).toBe(true);
});

test("a failed login gives another 15 s, a ping does not", async () => {
  const { pass, wire, say } = await connected();
  await say(hello);
  pass(10_000);
  await say({ id: 3, type: "session.login", body: { username: "ana", password: "wrong!" } });
  pass(10_000);
  expect(wire.is_ended).toBe(false);
  await say({ id: 4, type: "ping" });
  pass(5_001);
  expect(wire.is_ended).toBe(true);
});

test("a silent client of protocol 2 is pinged after one interval and closed after two", async () => {
  const { pass, wire, say } = await connected();
  await say(hello, registerV2);
  const before = wire.frames().length;
  pass(30_001);
  expect(wire.frames().slice(before)).toEqual([{ type: "ping", body: {} }]);
  pass(29_000);
  expect(wire.frames().length).toBe(before + 1);
  pass(1_000);
  expect(wire.frames().at(-1)).toEqual(closing("silent"));
});

test("any frame shows that a client lives", async () => {
  const { pass, wire, say } = await connected();
  await say(hello, registerV2);
  for (let count = 0; count < 5; count++) {
    pass(45_000);
    await say({ id: 9, type: "ping" });
  }
  expect(wire.is_ended).toBe(false);
  expect(wire.frames().filter((frame) => JSON.stringify(frame).includes('"ping"')).length).toBe(5);
});

test("a silent client of protocol 1 is never pinged, and closed after 300 s", async () => {
  const { pass, wire, say } = await connected();
  await say(registerV1);
  const before = wire.frames().length;
  pass(300_000);
  expect(wire.frames().length).toBe(before);
  expect(wire.is_ended).toBe(false);
  pass(1);
  expect(wire.is_ended).toBe(true);
});

test("before the login a frame over 8 KiB closes, after it one of 1 MiB is taken", async () => {
  const guest = await connected();
  const of = (bytes: number) => ({ type: "message", content: "x".repeat(bytes - 31) });
  expect(JSON.stringify(of(8_192)).length).toBe(8_192);
  expect(await guest.say(of(8_192))).toMatchObject([{ code: "not_authenticated" }]);
  expect((await guest.say(of(8_193))).at(-1)).toMatchObject({ type: "error", code: "too_large" });
  expect(guest.wire.is_ended).toBe(true);

  const user = await connected();
  await user.say(registerV1);
  expect((await user.say(of(1_048_576))).at(-1)).toMatchObject({ code: "invalid" });
  user.connection.receive(Uint8Array.of(0, 16, 0, 1));
  while (!user.wire.is_ended) await new Promise(setImmediate);
  expect(user.wire.frames().at(-1)).toMatchObject({ code: "too_large" });
  expect(user.wire.is_ended).toBe(true);
});

test("a long frame right behind the login is judged when that is done, in one piece or several", async () => {
  const long = { type: "message", content: "x".repeat(9_000) };
  const said = Buffer.concat([registerV1, long].map(encodeFrame));
  for (const cut of [said.length, 200, 8_000]) {
    const { connection, wire } = await connected();
    connection.receive(said.subarray(0, cut));
    connection.receive(said.subarray(cut));
    const isAnswer = (frame: unknown) => (frame as { code?: string }).code === "invalid"; // too long for a message
    while (!wire.frames().some(isAnswer)) await new Promise(setImmediate);
    expect(wire.is_ended).toBe(false);
  }
});

test("a long frame behind a login that fails is too much", async () => {
  const { connection, wire } = await connected();
  const login = { type: "auth_login", username: "nobody", password: "secret" };
  connection.receive(
    Buffer.concat([login, { type: "message", content: "x".repeat(9_000) }].map(encodeFrame)),
  );
  while (!wire.is_ended) await new Promise(setImmediate);
  expect(wire.frames()).toMatchObject([{ success: false }, { code: "too_large" }]);
});

test("what came before an oversized frame is still answered, what comes after it is not", async () => {
  const { wire, say, connection } = await connected();
  await say(hello, registerV2);
  const ping = (id: number) => encodeFrame({ id, type: "ping" });
  connection.receive(Buffer.concat([ping(10), ping(11), Uint8Array.of(255, 0, 0, 0), ping(12)]));
  connection.receive(ping(13));
  while (!wire.is_ended) await new Promise(setImmediate);
  expect(wire.frames().slice(-3)).toEqual([{ re: 10, ok: {} }, { re: 11, ok: {} }, closing("too_large")]);
});

test("ten tries to log in are enough: after them the time runs on", async () => {
  const { pass, wire, say } = await connected();
  await say(hello);
  for (let id = 10; id < 30; id++) {
    await say({ id, type: "session.login", body: { username: "ana", password: "wrong!" } });
    pass(1_000);
  }
  expect(wire.is_ended).toBe(false);
  pass(5_000);
  expect(wire.is_ended).toBe(true);
});

test("a token that is no good gives no more time", async () => {
  const { pass, wire, say } = await connected();
  await say(hello);
  pass(10_000);
  await say({ id: 9, type: "session.resume", body: { token: "0".repeat(64) } });
  pass(5_001);
  expect(wire.is_ended).toBe(true);
});

test("a flood of requests pauses the socket until most are answered, and all are answered", async () => {
  const { wire, say, connection } = await connected();
  await say(hello);
  connection.receive(
    Buffer.concat(Array.from({ length: 500 }, (_, id) => encodeFrame({ id: id + 10, type: "ping" }))),
  );
  expect(wire.is_paused).toBe(true);
  while (wire.is_paused) await new Promise(setImmediate);
  await connection.settled();
  const answered = wire.frames().map((frame) => (frame as { re: number }).re);
  expect(answered).toEqual([1, ...Array.from({ length: 500 }, (_, id) => id + 10)]);
});

test("who does not read is closed as slow_consumer once 1 MiB waits, and cut off when it goes on", async () => {
  const { wire, connection, clock } = await connected();
  wire.room = 0;
  const frame = encodeFrame("x".repeat(100_000));
  for (let count = 0; count < 10; count++) connection.send(frame);
  expect(wire.is_ended).toBe(false);
  connection.send(frame);
  expect(connection.session.is_closed).toBe(true);
  clock.move(5_000);
  expect(wire.is_terminated).toBe(true);
  wire.room = Infinity;
  connection.flush();
  expect(wire.frames().at(-1)).toMatchObject({ code: "slow_consumer" });
});

test("a login whose connection has gone meanwhile leaves no ghost", async () => {
  const { context, connection } = await connected();
  const { hash } = context.passwords;
  const hashing = Promise.withResolvers<void>();
  context.passwords.hash = (...asked) => {
    hashing.resolve();
    return hash(...asked);
  };
  connection.receive(encodeFrame(registerV1));
  await hashing.promise;
  connection.gone();
  await connection.settled();
  const ana = await context.store.users.byName("ana");
  expect(ana?.username).toBe("ana");
  expect(context.hub.isOnline(ana?.user_id ?? 0)).toBe(false);
});

test("requests without an id close the connection as bad_frame; others get their answer", async () => {
  const { say, wire } = await connected();
  expect(
    await say({ ...hello, id: 5 }, { id: 6, type: "nonsense" }, { id: 7, type: "channel.list" }),
  ).toMatchObject([
    { re: 5, ok: {} },
    { re: 6, error: { code: "unknown" } },
    { re: 7, error: { code: "not_authenticated" } },
  ]);
  await say({ type: "ping" });
  expect(wire.frames().at(-1)).toEqual(closing("bad_frame"));
});

test("a fault of the server is logged whole and told as one neutral sentence", async () => {
  const { say, context } = await connected();
  await say(hello, registerV2);
  context.store.channels.listFor = () => Promise.reject(new Error("disk full of secrets"));
  const answer = (await say({ id: 8, type: "channel.list" })).at(-1);
  expect(answer).toMatchObject({ re: 8, error: { code: "internal" } });
  expect(JSON.stringify(answer)).not.toContain("secrets");
  expect(JSON.stringify(context.log.entries)).toContain("disk full of secrets");
});

test("passwords and tokens are in no log line", async () => {
  const { say, context } = await connected();
  const frames = await say(hello, registerV2);
  const { token } = (frames.at(-1) as { ok: { token: string } }).ok;
  expect(token).toHaveLength(64);
  const log = JSON.stringify(context.log.entries);
  expect(log).toContain("registered");
  expect(log).not.toContain(token);
  expect(log).not.toContain("secret");
});
