import { expect, test } from "bun:test";

import type { Context } from "../../src/domain/context.ts";
import { encodeFrame } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import type { ChatEvent } from "../../src/protocol/registry.ts";
import { Flusher } from "../../src/transport/flusher.ts";
import { createSpeaker } from "../../src/transport/speaker.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { fakeConnection } from "../support/fake-connection.ts";

const hello = { id: 1, type: "hello", body: { protocol: 2, client: { name: "test", version: "0" } } };

async function loggedIn(context: Context, username: string, flusher?: Flusher) {
  const made = fakeConnection(context, createSpeaker(context), flusher);
  const register = { id: 2, type: "session.register", body: { username, password: "secret" } };
  made.connection.receive(Buffer.concat([hello, register].map(encodeFrame)));
  await made.connection.settled();
  return made;
}

/** Ana reads nothing, and more than is comfortable waits for her; ben is there. */
async function anaBehind() {
  const clock = new FakeClock();
  const context = await createTestContext(clock);
  const { wire, connection } = await loggedIn(context, "ana");
  const ben = await loggedIn(context, "ben");
  clock.move(limits.presence_interval_ms);
  await new Promise(setImmediate);
  wire.taken.splice(0);
  wire.room = 0;
  const filler = encodeFrame({ type: "filler", text: "x".repeat(limits.outbox_bytes_comfortable) });
  connection.send(filler);
  connection.flush();
  expect(connection.has_room).toBe(false);
  const tell = (event: ChatEvent) => context.bus.publish({ audience: "everyone", event });
  const readOn = () => {
    wire.room = Infinity;
    connection.flush();
    connection.flush(); // what was held back meanwhile
    return wire.frames().slice(1) as ChatEvent[];
  };
  return { clock, context, wire, connection, ben, tell, readOn };
}

const typing = {
  type: "typing.started",
  body: { channel_id: 1, user: { user_id: 2, username: "ben" } },
} as const;

const shown = (status: "idle" | "dnd"): ChatEvent => ({
  type: "presence.changed",
  body: { users: [{ user_id: 2, username: "ben", status, status_text: "" }] },
});

/** Thirty events with as many users as fit. */
const ofThousands = (): ChatEvent[] =>
  Array.from({ length: 30 }, (_, count) => {
    const users = Array.from({ length: limits.presence_users_max }, (_, at) => ({
      user_id: 1_000 * (count + 1) + at,
      username: `user_${1_000 * (count + 1) + at}`,
      status: "online" as const,
      status_text: "x".repeat(100),
    }));
    return { type: "presence.changed", body: { users } };
  });

const left = { type: "member.left", body: { channel_id: 1, user: { user_id: 2, username: "ben" } } } as const;

test("who is behind misses that somebody writes, and is told how others show after all that lasts", async () => {
  const { tell, readOn } = await anaBehind();
  tell(typing);
  tell(shown("idle"));
  tell(left);
  expect(readOn()).toEqual([left, shown("idle")]);
});

test("who has logged out meanwhile is told nothing of others", async () => {
  const { tell, wire, connection } = await anaBehind();
  wire.room = Infinity;
  connection.flush();
  wire.taken.splice(0);
  wire.room = 0;
  tell(left);
  tell(shown("idle"));
  connection.receive(encodeFrame({ id: 3, type: "session.logout", body: {} }));
  await connection.settled();
  wire.room = Infinity;
  connection.flush();
  connection.flush();
  expect(wire.frames()).toEqual([left, { re: 3, ok: {} }]);
});

test("when it has taken what waited it is told what was left out of how others show, once", async () => {
  const { tell, readOn, wire, connection } = await anaBehind();
  tell(shown("idle"));
  tell(shown("dnd"));
  expect(readOn()).toEqual([shown("idle"), shown("dnd")]);
  const before = wire.frames().length;
  connection.flush();
  expect(wire.frames()).toHaveLength(before);
  tell(shown("idle"));
  expect(wire.frames().slice(before)).toEqual([shown("idle")]);
});

test("whoever the socket does not take all from is behind: presence waits for messages, however few", async () => {
  const { tell, wire, connection, readOn } = await anaBehind();
  readOn();
  wire.taken.splice(0);
  wire.room = 10;
  tell(left);
  tell(typing);
  tell(shown("dnd"));
  expect(connection.has_room).toBe(true);
  wire.room = Infinity;
  tell(left); // goes behind what waits, and before what was left out
  connection.flush();
  expect(wire.frames()).toEqual([left, left, shown("dnd")]);
});

test("of much that was left out only as much is sent as there is room for, and the rest then", async () => {
  const { tell, wire, connection } = await anaBehind();
  const events = ofThousands();
  for (const event of events) tell(event);
  let most = 0;
  for (let count = 0; count < 1_000 && (count < 5 || connection.pending_bytes > 0); count++) {
    wire.room = 100_000;
    connection.flush();
    most = Math.max(most, connection.pending_bytes);
  }
  expect(most).toBeLessThan(limits.outbox_bytes_comfortable + 150_000);
  expect(wire.frames().slice(1)).toEqual(events);
});

test("in a busy turn, too, no more of it is taken than is comfortable", async () => {
  const context = await createTestContext(new FakeClock());
  const flusher = new Flusher();
  const { wire, connection } = await loggedIn(context, "ana", flusher);
  await new Promise(setImmediate);
  wire.taken.splice(0);
  flusher.is_calm = false;
  const events = ofThousands();
  for (const event of events) context.bus.publish({ audience: "everyone", event });
  expect(connection.pending_bytes).toBeLessThan(limits.outbox_bytes_comfortable + 150_000);
  while (connection.pending_bytes > 0) await new Promise(setImmediate);
  expect(wire.frames()).toEqual(events);
});

test("with room it is told all of it", async () => {
  const { tell, readOn, wire } = await anaBehind();
  readOn();
  const before = wire.frames().length;
  tell(typing);
  tell(shown("idle"));
  await new Promise(setImmediate);
  expect(wire.frames().slice(before)).toEqual([typing, shown("idle")]);
});

test("who takes nothing for 10 s is closed as slow_consumer, however little waits", async () => {
  const { wire, connection, clock } = await anaBehind();
  const pass = (by_ms: number) => {
    clock.move(by_ms);
    connection.check(clock.now());
  };
  pass(limits.stalled_ms_max);
  expect(connection.session.is_closed).toBe(false);
  pass(1);
  expect(connection.session.is_closed).toBe(true);
  wire.room = Infinity;
  connection.flush();
  expect(wire.frames().at(-1)).toMatchObject({
    type: "connection.closing",
    body: { reason: "slow_consumer" },
  });
});

test("who is not told of room, as the loop was held up, is asked before anything is judged", async () => {
  const { wire, connection, clock } = await anaBehind();
  clock.move(limits.stalled_ms_max + 1);
  wire.room = Infinity;
  connection.check(clock.now());
  expect([connection.pending_bytes, connection.session.is_closed]).toEqual([0, false]);
});

test("who takes a little now and then is slow, and not stalled", async () => {
  const { wire, connection, clock } = await anaBehind();
  for (let count = 0; count < 5; count++) {
    clock.move(limits.stalled_ms_max);
    wire.room = 1;
    connection.flush();
    connection.check(clock.now());
  }
  expect(connection.session.is_closed).toBe(false);
});
