import { and, asc, desc, eq, gt, inArray, isNotNull, ne, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";

import type { ChannelView } from "../../domain/ports/store.ts";
import { profiled, type UserRow } from "../profiled.ts";
import { channels, members, mentions, messages, users } from "../schema.ts";
import type { Queries } from "./database.ts";
import { readSeq } from "./deleted-runs.ts";
import { everyone } from "./mentions.ts";
import { preference_fields, type PreferenceRow } from "./preferences.ts";
import { user_fields } from "./user-fields.ts";

/** Channels as one user sees them. Plain reads: who needs one moment's picture calls them in a transaction. */
export interface ChannelViews {
  listFor(user_id: number): ChannelView[];
  viewFor(user_id: number, channel_id: number): ChannelView | undefined;
}

export function channelViewsIn(queries: Queries): ChannelViews {
  const statements = { ...prepareViews(queries), ...preparePeers(queries) };
  return {
    listFor(user_id) {
      const peers = Map.groupBy(statements.peersOf.all({ user_id }), (peer) => peer.channel_id);
      return [
        ...statements.namedFor.all({ user_id }).map((row) => viewOf(row, [])),
        ...statements.dmsFor.all({ user_id }).map((row) => viewOf(row, peers.get(row.id) ?? [])),
      ];
    },
    viewFor(user_id, channel_id) {
      const row = statements.oneFor.get({ user_id, channel_id });
      return row && viewOf(row, row.kind === "dm" ? statements.peersIn.all({ channel_id }) : []);
    },
  };
}

type Unsaid = "level" | "muted" | "favorite" | "place";
type Row = Omit<ChannelView, "members" | "joined" | Unsaid> & { joined: number } & PreferenceRow;
type Peer = UserRow & { channel_id: number };

const viewOf = ({ level, muted, favorite, place, ...row }: Row, peers: Peer[]): ChannelView => ({
  ...row,
  joined: row.joined === 1,
  members: peers.map(profiled),
  ...said({ level, muted, favorite, place }),
});

/** Most want most channels as they come: that is left out. */
const said = ({ level, muted, favorite, place }: PreferenceRow): Pick<ChannelView, Unsaid> => ({
  ...(level !== null && level !== "all" && { level }),
  ...(muted === 1 && { muted: true }),
  ...(favorite === 1 && { favorite: true }),
  ...(place !== null && { place }),
});

const user_id = sql.placeholder("user_id");

/** Written out, since the indexes of names hold for one kind each: a placeholder could be any. */
export const is_public = sql`${channels.kind} = 'public'`;
export const is_private = sql`${channels.kind} = 'private'`;
const is_dm = sql`${channels.kind} = 'dm'`;

/** Direct messages show for the others from the first message on. */
const has_begun = or(gt(channels.last_seq, 0), eq(channels.created_by, user_id));

/**
 * Unread messages of others that name the user: found by the read marker, so the count costs what it counts.
 * Who wrote to everybody is not named by it.
 */
export function mentionCount(queries: Queries) {
  const named = alias(messages, "named");
  const found = and(eq(named.channel_id, mentions.channel_id), eq(named.seq, mentions.seq));
  return sql<number>`(${queries
    .select({ count: sql`count(*)` })
    .from(mentions)
    .innerJoin(named, found)
    .where(
      and(
        inArray(mentions.user_id, [user_id, everyone]),
        eq(mentions.channel_id, members.channel_id),
        gt(mentions.seq, members.read_seq),
        ne(named.author_id, user_id),
      ),
    )})`;
}

/** The newest message is found by its seq: that costs the same in a channel of any length. */
function prepareViews(queries: Queries) {
  const mine = and(eq(members.channel_id, channels.id), eq(members.user_id, user_id));
  const newest = and(eq(messages.channel_id, channels.id), eq(messages.seq, channels.last_seq));
  const view = {
    id: channels.id,
    kind: channels.kind,
    name: channels.name,
    description: channels.description,
    created_by: channels.created_by,
    created_at_ms: channels.created_at_ms,
    archived_at_ms: channels.archived_at_ms,
    last_rev: channels.last_rev,
    last_seq: channels.last_seq,
    last_message_at_ms: messages.created_at_ms,
    joined: sql<number>`${members.user_id} IS NOT NULL`,
    // Who has not joined has nothing unread.
    read_seq: sql<number>`coalesce(${readSeq(queries)}, ${channels.last_seq})`,
    mention_count: mentionCount(queries),
    ...preference_fields,
  };
  const seen = () => queries.select(view).from(channels).leftJoin(members, mine).leftJoin(messages, newest);
  const visible = or(is_public, isNotNull(members.user_id));
  const ownOfKind = (kind: SQL | undefined) =>
    queries
      .select(view)
      .from(members)
      .innerJoin(channels, and(eq(channels.id, members.channel_id), kind))
      .leftJoin(messages, newest)
      .where(eq(members.user_id, user_id));
  return {
    namedFor: seen()
      .where(is_public)
      .unionAll(ownOfKind(is_private))
      .orderBy(sql`channels.name`, sql`channels.id`)
      .prepare(),
    dmsFor: ownOfKind(and(is_dm, has_begun)).orderBy(desc(messages.id), desc(channels.id)).prepare(),
    oneFor: seen()
      .where(and(eq(channels.id, sql.placeholder("channel_id")), visible))
      .prepare(),
  };
}

function preparePeers(queries: Queries) {
  const mine = alias(members, "mine");
  const peer = { channel_id: members.channel_id, ...user_fields };
  return {
    peersOf: queries
      .select(peer)
      .from(mine)
      .innerJoin(channels, and(eq(channels.id, mine.channel_id), is_dm, has_begun))
      .innerJoin(members, eq(members.channel_id, mine.channel_id))
      .innerJoin(users, eq(users.id, members.user_id))
      .where(eq(mine.user_id, user_id))
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
