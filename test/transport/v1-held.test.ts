import { expect, test } from "bun:test";

import { Broadcast } from "../../src/domain/broadcast.ts";
import { Session } from "../../src/domain/session.ts";
import type { Channel } from "../../src/protocol/channel.ts";
import type { Message } from "../../src/protocol/message.ts";
import { ClientV1 } from "../../src/transport/v1/client.ts";
import { CrossingTrail } from "../../src/transport/v1/crossing-trail.ts";
import { Directory } from "../../src/transport/v1/directory.ts";
import { holdingEvents, tellV1 } from "../../src/transport/v1/events.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { fakeConnection } from "../support/fake-connection.ts";

const channel = (id: number, name: string): Channel => ({
  id,
  kind: "public",
  name,
  description: "",
  created_by: null,
  created_at_ms: 0,
  archived_at_ms: null,
  last_rev: 0,
  last_seq: 0,
  last_message_at_ms: null,
  joined: true,
  read_seq: 0,
  mention_count: 0,
  members: [],
});

const renamed = (channel_id: number, name: string, former_name: string) => {
  const body = { channel_id, name, description: "", archived_at_ms: null };
  return new Broadcast([{ type: "channel.updated", body }], [], undefined, former_name);
};

async function client(directory: Directory) {
  const context = await createTestContext(new FakeClock());
  const { connection } = fakeConnection(context);
  return new ClientV1(context, new Session(connection), connection, directory, new CrossingTrail());
}

test("a name that is taken while a join is answered is told apart in the answer already", async () => {
  const directory = new Directory();
  directory.learn(channel(7, "board"));
  directory.learn(channel(9, "zoo"));
  const [held, other] = [await client(directory), await client(directory)];
  await holdingEvents(held, async () => {
    const broadcast = renamed(9, "board", "zoo");
    for (const each of [other, held]) tellV1(each, broadcast);
    expect([held.nameOf(7), held.nameOf(9), held.boundTo("zoo")]).toEqual(["board", "board~9", 9]);
  });
});

test("of several names that a channel gets while a join is answered each leads to it afterwards", async () => {
  const directory = new Directory();
  directory.learn(channel(7, "zero"));
  const [held, other] = [await client(directory), await client(directory)];
  await holdingEvents(held, async () => {
    for (const broadcast of [renamed(7, "one", "zero"), renamed(7, "two", "one")])
      for (const each of [other, held]) tellV1(each, broadcast);
  });
  expect(["zero", "one"].map((name) => held.boundTo(name))).toEqual([7, 7]);
  expect(held.nameOf(7)).toBe("two");
});

test("one's own private message from another device comes also after a later one that was missed", async () => {
  const directory = new Directory();
  const [ana, ben] = ["ana", "ben"].map((username, at) => ({ user_id: at + 1, username }));
  if (!ana || !ben) return expect.unreachable();
  const dm_id = 20;
  directory.learn({ ...channel(dm_id, ""), kind: "dm", name: null, members: [ana, ben].map(present) });
  const context = await createTestContext(new FakeClock());
  const { wire, connection } = fakeConnection(context);
  const session = new Session(connection);
  session.login = { ...ana, session_id: 1 };
  const device = new ClientV1(context, session, connection, directory, new CrossingTrail());
  const created = (seq: number, author: typeof ana) =>
    new Broadcast([{ type: "message.created", body: { message: said(dm_id, seq, author) } }], [], dm_id);
  await holdingEvents(device, async () => {
    for (const broadcast of [created(4, ana), created(5, ben)]) tellV1(device, broadcast);
    device.seen.set(dm_id, 5); // it was among what was missed
  });
  tellV1(device, created(6, ben));
  expect(wire.frames()).toEqual([
    expect.objectContaining({ type: "private_message", from: "ana", content: "said 4" }),
    expect.objectContaining({ type: "private_message", from: "ben", content: "said 6" }),
  ]);
});

/** Long messages on their way to ana, over protocol 1. */
async function longMessages() {
  const context = await createTestContext(new FakeClock());
  const { wire, connection } = fakeConnection(context);
  const session = new Session(connection);
  const [ana, ben] = ["ana", "ben"].map((username, at) => ({ user_id: at + 1, username }));
  if (!ana || !ben) return expect.unreachable();
  session.login = { ...ana, session_id: 1 };
  const directory = new Directory();
  directory.learn(channel(7, "board"));
  const device = new ClientV1(context, session, connection, directory, new CrossingTrail());
  let seq = 0;
  const tell = (count: number) => {
    for (let at = 0; at < count; at++) {
      const message = { ...said(7, ++seq, ben), content: "x".repeat(2_000) };
      tellV1(device, new Broadcast([{ type: "message.created", body: { message } }], [], 7));
    }
  };
  return { device, wire, connection, tell, told: () => seq };
}

test("who is told nothing while a megabyte of long messages comes is closed: they are kept for it alone", async () => {
  const { device, wire, tell } = await longMessages();
  await holdingEvents(device, async () => {
    tell(460);
    expect(wire.is_ended).toBe(false);
    tell(10);
    expect(wire.is_ended).toBe(true);
  });
});

test("who is behind and reads on is not closed, however much comes by and by", async () => {
  const { device, wire, connection, tell, told } = await longMessages();
  wire.room = 0;
  const all_told = holdingEvents(device, async () => tell(300));
  await new Promise(setImmediate);
  for (let round = 0; round < 20; round++) {
    wire.room = 90_000;
    connection.flush();
    for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
    expect(device.held).toBeDefined();
    tell(40);
  }
  expect(wire.is_ended).toBe(false);
  wire.room = Infinity;
  connection.flush();
  await all_told;
  while (wire.frames().length < told()) await new Promise(setImmediate);
  expect(wire.is_ended).toBe(false);
});

const present = (user: { user_id: number; username: string }) =>
  ({ ...user, status: "online", status_text: "" }) as const;

const said = (channel_id: number, seq: number, author: { user_id: number; username: string }): Message => ({
  id: seq,
  channel_id,
  seq,
  rev: seq,
  author,
  kind: "text",
  content: `said ${seq}`,
  created_at_ms: 0,
  edited_at_ms: null,
  deleted_at_ms: null,
  pinned_at_ms: null,
  nonce: null,
  reply_to_seq: null,
  reactions: [],
});
