import { expect, test } from "bun:test";

import { Hub } from "../../src/domain/hub.ts";
import type { ChosenPresence } from "../../src/domain/ports/store.ts";
import { Session } from "../../src/domain/session.ts";
import { limits } from "../../src/protocol/limits.ts";
import type { ChatEvent } from "../../src/protocol/registry.ts";

const general = 1;
const random = 2;
const ana = { user_id: 1, username: "ana" };
const ben = { user_id: 2, username: "ben" };
const online: ChosenPresence = { chosen_status: "online", status_text: "" };

const said = (channel_id: number): ChatEvent => ({
  type: "channel.marked_read",
  body: { channel_id, read_seq: 1, mention_count: 0 },
});

const joined = (user: typeof ana, channel_id: number): ChatEvent => ({
  type: "member.joined",
  body: { channel_id, member: { ...user, status: "online", status_text: "" } },
});

const written = (seq: number, channel_id = general): ChatEvent => ({
  type: "message.deleted",
  body: { channel_id, id: seq, seq, rev: seq, deleted_at_ms: 1, deleted_run: { from_seq: seq, to_seq: seq } },
});

const edited = (seq: number, content: string): ChatEvent => ({
  type: "message.edited",
  body: { channel_id: general, id: seq, seq, rev: seq, content, edited_at_ms: 1 },
});

/** A listener that keeps what came together. */
function listener() {
  const told: ChatEvent[][] = [];
  const session = new Session({ deliver: ({ events }) => void told.push([...events]), close: () => {} });
  return { told, session };
}

test("what happens to messages of a channel in one moment comes together, in order", async () => {
  const hub = new Hub();
  const { told, session } = listener();
  hub.enter(ana.user_id, session, [general, random], online);
  const audience = { channel_id: general };
  for (const seq of [1, 2, 3]) hub.deliver({ audience, event: written(seq) });
  expect(told).toEqual([]);
  await Promise.resolve();
  expect(told).toEqual([[written(1), written(2), written(3)]]);
});

test("what comes together is a part of what may wait for a reader, edits too, in whatever script", async () => {
  for (const char of ["x", "\u4e2d"]) {
    const hub = new Hub();
    const { told, session } = listener();
    hub.enter(ana.user_id, session, [general], online);
    const content = char.repeat(limits.content_chars_max);
    const events = Array.from({ length: 1_000 }, (_, seq) => edited(seq, content));
    for (const event of events) hub.deliver({ audience: { channel_id: general }, event });
    await Promise.resolve();
    expect(told.flat()).toEqual(events);
    for (const together of told)
      expect(Buffer.byteLength(JSON.stringify(together))).toBeLessThan(limits.outbox_bytes_max / 3);
  }
});

test("as many short messages as ten people have under way come together", async () => {
  const hub = new Hub();
  const { told, session } = listener();
  hub.enter(ana.user_id, session, [general], online);
  const count = 10 * limits.requests_in_flight_max;
  const events = Array.from({ length: count }, (_, seq) => edited(seq, "x".repeat(64)));
  for (const event of events) hub.deliver({ audience: { channel_id: general }, event });
  await Promise.resolve();
  expect(told).toEqual([events]);
});

test("what is gathered comes before anything else that is told, and before another channel's", async () => {
  const hub = new Hub();
  const { told, session } = listener();
  hub.enter(ana.user_id, session, [general, random], online);
  hub.deliver({ audience: { channel_id: general }, event: written(1) });
  hub.deliver({ audience: { channel_id: general }, event: said(general) });
  hub.deliver({ audience: { channel_id: general }, event: written(2) });
  hub.deliver({ audience: { channel_id: random }, event: written(1, random) });
  await Promise.resolve();
  expect(told).toEqual([[written(1)], [said(general)], [written(2)], [written(1, random)]]);
});

test("who comes or joins meanwhile does not hear what was before, who leaves has heard it", async () => {
  const hub = new Hub();
  const [first, late, joining] = [listener(), listener(), listener()];
  hub.enter(ana.user_id, first.session, [general], online);
  hub.enter(3, joining.session, [], online);
  const audience = { channel_id: general };
  hub.deliver({ audience, event: written(1) });
  hub.enter(ben.user_id, late.session, [general], online);
  hub.deliver({ audience, event: joined({ user_id: 3, username: "cid" }, general) });
  hub.deliver({ audience, event: written(2) });
  hub.leave(ana.user_id, first.session);
  await Promise.resolve();
  const seqs = ({ told }: typeof first) =>
    told.flat().flatMap(({ type, body }) => (type === "message.deleted" ? [body.seq] : []));
  expect([seqs(first), seqs(late), seqs(joining)]).toEqual([[1, 2], [2], [2]]);
});
