import { expect, test } from "bun:test";

import type { Broadcast } from "../../src/domain/broadcast.ts";
import { Hub } from "../../src/domain/hub.ts";
import { Session } from "../../src/domain/session.ts";
import type { Channel } from "../../src/protocol/channel.ts";
import type { ChatEvent } from "../../src/protocol/registry.ts";

const general = 1;
const random = 2;

const ana = { user_id: 1, username: "ana" };
const ben = { user_id: 2, username: "ben" };

function device() {
  const heard: ChatEvent[] = [];
  const session = new Session({ deliver: ({ event }: Broadcast) => void heard.push(event), close: () => {} });
  return { session, heard };
}

const said = (channel_id: number): ChatEvent => ({
  type: "channel.marked_read",
  body: { channel_id, read_seq: 1 },
});

const joined = (user: typeof ana, channel_id: number): ChatEvent => ({
  type: "member.joined",
  body: { channel_id, member: { ...user, status: "online" } },
});

test("members of a channel hear it on every device, others do not", () => {
  const hub = new Hub();
  const [phone, desk, other] = [device(), device(), device()];
  hub.enter(ana.user_id, phone.session, [general]);
  hub.enter(ana.user_id, desk.session, [general]);
  hub.enter(ben.user_id, other.session, [random]);
  hub.deliver({ audience: { channel_id: general }, event: said(general) });
  expect([phone.heard.length, desk.heard.length, other.heard.length]).toEqual([1, 1, 0]);
  hub.deliver({ audience: { channel_id: random }, event: said(random) });
  expect([phone.heard.length, desk.heard.length, other.heard.length]).toEqual([1, 1, 1]);
});

test("who joins hears their own join and what follows; who leaves hears the leaving and nothing more", () => {
  const hub = new Hub();
  const { session, heard } = device();
  hub.enter(ana.user_id, session, []);
  const to_random = { channel_id: random };
  hub.deliver({ audience: to_random, event: said(random) });
  hub.deliver({ audience: to_random, event: joined(ana, random) });
  hub.deliver({ audience: to_random, event: said(random) });
  hub.deliver({
    audience: to_random,
    event: { type: "member.left", body: { channel_id: random, user: ana } },
  });
  hub.deliver({ audience: to_random, event: said(random) });
  expect(heard.map(({ type }) => type)).toEqual(["member.joined", "channel.marked_read", "member.left"]);
});

test("both sides of a new dm hear it", () => {
  const hub = new Hub();
  const [of_ana, of_ben] = [device(), device()];
  hub.enter(ana.user_id, of_ana.session, []);
  hub.enter(ben.user_id, of_ben.session, []);
  const members = [ana, ben].map((user) => ({ ...user, status: "online" as const }));
  const channel: Channel = {
    id: 7,
    kind: "dm",
    name: null,
    description: "",
    created_at_ms: 0,
    last_seq: 0,
    last_message_at_ms: null,
    joined: true,
    read_seq: 0,
    members,
  };
  const audience = { user_ids: [ana.user_id, ben.user_id, ben.user_id] };
  hub.deliver({ audience, event: { type: "channel.created", body: { channel } } });
  hub.deliver({ audience: { channel_id: 7 }, event: said(7) });
  expect(of_ana.heard.length).toBe(2);
  expect(of_ben.heard.length).toBe(2);
});

test("the first session brings a user online, the last one takes them off", () => {
  const hub = new Hub();
  const [phone, desk] = [device(), device()];
  expect(hub.enter(ana.user_id, phone.session, [general])).toBe(true);
  expect(hub.enter(ana.user_id, desk.session, [general])).toBe(false);
  expect(hub.isLast(ana.user_id, phone.session)).toBe(false);
  hub.leave(ana.user_id, phone.session);
  expect(hub.isOnline(ana.user_id)).toBe(true);
  expect(hub.isLast(ana.user_id, desk.session)).toBe(true);
  hub.leave(ana.user_id, desk.session);
  expect(hub.isOnline(ana.user_id)).toBe(false);
  hub.deliver({ audience: { channel_id: general }, event: said(general) });
  expect([...phone.heard, ...desk.heard]).toEqual([]);
});

test("an event is encoded once, however many hear it", () => {
  const hub = new Hub();
  const frames = new Set<Uint8Array>();
  for (const user_id of [1, 2, 3]) {
    const receiver = { deliver: ({ frame }: Broadcast) => void frames.add(frame), close: () => {} };
    hub.enter(user_id, new Session(receiver), [general]);
  }
  hub.deliver({ audience: "everyone", event: said(general) });
  expect(frames.size).toBe(1);
});
