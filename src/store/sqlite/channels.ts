import { and, count, eq, isNotNull, isNull, or, sql } from "drizzle-orm";

import { nameTaken } from "../../domain/name-taken.ts";
import type { Channels } from "../../domain/ports/store.ts";
import { ChatError } from "../../protocol/errors.ts";
import { channels, members } from "../schema.ts";
import { is_private, is_public } from "./channel-order.ts";
import type { ChannelViews } from "./channel-views.ts";
import type { Queries } from "./database.ts";
import { dmsIn } from "./dms.ts";
import type { Join } from "./joining.ts";
import type { WriteQueue } from "./write-queue.ts";

export function channelsIn(queries: Queries, writes: WriteQueue, views: ChannelViews, join: Join): Channels {
  const statements = prepareNamed(queries);
  const { idsByName, requireFree, requireFew } = rulesIn(queries);
  return {
    listFor: async (user_id, bytesBeside) => queries.transaction(() => views.listFor(user_id, bytesBeside)),
    idsFor: async (user_id) => queries.transaction(() => views.idsFor(user_id)),
    viewsFor: async (user_id, ids) => queries.transaction(() => views.viewsFor(user_id, ids)),
    viewFor: async (user_id, channel_id) => queries.transaction(() => views.viewFor(user_id, channel_id)),
    idsByName: async (user_id, name) => queries.transaction(() => idsByName(user_id, name)),
    create: ({ made_max = Infinity, joins = false, ...channel }) =>
      writes.run(() => {
        requireFree(channel.created_by, channel.name);
        requireFew(channel.created_by, made_max);
        const { created_by, now_ms } = channel;
        const { channel_id } = statements.insert.get({ ...channel });
        const made = { channel_id, channel: views.viewFor(created_by, channel_id) };
        return { ...made, joined: joins ? join(channel_id, created_by, now_ms) : undefined };
      }),
    update: ({ channel_id, user_id, now_ms, ...change }) =>
      writes.run(() => {
        // One's own name in another case is no new one.
        const before = statements.nameOf.get({ channel_id })?.name ?? undefined;
        const is_named = change.name !== undefined && change.name.toLowerCase() !== before?.toLowerCase();
        if (change.name !== undefined && is_named) requireFree(user_id, change.name);
        const { name = null, description = null, archived_at_ms = keep } = change;
        const named_at_ms = is_named ? now_ms : keep;
        statements.update.run({ channel_id, name, description, archived_at_ms, named_at_ms, keep });
        return { former_name: is_named ? before : undefined, channel: views.viewFor(user_id, channel_id) };
      }),
    ...dmsIn(queries, writes),
  };
}

/** No time: leaves the one there is as it is, where null would open an archive. */
const keep = -1;

/** What can be seen by a name, and what a new channel is held to. */
function rulesIn(queries: Queries) {
  const statements = prepareRules(queries);
  const idsByName = (user_id: number, name: string) =>
    [...statements.publicByName.all({ name }), ...statements.privateByName.all({ user_id, name })]
      .sort((a, b) => a.since_ms - b.since_ms || a.channel_id - b.channel_id)
      .map(({ channel_id }) => channel_id);
  return {
    idsByName,
    requireFree(user_id: number, name: string): void {
      if (idsByName(user_id, name).length > 0) throw nameTaken(name);
    },
    requireFew(user_id: number, made_max: number): void {
      const { made } = statements.made.get({ user_id }) ?? { made: 0 };
      if (made >= made_max)
        throw new ChatError(
          "forbidden",
          `You have made ${made} channels, which is the most that one user can have.`,
        );
    },
  };
}

function prepareRules(queries: Queries) {
  const found = { channel_id: channels.id };
  const named = eq(channels.name, sql.placeholder("name"));
  const user_id = sql.placeholder("user_id");
  const mine = and(eq(members.channel_id, channels.id), eq(members.user_id, user_id));
  return {
    publicByName: queries
      .select({ ...found, since_ms: channels.named_at_ms })
      .from(channels)
      .where(and(is_public, named))
      .prepare(),
    privateByName: queries
      .select({ ...found, since_ms: sql<number>`max(${channels.named_at_ms}, ${members.joined_at_ms})` })
      .from(channels)
      .innerJoin(members, mine)
      .where(and(is_private, named))
      .prepare(),
    // Written out as the index of makers has it.
    made: queries
      .select({ made: count() })
      .from(channels)
      .leftJoin(members, mine)
      .where(
        and(
          eq(channels.created_by, user_id),
          sql`${channels.kind} <> 'dm'`,
          or(is_public, isNull(channels.archived_at_ms), isNotNull(members.user_id)),
        ),
      )
      .prepare(),
  };
}

function prepareNamed(queries: Queries) {
  const found = { channel_id: channels.id };
  const given = (name: string) => sql.placeholder(name);
  const this_channel = eq(channels.id, given("channel_id"));
  const unlessKept = (column: "archived_at_ms" | "named_at_ms") =>
    sql`CASE ${given(column)} WHEN ${given("keep")} THEN ${channels[column]} ELSE ${given(column)} END`;
  return {
    nameOf: queries.select({ name: channels.name }).from(channels).where(this_channel).prepare(),
    insert: queries
      .insert(channels)
      .values({
        kind: given("kind"),
        name: given("name"),
        description: given("description"),
        created_by: given("created_by"),
        created_at_ms: given("now_ms"),
        named_at_ms: given("now_ms"),
      })
      .returning(found)
      .prepare(),
    update: queries
      .update(channels)
      .set({
        name: sql`coalesce(${given("name")}, ${channels.name})`,
        description: sql`coalesce(${given("description")}, ${channels.description})`,
        archived_at_ms: unlessKept("archived_at_ms"),
        named_at_ms: unlessKept("named_at_ms"),
      })
      .where(this_channel)
      .prepare(),
  };
}
