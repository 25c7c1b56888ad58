import { expect, test } from "bun:test";

import type { Broadcast } from "../../src/domain/broadcast.ts";
import { Hub } from "../../src/domain/hub.ts";
import type { ChosenPresence } from "../../src/domain/ports/store.ts";
import { Session } from "../../src/domain/session.ts";
import type { Channel } from "../../src/protocol/channel.ts";
import type { CloseReason } from "../../src/protocol/errors.ts";
import type { ChatEvent } from "../../src/protocol/registry.ts";

const general = 1;
const random = 2;

const ana = { user_id: 1, username: "ana" };
const ben = { user_id: 2, username: "ben" };

const online: ChosenPresence = { chosen_status: "online", status_text: "" };

function device(login?: Session["login"]) {
  const heard: ChatEvent[] = [];
  const closed: CloseReason[] = [];
  const session = new Session({
    deliver: ({ events }: Broadcast) => void heard.push(...events),
    close: (reason) => void closed.push(reason),
  });
  session.login = login;
  return { session, heard, closed };
}

const said = (channel_id: number): ChatEvent => ({
  type: "channel.marked_read",
  body: { channel_id, read_seq: 1, mention_count: 0 },
});

const joined = (user: typeof ana, channel_id: number): ChatEvent => ({
  type: "member.joined",
  body: { channel_id, member: { ...user, status: "online", status_text: "" } },
});

test("members of a channel hear it on every device, others do not", () => {
  const hub = new Hub();
  const [phone, desk, other] = [device(), device(), device()];
  hub.enter(ana.user_id, phone.session, [general], online);
  hub.enter(ana.user_id, desk.session, [general], online);
  hub.enter(ben.user_id, other.session, [random], online);
  hub.deliver({ audience: { channel_id: general }, event: said(general) });
  expect([phone.heard.length, desk.heard.length, other.heard.length]).toEqual([1, 1, 0]);
  hub.deliver({ audience: { channel_id: random }, event: said(random) });
  expect([phone.heard.length, desk.heard.length, other.heard.length]).toEqual([1, 1, 1]);
});

test("who joins hears their own join and what follows; who leaves hears the leaving and nothing more", () => {
  const hub = new Hub();
  const { session, heard } = device();
  hub.enter(ana.user_id, session, [], online);
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
  hub.enter(ana.user_id, of_ana.session, [], online);
  hub.enter(ben.user_id, of_ben.session, [], online);
  const members = [ana, ben].map((user) => ({ ...user, status: "online" as const, status_text: "" }));
  const channel: Channel = {
    id: 7,
    kind: "dm",
    name: null,
    description: "",
    created_by: ana.user_id,
    created_at_ms: 0,
    archived_at_ms: null,
    last_rev: 0,
    last_seq: 0,
    last_message_at_ms: null,
    joined: true,
    read_seq: 0,
    mention_count: 0,
    members,
  };
  const audience = { user_ids: [ana.user_id, ben.user_id, ben.user_id] };
  hub.deliver({ audience, event: { type: "channel.created", body: { channel } } });
  hub.deliver({ audience: { channel_id: 7 }, event: said(7) });
  expect(of_ana.heard.length).toBe(2);
  expect(of_ben.heard.length).toBe(2);
});

test("a user is there from the first session until the last one has left", () => {
  const hub = new Hub();
  const [phone, desk] = [device(), device()];
  hub.enter(ana.user_id, phone.session, [general], online);
  hub.enter(ana.user_id, desk.session, [general], online);
  expect([hub.session_count, hub.isOnline(ana.user_id)]).toEqual([2, true]);
  hub.leave(ana.user_id, phone.session);
  hub.leave(ana.user_id, phone.session);
  expect([hub.session_count, hub.isOnline(ana.user_id)]).toEqual([1, true]);
  expect([...hub.onlineMembersOf(general)]).toEqual([ana.user_id]);
  hub.leave(ana.user_id, desk.session);
  expect([hub.session_count, hub.isOnline(ana.user_id)]).toEqual([0, false]);
  expect([...hub.onlineMembersOf(general), ...hub.channelIdsOf(ana.user_id)]).toEqual([]);
  hub.deliver({ audience: { channel_id: general }, event: said(general) });
  expect([...phone.heard, ...desk.heard]).toEqual([]);
});

