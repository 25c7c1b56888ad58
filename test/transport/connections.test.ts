import { expect, spyOn, test } from "bun:test";

import { encodeFrame } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import { Connections } from "../../src/transport/connections.ts";
import { Pace } from "../../src/transport/pace.ts";
import { createSpeaker } from "../../src/transport/speaker.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FakeWire } from "../support/fake-wire.ts";

const login_ms = 15_000;
const heartbeat_ms = 30_000;
const hello = { id: 1, type: "hello", body: { protocol: 2, client: { name: "test", version: "0" } } };
const register = { id: 2, type: "session.register", body: { username: "ana", password: "secret" } };

/** Of a machine that can sleep: the time goes on then, and what waits for its time does not. */
class SleepyClock extends FakeClock {
  slept_ms = 0;

  override steady(): number {
    return super.steady() + this.slept_ms;
  }
}

/** One who has just logged in over a listener's connections, and a clock that a test moves. */
async function anaThere() {
  const clock = new SleepyClock();
  const context = await createTestContext(clock);
  const timeouts = { login_ms, heartbeat_ms };
  const connections = new Connections({
    context,
    timeouts,
    speak: createSpeaker(context),
    pace: new Pace(),
  });
  const wire = new FakeWire();
  const connection = connections.open(wire, "127.0.0.1");
  const say = async (...frames: unknown[]) => {
    connections.receive(connection, Buffer.concat(frames.map(encodeFrame)));
    await connection.settled();
  };
  await say(hello, register);
  /** How many such frames were sent; here all that a clock's hours bring is one turn of the loop, at whose end they are written. */
  const count = (text: string) => {
    connection.flush();
    return wire.frames().filter((frame) => JSON.stringify(frame).includes(text)).length;
  };
  /** Moves the clock until that is so; returns after how much time, ms. */
  const msUntil = (done: () => boolean): number => {
    const since_ms = clock.now();
    while (!done() && clock.now() - since_ms < 200_000) clock.move(100);
    return clock.now() - since_ms;
  };
  return { clock, connections, connection, wire, say, count, msUntil };
}

test("who is calm is not asked every second whether it is", async () => {
  const { clock, connection } = await anaThere();
  const check = spyOn(connection, "check");
  clock.move(20_000);
  expect(check.mock.calls.length).toBeLessThanOrEqual(1);
});

test("who says nothing is pinged in time, again after it answered, and closed when it does not", async () => {
  const { say, count, msUntil } = await anaThere();
  const pings = () => count('"type":"ping"');
  for (const expected of [1, 2]) {
    const waited_ms = msUntil(() => pings() === expected);
    expect(waited_ms).toBeGreaterThan(0.8 * heartbeat_ms - 1);
    expect(waited_ms).toBeLessThanOrEqual(heartbeat_ms + limits.check_interval_ms);
    await say({ id: 3, type: "ping", body: {} });
  }
  const silent_ms = msUntil(() => count("silent") === 1);
  expect(silent_ms).toBeGreaterThan(2 * heartbeat_ms);
  expect(silent_ms).toBeLessThanOrEqual(2 * heartbeat_ms + limits.check_interval_ms);
  expect(pings()).toBe(3);
});

test.each([
  ["at once", () => {}],
  ["after a while of calm", (clock: FakeClock) => clock.move(10_500)],
])("who begins to take nothing, %s, is given up after the time for that", async (_when, pass) => {
  const { clock, connection, wire, msUntil } = await anaThere();
  pass(clock);
  wire.room = 0;
  connection.send(encodeFrame({ type: "filler" }));
  connection.flush();
  const stalled_ms = msUntil(() => connection.session.is_closed);
  expect(stalled_ms).toBeGreaterThan(limits.stalled_ms_max);
  expect(stalled_ms).toBeLessThanOrEqual(limits.stalled_ms_max + 2 * limits.check_interval_ms);
});

test("who takes some of what waited, and then nothing, is given up after the time for that", async () => {
  const { clock, connection, wire, msUntil } = await anaThere();
  clock.move(10_500);
  wire.room = 3;
  connection.send(encodeFrame({ type: "filler" }));
  clock.move(5_000);
  wire.room = 1;
  connection.flush();
  const stalled_ms = msUntil(() => connection.session.is_closed);
  expect(stalled_ms).toBeGreaterThan(limits.stalled_ms_max);
  expect(stalled_ms).toBeLessThanOrEqual(limits.stalled_ms_max + 2 * limits.check_interval_ms);
});

test("who takes what waits in the socket is waited for, though that makes no room yet", async () => {
  const { clock, connections, connection, wire, msUntil } = await anaThere();
  wire.room = 0;
  connection.send(encodeFrame({ type: "filler" }));
  for (let waited_ms = 0; waited_ms < 10 * limits.stalled_ms_max; waited_ms += 5_000) {
    clock.move(5_000);
    connections.drained(connection);
  }
  expect(connection.session.is_closed).toBe(false);
  expect(msUntil(() => connection.session.is_closed)).toBeGreaterThan(limits.stalled_ms_max);
});

