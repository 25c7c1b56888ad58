import { and, asc, desc, eq, isNotNull, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";

import type { Channels, ChannelView, UserRecord } from "../../domain/ports/store.ts";
import { ChatError } from "../../protocol/errors.ts";
import { channels, members, messages, users } from "../schema.ts";
import type { Queries } from "./database.ts";
import type { WriteQueue } from "./write-queue.ts";

export function channelsIn(queries: Queries, writes: WriteQueue): Channels {
  const statements = prepare(queries);
  return {
    listFor: async (user_id) =>
      queries.transaction(() => {
        const peers = Map.groupBy(statements.peersOf.all({ user_id }), (peer) => peer.channel_id);
        return [
          ...statements.publicFor.all({ user_id }).map((row) => viewOf(row, [])),
          ...statements.dmsFor.all({ user_id }).map((row) => viewOf(row, peers.get(row.id) ?? [])),
        ];
      }),
    viewFor: async (user_id, channel_id) =>
      queries.transaction(() => {
        const row = statements.oneFor.get({ user_id, channel_id });
        return row && viewOf(row, row.kind === "dm" ? statements.peersIn.all({ channel_id }) : []);
      }),
    idByName: async (name) => statements.byName.get({ name })?.channel_id,
    create: (channel) =>
      writes.run(() => {
        if (statements.byName.get({ name: channel.name }))
          throw new ChatError("exists", `There is a channel named ${channel.name} already.`);
        return statements.insert.get({ ...channel });
      }),
    openDm: ({ user_ids, now_ms }) =>
      writes.run(() => {
        const dm_key = user_ids.toSorted((a, b) => a - b).join(":");
        const found = statements.byDmKey.get({ dm_key });
        if (found) return { ...found, created: false };
        const { channel_id } = statements.insertDm.get({ dm_key, created_by: user_ids[0], now_ms });
        for (const user_id of new Set(user_ids)) statements.insertMember.run({ channel_id, user_id, now_ms });
        return { channel_id, created: true };
      }),
  };
}

type Row = Omit<ChannelView, "members" | "joined"> & { joined: number };
type Peer = UserRecord & { channel_id: number };

const viewOf = (row: Row, peers: Peer[]): ChannelView => ({
  ...row,
  joined: row.joined === 1,
  members: peers.map(({ user_id, username }) => ({ user_id, username })),
});

function prepare(queries: Queries) {
  return { ...prepareViews(queries), ...preparePeers(queries), ...prepareChanges(queries) };
}

/** The newest message is found by its seq: that costs the same in a channel of any length. */
function prepareViews(queries: Queries) {
  const mine = and(eq(members.channel_id, channels.id), eq(members.user_id, sql.placeholder("user_id")));
  const newest = and(eq(messages.channel_id, channels.id), eq(messages.seq, channels.last_seq));
  const view = {
    id: channels.id,
    kind: channels.kind,
    name: channels.name,
    description: channels.description,
    created_at_ms: channels.created_at_ms,
    last_seq: channels.last_seq,
    last_message_at_ms: messages.created_at_ms,
    joined: sql<number>`${members.user_id} IS NOT NULL`,
    // Who has not joined has nothing unread.
    read_seq: sql<number>`coalesce(${members.read_seq}, ${channels.last_seq})`,
  };
  const seen = () => queries.select(view).from(channels).leftJoin(members, mine).leftJoin(messages, newest);
  return {
    publicFor: seen().where(isNotNull(channels.name)).orderBy(asc(channels.name)).prepare(),
    dmsFor: queries
      .select(view)
      .from(members)
      .innerJoin(channels, and(eq(channels.id, members.channel_id), eq(channels.kind, "dm")))
      .leftJoin(messages, newest)
      .where(eq(members.user_id, sql.placeholder("user_id")))
      .orderBy(desc(messages.id), desc(channels.id))
      .prepare(),
    oneFor: seen()
      .where(
        and(
          eq(channels.id, sql.placeholder("channel_id")),
          or(eq(channels.kind, "public"), isNotNull(members.user_id)),
        ),
      )
      .prepare(),
  };
}

function preparePeers(queries: Queries) {
  const mine = alias(members, "mine");
  const peer = { channel_id: members.channel_id, user_id: users.id, username: users.username };
  return {
    peersOf: queries
      .select(peer)
      .from(mine)
      .innerJoin(channels, and(eq(channels.id, mine.channel_id), eq(channels.kind, "dm")))
      .innerJoin(members, eq(members.channel_id, mine.channel_id))
      .innerJoin(users, eq(users.id, members.user_id))
      .where(eq(mine.user_id, sql.placeholder("user_id")))
      .orderBy(asc(users.username))
      .prepare(),
    peersIn: queries
      .select(peer)
      .from(members)
      .innerJoin(users, eq(users.id, members.user_id))
      .where(eq(members.channel_id, sql.placeholder("channel_id")))
      .orderBy(asc(users.username))
      .prepare(),
  };
}

function prepareChanges(queries: Queries) {
  const found = { channel_id: channels.id };
  const made_by_at = { created_by: sql.placeholder("created_by"), created_at_ms: sql.placeholder("now_ms") };
  return {
    byName: queries
      .select(found)
      .from(channels)
      .where(eq(channels.name, sql.placeholder("name")))
      .prepare(),
    byDmKey: queries
      .select(found)
      .from(channels)
      .where(eq(channels.dm_key, sql.placeholder("dm_key")))
      .prepare(),
    insert: queries
      .insert(channels)
      .values({
        kind: "public",
        name: sql.placeholder("name"),
        description: sql.placeholder("description"),
        ...made_by_at,
      })
      .returning(found)
      .prepare(),
    insertDm: queries
      .insert(channels)
      .values({ kind: "dm", dm_key: sql.placeholder("dm_key"), ...made_by_at })
      .returning(found)
      .prepare(),
    insertMember: queries
      .insert(members)
      .values({
        channel_id: sql.placeholder("channel_id"),
        user_id: sql.placeholder("user_id"),
        joined_at_ms: sql.placeholder("now_ms"),
      })
      .prepare(),
  };
}