test("who is left out of an audience hears it on none of their devices", () => {
  const hub = new Hub();
  const [phone, desk, other] = [device(), device(), device()];
  hub.enter(ana.user_id, phone.session, [general], online);
  hub.enter(ana.user_id, desk.session, [general], online);
  hub.enter(ben.user_id, other.session, [general], online);
  const audience = { channel_id: general, except_user_id: ana.user_id };
  hub.deliver({ audience, event: said(general) });
  expect([phone.heard.length, desk.heard.length, other.heard.length]).toEqual([0, 0, 1]);
  hub.deliver({ audience: { channel_id: general }, event: said(general) });
  expect([phone.heard.length, desk.heard.length, other.heard.length]).toEqual([1, 1, 2]);
});

test("the connections of an ended session close, after they were told; other devices hear of it and stay", () => {
  const hub = new Hub();
  const phone = device({ ...ana, session_id: 7 });
  const phone_again = device({ ...ana, session_id: 7 });
  const desk = device({ ...ana, session_id: 8 });
  const other = device({ ...ben, session_id: 9 });
  for (const { session } of [phone, phone_again, desk]) hub.enter(ana.user_id, session, [general], online);
  hub.enter(ben.user_id, other.session, [general], online);
  expect([...hub.sessionIds(ana.user_id)]).toEqual([7, 7, 8]);
  expect([...hub.sessionIds()]).toEqual([7, 7, 8, 9]);
  const ended = { type: "session.ended", body: { session_id: 7 } } as const;
  hub.deliver({ audience: { user_ids: [ana.user_id] }, event: ended });
  expect([phone, phone_again, desk, other].map(({ closed }) => closed)).toEqual([
    ["session_ended"],
    ["session_ended"],
    [],
    [],
  ]);
  expect([desk.heard, other.heard]).toEqual([[ended], []]);
});

test("closing takes sessions off the hub while it goes through them", () => {
  const hub = new Hub();
  const closed: number[] = [];
  for (const number of [1, 2, 3]) {
    const close = () => {
      closed.push(number);
      hub.leave(ana.user_id, session);
    };
    const session = new Session({ deliver: () => {}, close });
    session.login = { ...ana, session_id: 7 };
    hub.enter(ana.user_id, session, [general], online);
  }
  const ended = { type: "session.ended", body: { session_id: 7 } } as const;
  hub.deliver({ audience: { user_ids: [ana.user_id] }, event: ended });
  expect(closed).toEqual([1, 2, 3]);
  expect(hub.isOnline(ana.user_id)).toBe(false);
});

test("a user shows as the best of their devices, unless they chose otherwise", () => {
  const hub = new Hub();
  const shown = () => hub.presenceOf(ana.user_id);
  expect(shown()).toEqual({ status: "offline", status_text: "" });
  const [phone, desk] = [device(), device()];
  hub.enter(ana.user_id, phone.session, [general], { chosen_status: "online", status_text: "at work" });
  hub.enter(ana.user_id, desk.session, [general], online);
  expect(shown()).toEqual({ status: "online", status_text: "at work" });
  phone.session.is_idle = true;
  expect(shown().status).toBe("online");
  desk.session.is_idle = true;
  expect(shown()).toEqual({ status: "idle", status_text: "at work" });
  hub.choose(ana.user_id, { chosen_status: "dnd", status_text: "writing" });
  expect(shown()).toEqual({ status: "dnd", status_text: "writing" });
  hub.choose(ana.user_id, { chosen_status: "invisible", status_text: "writing" });
  expect(shown()).toEqual({ status: "offline", status_text: "" });
  hub.choose(ana.user_id, online);
  hub.leave(ana.user_id, desk.session);
  expect(shown().status).toBe("idle");
  hub.choose(ben.user_id, online);
  expect(hub.presenceOf(ben.user_id).status).toBe("offline");
});

test("an event is encoded once, however many hear it", () => {
  const hub = new Hub();
  const frames = new Set<Uint8Array>();
  for (const user_id of [1, 2, 3]) {
    const receiver = {
      deliver: (broadcast: Broadcast) => void frames.add(broadcast.frames),
      close: () => {},
    };
    hub.enter(user_id, new Session(receiver), [general], online);
  }
  hub.deliver({ audience: "everyone", event: said(general) });
  expect(frames.size).toBe(1);
});