test("who logs out after a while of calm has the time for a login, and is closed after it", async () => {
  const { clock, connection, say, msUntil } = await anaThere();
  clock.move(2_500);
  await say({ id: 4, type: "session.logout", body: {} });
  const waited_ms = msUntil(() => connection.session.is_closed);
  expect(waited_ms).toBeGreaterThan(login_ms);
  expect(waited_ms).toBeLessThanOrEqual(login_ms + 2 * limits.check_interval_ms);
});

test("who logs in and out again and again over one connection has the time for a login each time", async () => {
  const { clock, connection, say, msUntil } = await anaThere();
  for (let times = 0; times < 2 * limits.login_tries_max; times++) {
    await say({ id: 4, type: "session.logout", body: {} });
    clock.move(login_ms - 2_000);
    await say({ id: 5, type: "session.login", body: { username: "ana", password: "secret" } });
    expect(connection.session.login).toBeDefined();
  }
  await say({ id: 4, type: "session.logout", body: {} });
  expect(msUntil(() => connection.session.is_closed)).toBeGreaterThan(login_ms);
});

test("who ends the very session they are in has the time for a login, too", async () => {
  const { clock, connection, say, msUntil } = await anaThere();
  clock.move(20_500);
  const session_id = connection.session.login?.session_id;
  await say({ id: 4, type: "session.end", body: { session_id } });
  expect(connection.session.login).toBeUndefined();
  const waited_ms = msUntil(() => connection.session.is_closed);
  expect(waited_ms).toBeGreaterThan(login_ms);
  expect(waited_ms).toBeLessThanOrEqual(login_ms + 2 * limits.check_interval_ms);
});

test.each([45_000, 3_600_000])(
  "after a sleep of the machine of %i ms those who were silent are asked, and have time for an answer",
  async (slept_ms) => {
    const { clock, connection, say, count, msUntil } = await anaThere();
    clock.move(10_000);
    clock.slept_ms += slept_ms;
    clock.move(1_000);
    expect(count('"type":"ping"')).toBe(1);
    clock.move(10_000);
    expect(connection.session.is_closed).toBe(false);
    await say({ id: 3, type: "ping", body: {} });
    clock.slept_ms += slept_ms;
    clock.move(1_000);
    expect(count('"type":"ping"')).toBe(2);
    expect(msUntil(() => connection.session.is_closed)).toBeLessThanOrEqual(heartbeat_ms);
    expect(count("silent")).toBe(1);
  },
);

test("a loop that is always late asks nobody too late", async () => {
  const { clock, connection, count } = await anaThere();
  for (let seconds = 0; seconds < 20; seconds++) {
    clock.move(1_000);
    clock.slept_ms += 600;
  }
  expect(count('"type":"ping"')).toBe(1);
  expect(connection.session.is_closed).toBe(false);
});

test.each([-3_600_000, 3_600_000])(
  "a clock that is set by %i ms is nothing to who is silent, nor to who logs in",
  async (set_by_ms) => {
    const { clock, connections, connection, count, msUntil } = await anaThere();
    const guest = connections.open(new FakeWire(), "127.0.0.1");
    clock.move(5_000);
    clock.set_by_ms = set_by_ms;
    clock.move(login_ms - 6_000);
    expect(guest.session.is_closed).toBe(false);
    expect(count('"type":"ping"')).toBe(0);
    expect(msUntil(() => guest.session.is_closed)).toBeLessThanOrEqual(3 * limits.check_interval_ms);
    expect(msUntil(() => count('"type":"ping"') === 1)).toBeLessThanOrEqual(heartbeat_ms - login_ms + 2_000);
    expect(connection.session.is_closed).toBe(false);
  },
);

test("who is not asked, as over protocol 1, is looked at when they have been silent for too long", async () => {
  const { clock, connections, say } = await anaThere();
  const connection = connections.open(new FakeWire(), "127.0.0.1");
  connections.receive(
    connection,
    encodeFrame({ type: "auth_register", username: "bob", password: "secret" }),
  );
  await connection.settled();
  const check = spyOn(connection, "check");
  for (let waited_ms = 0; waited_ms < limits.silence_v1_ms; waited_ms += 10_000) {
    expect(connection.session.is_closed).toBe(false);
    clock.move(10_000);
    await say({ id: 3, type: "ping", body: {} });
  }
  clock.move(2_000);
  expect(connection.session.is_closed).toBe(true);
  expect(check.mock.calls.length).toBeLessThan(20);
});

test("who has gone is not looked at any more", async () => {
  const { clock, connections, connection } = await anaThere();
  connections.closed(connection, true);
  const check = spyOn(connection, "check");
  clock.move(200_000);
  expect(check).not.toHaveBeenCalled();
});
