import { and, asc, eq, gt, inArray, isNotNull, or, type SQL, sql } from "drizzle-orm";

import { sizeOf } from "../../domain/fitting.ts";
import type { BytesBeside, ChannelView } from "../../domain/ports/store.ts";
import { limits } from "../../protocol/limits.ts";
import { profiled, type UserRow } from "../profiled.ts";
import { channels, members, mentions, messages, users } from "../schema.ts";
import { byImportance, channelOrderIn, is_public, is_shown, mine, newest } from "./channel-order.ts";
import type { Queries } from "./database.ts";
import { readSeq } from "./deleted-runs.ts";
import { everyone } from "./mentions.ts";
import { preference_fields, type PreferenceRow } from "./preferences.ts";
import { user_fields } from "./user-fields.ts";

/** Channels as one user sees them. Plain reads: who needs one moment's picture calls them in a transaction. */
export interface ChannelViews {
  listFor(user_id: number, bytesBeside?: BytesBeside): ChannelView[];
  idsFor(user_id: number): number[];
  viewsFor(user_id: number, channel_ids: readonly number[]): ChannelView[];
  viewFor(user_id: number, channel_id: number): ChannelView | undefined;
  /** Of a channel that would be in a list with room for all. */
  countersFor(user_id: number, channel_id: number): Pick<ChannelView, "last_rev" | "last_seq"> | undefined;
}

/** What a list says of channels costs far more than their order: it is read of so many together, as long as there is room. */
const read_at_once = 200;

export function channelViewsIn(queries: Queries): ChannelViews {
  const statements = { ...prepareViews(queries), ...preparePeers(queries) };
  const orderFor = channelOrderIn(queries);

  const viewsFor = (user_id: number, channel_ids: readonly number[]): ChannelView[] => {
    const rows = statements.someFor.all({ user_id, ids: JSON.stringify(channel_ids) });
    const dm_ids = rows.filter(({ kind }) => kind === "dm").map(({ id }) => id);
    const peers = statements.peersOf.all({ ids: JSON.stringify(dm_ids) });
    const by_dm = Map.groupBy(peers, (peer) => peer.channel_id);
    const views = new Map(rows.map((row) => [row.id, viewOf(row, by_dm.get(row.id) ?? [])]));
    return channel_ids.flatMap((id) => views.get(id) ?? []);
  };

  return {
    listFor(user_id, bytesBeside = () => 0) {
      const order = orderFor(user_id);
      const viewsOf = (channel_ids: readonly number[]) => viewsFor(user_id, channel_ids);
      const fitting = fittingOf(byImportance(order), viewsOf, bytesBeside);
      return order.flatMap(({ id }) => fitting.get(id) ?? []);
    },
    idsFor: (user_id) => orderFor(user_id).map(({ id }) => id),
    viewsFor,
    viewFor(user_id, channel_id) {
      const row = statements.oneFor.get({ user_id, channel_id });
      return row && viewOf(row, row.kind === "dm" ? statements.peersIn.all({ channel_id }) : []);
    },
    countersFor: (user_id, channel_id) => statements.countersFor.get({ user_id, channel_id }),
  };
}

/** The first of these channels, as many as a list has room for. No more are read than that takes, and a few. */
function fittingOf(
  channel_ids: readonly number[],
  viewsOf: (channel_ids: readonly number[]) => ChannelView[],
  bytesBeside: BytesBeside,
): Map<number, ChannelView> {
  const fitting = new Map<number, ChannelView>();
  let bytes = 0;
  for (let from = 0; from < channel_ids.length; from += read_at_once) {
    for (const view of viewsOf(channel_ids.slice(from, from + read_at_once))) {
      bytes += view.members.reduce((sum, { user_id }) => sum + bytesBeside(user_id), sizeOf(view));
      if (bytes > limits.list_bytes_max) return fitting;
      fitting.set(view.id, view);
    }
  }
  return fitting;
}

type Unsaid = "level" | "muted" | "favorite" | "place";
type Row = Omit<ChannelView, "members" | "joined" | Unsaid> & { joined: number } & PreferenceRow;
type Peer = UserRow & { channel_id: number };

/** Most want most channels as they come: that is left out. Fields one by one: a list may have a thousand, and copies of rests cost. */
function viewOf(row: Row, peers: readonly Peer[]): ChannelView {
  const view: ChannelView = {
    id: row.id,
    kind: row.kind,
    name: row.name,
    description: row.description,
    created_by: row.created_by,
    created_at_ms: row.created_at_ms,
    archived_at_ms: row.archived_at_ms,
    last_rev: row.last_rev,
    last_seq: row.last_seq,
    last_message_at_ms: row.last_message_at_ms,
    joined: row.joined === 1,
    read_seq: row.read_seq,
    mention_count: row.mention_count,
    members: peers.map(profiled),
  };
  if (row.level !== null && row.level !== "all") view.level = row.level;
  if (row.muted === 1) view.muted = true;
  if (row.favorite === 1) view.favorite = true;
  if (row.place !== null) view.place = row.place;
  return view;
}

const user_id = sql.placeholder("user_id");

const these = sql`(SELECT value FROM json_each(${sql.placeholder("ids")}))`;

/** Of what names the user so much is looked at: what they wrote to everybody themself lies among it, and is unread only when marked so. */
const mentions_looked_max = 1_000;

/**
 * Unread messages of others that name the user, up to a number that nobody reads. Found by the read marker, and
 * without a look at the messages: of hundreds of channels that each have as many it costs little more than of one.
 */
export function mentionCount(queries: Queries) {
  const looked = queries
    .select({ author_id: mentions.author_id })
    .from(mentions)
    .where(
      and(
        inArray(mentions.user_id, [user_id, everyone]),
        eq(mentions.channel_id, members.channel_id),
        gt(mentions.seq, members.read_seq),
      ),
    )
    .limit(mentions_looked_max)
    .as("looked");
  const unread = queries
    .select({ author_id: looked.author_id })
    .from(looked)
    .where(sql`${looked.author_id} IS NOT ${user_id}`)
    .limit(limits.mentions_counted_max)
    .as("unread");
  return sql<number>`(${queries.select({ count: sql`count(*)` }).from(unread)})`;
}

/** The newest message is found by its seq: that costs the same in a channel of any length. */
function prepareViews(queries: Queries) {
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
  const is_visible = or(is_public, isNotNull(members.user_id));
  const this_visible = and(eq(channels.id, sql.placeholder("channel_id")), is_visible);
  return {
    someFor: seen()
      .where(and(inArray(channels.id, these), is_visible))
      .prepare(),
    oneFor: seen().where(this_visible).prepare(),
    countersFor: queries
      .select({ last_rev: channels.last_rev, last_seq: channels.last_seq })
      .from(channels)
      .leftJoin(members, mine)
      .where(and(this_visible, is_shown))
      .prepare(),
  };
}

function preparePeers(queries: Queries) {
  const peersWhere = (of: SQL) =>
    queries
      .select({ channel_id: members.channel_id, ...user_fields })
      .from(members)
      .innerJoin(users, eq(users.id, members.user_id))
      .where(of)
      .orderBy(asc(users.username))
      .prepare();
  return {
    peersOf: peersWhere(inArray(members.channel_id, these)),
    peersIn: peersWhere(eq(members.channel_id, sql.placeholder("channel_id"))),
  };
}
