import { expect, test } from "bun:test";

import { Session } from "../../src/domain/session.ts";
import type { Channel } from "../../src/protocol/channel.ts";
import { limits } from "../../src/protocol/limits.ts";
import { ClientV1 } from "../../src/transport/v1/client.ts";
import { CrossingTrail } from "../../src/transport/v1/crossing-trail.ts";
import { Directory } from "../../src/transport/v1/directory.ts";
import { holdingEvents, tellV1 } from "../../src/transport/v1/events.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { fakeConnection } from "../support/fake-connection.ts";
import { HeldTurns } from "../support/held-turns.ts";

const channel_ids = Array.from({ length: 200 }, (_, at) => at + 1);
const crowd = Array.from({ length: 90 }, (_, at) => ({ user_id: 100 + at, username: `somebody_${at}` }));
const chosen = { chosen_status: "online", status_text: "" } as const;
/** What a socket has room for in one turn of the loop. */
const socket_bytes = 65_536;

/** Connections of ana over protocol 1, who is in all channels with a crowd. */
async function street(connections: number, turns = new HeldTurns()) {
  const context = { ...(await createTestContext(new FakeClock())), turns };
  const directory = new Directory();
  const trail = new CrossingTrail();
  for (const id of channel_ids) directory.learn({ id, kind: "public", name: `c-${id}` } as Channel);
  const enter = () => {
    const { wire, connection } = fakeConnection(context);
    const session = new Session({ close: () => {}, deliver: (broadcast) => tellV1(client, broadcast) });
    const client = new ClientV1(context, session, connection, directory, trail);
    session.login = { user_id: 1, username: "ana", session_id: 1 };
    context.hub.enter(1, session, channel_ids, chosen);
    return { wire, connection, client, session };
  };
  const anas = Array.from({ length: connections }, enter);
  const cross = (users: typeof crowd, is_online: boolean) => {
    const status = is_online ? "online" : "offline";
    const body = { users: users.map((user) => ({ ...user, status, status_text: "" }) as const) };
    const crossings = users.map((user) => ({ ...user, is_online, channel_ids }));
    context.bus.publish({ audience: "everyone", event: { type: "presence.changed", body }, crossings });
  };
  const leave = () => {
    const body = { channel_id: 1, user: { user_id: 99, username: "eve" } };
    context.bus.publish({ audience: { channel_id: 1 }, event: { type: "member.left", body } });
  };
  return { anas, cross, leave, turns };
}

type Ana = Awaited<ReturnType<typeof street>>["anas"][number];

/** Reads until nothing more comes. */
async function readOn({ wire, connection, client }: Ana): Promise<void> {
  while (client.held !== undefined || connection.pending_bytes > 0) {
    wire.room = socket_bytes;
    connection.flush();
    await new Promise(setImmediate);
  }
}

const toldOf = (users: typeof crowd, is_online: boolean) =>
  users.flatMap(({ username }) => [
    ...channel_ids.map((id) => ({
      type: is_online ? "user_joined" : "user_left",
      channel: `c-${id}`,
      username,
    })),
    { type: "status_change", username, status: is_online ? "online" : "offline" },
  ]);

const eve_left = { type: "user_left", channel: "c-1", username: "eve" };

test("who reads is told of all who go at once, in many channels, and then of what came after", async () => {
  const { anas, cross, leave } = await street(3);
  for (const { wire } of anas) wire.room = socket_bytes;
  cross(crowd, false);
  leave();
  for (const ana of anas) {
    await readOn(ana);
    expect(ana.wire.is_ended).toBe(false);
    expect(ana.wire.frames()).toEqual([...toldOf(crowd, false), eve_left]);
  }
});

test("who reads nothing is left with what there is room for", async () => {
  const { anas, cross } = await street(1);
  const [ana] = anas;
  if (!ana) return expect.unreachable();
  ana.wire.room = 0;
  cross(crowd, false);
  for (let at = 0; at < 100; at++) await new Promise(setImmediate);
  expect(ana.client.held).toBeDefined();
  expect(ana.connection.pending_bytes).toBeGreaterThan(limits.outbox_bytes_comfortable);
  expect(ana.connection.pending_bytes).toBeLessThan(limits.outbox_bytes_comfortable + socket_bytes);
});

test("however many are to be told, a turn of the loop tells some of it only", async () => {
  const { anas, cross, turns } = await street(20);
  const countNew = () => {
    let count = 0;
    for (const { wire } of anas) count += wire.frames().length;
    for (const { wire } of anas) wire.taken.length = 0;
    return count;
  };
  turns.is_holding = true;
  cross(crowd, false);
  expect(countNew()).toBeWithin(1, 5_000);
  while (turns.waiting > 0) {
    turns.give();
    await new Promise(setImmediate);
    expect(countNew()).toBeWithin(0, 501);
  }
  expect(anas.some(({ client }) => client.held !== undefined)).toBe(false);
});

test("of who comes and goes while somebody cannot be told only the last is told, at its place", async () => {
  const { anas, cross, leave } = await street(2);
  const [slow, other] = anas;
  if (!slow || !other) return expect.unreachable();
  slow.wire.room = 0;
  cross(crowd, false);
  await new Promise(setImmediate);
  const [first, second] = [crowd.slice(-2, -1), crowd.slice(-1)];
  cross(first, true);
  leave();
  for (let at = 0; at < limits.held_events_max; at++) {
    cross(second, true);
    cross(second, false);
  }
  cross(second, true);
  await readOn(slow);
  expect(slow.wire.is_ended).toBe(false);
  expect(slow.wire.frames()).toEqual([
    ...toldOf(crowd.slice(0, -2), false),
    ...toldOf(first, true),
    eve_left,
    ...toldOf(second, true),
  ]);
  await readOn(other);
});

test("a join is answered before what waits is told, and nothing is told twice", async () => {
  const { anas, cross, leave, turns } = await street(1);
  const [ana] = anas;
  if (!ana) return expect.unreachable();
  turns.is_holding = true;
  cross(crowd, false);
  const before = ana.wire.frames().length;
  const answered = Promise.withResolvers<void>();
  const joined = holdingEvents(ana.client, async () => {
    leave();
    await answered.promise;
    ana.client.tell("channel_joined", { channel: "c-1", history: [], users: [] });
  });
  turns.give();
  await new Promise(setImmediate);
  expect(ana.wire.frames()).toHaveLength(before);
  turns.is_holding = false;
  answered.resolve();
  await joined;
  const frames = ana.wire.frames();
  expect(frames[before]).toMatchObject({ type: "channel_joined" });
  expect(frames.toSpliced(before, 1)).toEqual([...toldOf(crowd, false), eve_left]);
  expect(ana.client.held).toBeUndefined();
});

test("who has gone is told nothing more, and keeps nothing for it", async () => {
  const { anas, cross } = await street(1);
  const [ana] = anas;
  if (!ana) return expect.unreachable();
  ana.wire.room = 0;
  cross(crowd, false);
  await new Promise(setImmediate);
  ana.session.gone();
  ana.connection.closed(false);
  while (ana.client.held !== undefined) await new Promise(setImmediate);
});
