import { and, asc, eq, gt, gte, isNull, lte, ne, sql } from "drizzle-orm";

import type { Place } from "../../domain/ports/message-store.ts";
import type { Members } from "../../domain/ports/store.ts";
import { limits } from "../../protocol/limits.ts";
import { profiled } from "../profiled.ts";
import { channels, members, messages, texts, users } from "../schema.ts";
import { mentionCount } from "./channel-views.ts";
import type { Queries } from "./database.ts";
import { readSeq } from "./deleted-runs.ts";
import { type Join, noSuchChannel } from "./joining.ts";
import { message_fields, reactionsIn } from "./message-rows.ts";
import { preferencesIn } from "./preferences.ts";
import { user_fields } from "./user-fields.ts";
import type { WriteQueue } from "./write-queue.ts";

export function membersIn(queries: Queries, writes: WriteQueue, join: Join): Members {
  const statements = prepare(queries);
  const counts = reactionsIn(queries);
  return {
    add: (channel_id, user_id, now_ms) => writes.run(() => join(channel_id, user_id, now_ms)),
    remove: (channel_id, user_id) =>
      writes.run(() => statements.remove.all({ channel_id, user_id }).length > 0),
    has: async (channel_id, user_id) => statements.has.get({ channel_id, user_id }) !== undefined,
    list: async (channel_id, limit = -1) => statements.list.all({ channel_id, limit }).map(profiled),
    channelIdsOf: async (user_id) => statements.channelsOf.all({ user_id }).map((row) => row.channel_id),
    markRead: (channel_id, user_id, seq) =>
      writes.run(() => {
        const moved = statements.markRead.all({ channel_id, user_id, seq }).length > 0;
        return { ...requireMarker(statements, channel_id, user_id), moved };
      }),
    markUnread: (channel_id, user_id, seq) =>
      writes.run(() => {
        const moved = statements.markUnread.all({ channel_id, user_id, seq }).length > 0;
        return { ...requireMarker(statements, channel_id, user_id), moved };
      }),
    ...preferencesIn(queries, writes),
    undelivered: async (user_id, after = { channel_id: 0, seq: 0 }) => {
      const { page, next } = undeliveredPage(statements, user_id, after);
      return { messages: counts.withReactions(user_id, page), next };
    },
    markDelivered: (channel_id, user_id, seq) =>
      writes.run(() => void statements.markDelivered.run({ channel_id, user_id, seq })),
  };
}

function requireMarker(statements: ReturnType<typeof prepare>, channel_id: number, user_id: number) {
  const marker = statements.marker.get({ channel_id, user_id });
  if (!marker) throw noSuchChannel();
  return marker;
}

function prepare(queries: Queries) {
  return {
    ...prepareMembership(queries),
    ...prepareMarkers(queries),
    ...prepareUndelivered(queries),
  };
}

const channel_id = sql.placeholder("channel_id");
const user_id = sql.placeholder("user_id");
const this_member = and(eq(members.channel_id, channel_id), eq(members.user_id, user_id));

function prepareMembership(queries: Queries) {
  return {
    has: queries.select({ user_id: members.user_id }).from(members).where(this_member).prepare(),
    remove: queries.delete(members).where(this_member).returning({ user_id: members.user_id }).prepare(),
    list: queries
      .select(user_fields)
      .from(members)
      .innerJoin(users, eq(users.id, members.user_id))
      .where(eq(members.channel_id, channel_id))
      .orderBy(asc(users.username))
      .limit(sql.placeholder("limit")) // a negative one is none
      .prepare(),
    channelsOf: queries
      .select({ channel_id: members.channel_id })
      .from(members)
      .where(eq(members.user_id, user_id))
      .orderBy(asc(members.channel_id))
      .prepare(),
  };
}

function prepareMarkers(queries: Queries) {
  const seq = sql.placeholder("seq");
  const newest = sql`(SELECT ${channels.last_seq} FROM ${channels} WHERE ${channels.id} = ${channel_id})`;
  const reached = sql`min(${seq}, ${newest})`;
  const before = sql`max(${seq} - 1, 0)`;
  return {
    markRead: queries
      .update(members)
      .set({ read_seq: reached })
      .where(and(this_member, gt(reached, members.read_seq)))
      .returning({ read_seq: members.read_seq })
      .prepare(),
    markUnread: queries
      .update(members)
      .set({ read_seq: before })
      .where(and(this_member, gt(members.read_seq, before)))
      .returning({ read_seq: members.read_seq })
      .prepare(),
    marker: queries
      .select({ read_seq: readSeq(queries), mention_count: mentionCount(queries) })
      .from(members)
      .where(this_member)
      .prepare(),
    markDelivered: queries
      .update(members)
      .set({ delivered_seq: reached })
      .where(and(this_member, gt(reached, members.delivered_seq)))
      .prepare(),
  };
}

/** For a page so many dms are looked at, and so many messages, few of which may be what is looked for: most are one's own, or deleted. */
const dms_looked_max = 100;
const messages_looked_max = 2_000;

/** A page of them, by channel and seq, after a place. Costs what it may look at, however many wait or lie between. */
function undeliveredPage(
  { waiting, undelivered }: ReturnType<typeof prepareUndelivered>,
  user_id: number,
  after: Place,
) {
  const page: ReturnType<typeof undelivered.all> = [];
  let left = messages_looked_max;
  const dms = waiting.all({ user_id, channel_id: after.channel_id });
  for (const { channel_id, seen_seq, last_seq } of dms) {
    const seq = channel_id === after.channel_id ? Math.max(seen_seq, after.seq) : seen_seq;
    const to_seq = Math.min(last_seq, seq + left);
    const limit = limits.undelivered_page - page.length;
    const found = undelivered.all({ user_id, channel_id, seq, to_seq, limit });
    page.push(...found);
    if (found.length === limit) return { page, next: { channel_id, seq: found.at(-1)?.seq ?? seq } };
    if (to_seq < last_seq) return { page, next: { channel_id, seq: to_seq } };
    left -= Math.max(0, to_seq - seq);
  }
  const last = dms.length === dms_looked_max ? dms.at(-1) : undefined;
  return { page, next: last && { channel_id: last.channel_id + 1, seq: 0 } };
}

function prepareUndelivered(queries: Queries) {
  const seen_seq = sql<number>`max(${members.read_seq}, ${members.delivered_seq})`;
  const is_dm = eq(channels.kind, "dm");
  const mine = and(eq(members.user_id, user_id), gte(members.channel_id, channel_id));
  return {
    /** Dms in which something comes after what was read or delivered, if only what the user wrote. */
    waiting: queries
      .select({
        channel_id: members.channel_id,
        seen_seq: seen_seq.as("seen_seq"),
        last_seq: channels.last_seq,
      })
      .from(members)
      .innerJoin(channels, and(eq(channels.id, members.channel_id), is_dm, gt(channels.last_seq, seen_seq)))
      .where(mine)
      .orderBy(asc(members.channel_id))
      .limit(dms_looked_max)
      .prepare(),
    undelivered: queries
      .select(message_fields)
      .from(messages)
      .innerJoin(users, eq(users.id, messages.author_id))
      .innerJoin(texts, eq(texts.id, messages.text_id))
      .where(
        and(
          eq(messages.channel_id, channel_id),
          gt(messages.seq, sql.placeholder("seq")),
          lte(messages.seq, sql.placeholder("to_seq")),
          ne(messages.author_id, user_id),
          isNull(messages.deleted_at_ms),
        ),
      )
      .orderBy(asc(messages.seq))
      .limit(sql.placeholder("limit"))
      .prepare(),
  };
}
