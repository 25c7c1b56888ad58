import { and, asc, eq, sql } from "drizzle-orm";

import type { Channels } from "../../domain/ports/store.ts";
import { ChatError } from "../../protocol/errors.ts";
import { channels, members } from "../schema.ts";
import { type ChannelViews, is_private, is_public } from "./channel-views.ts";
import type { Queries } from "./database.ts";
import type { WriteQueue } from "./write-queue.ts";

export function channelsIn(queries: Queries, writes: WriteQueue, views: ChannelViews): Channels {
  const statements = { ...prepareNames(queries), ...prepareDms(queries) };
  const byName = (user_id: number, name: string) =>
    statements.publicByName.get({ name }) ?? statements.privateByName.get({ user_id, name });
  const requireFree = (user_id: number, name: string, own_id = 0) => {
    const taken = byName(user_id, name);
    if (taken && taken.channel_id !== own_id)
      throw new ChatError("exists", `There is a channel named ${name} already.`);
  };
  return {
    listFor: async (user_id) => queries.transaction(() => views.listFor(user_id)),
    viewFor: async (user_id, channel_id) => queries.transaction(() => views.viewFor(user_id, channel_id)),
    idByName: async (user_id, name) => byName(user_id, name)?.channel_id,
    create: (channel) =>
      writes.run(() => {
        requireFree(channel.created_by, channel.name);
        return statements.insert.get({ ...channel });
      }),
    update: ({ channel_id, user_id, ...change }) =>
      writes.run(() => {
        if (change.name !== undefined) requireFree(user_id, change.name, channel_id);
        const { name = null, description = null, archived_at_ms = keep } = change;
        statements.update.run({ channel_id, name, description, archived_at_ms, keep });
      }),
    openDm: ({ user_ids, created_by, now_ms }) =>
      writes.run(() => {
        const ids = [...new Set(user_ids)].sort((a, b) => a - b);
        // One with themself is written "3:3", as a pair is.
        const dm_key = ids.length === 1 ? `${ids[0]}:${ids[0]}` : ids.join(":");
        const found = statements.byDmKey.get({ dm_key });
        if (found) return { ...found, created: false };
        const { channel_id } = statements.insertDm.get({ dm_key, created_by, now_ms });
        for (const user_id of ids) statements.insertMember.run({ channel_id, user_id, now_ms });
        return { channel_id, created: true };
      }),
  };
}

/** No time: leaves the archive as it is, where null would open it. */
const keep = -1;

function prepareNames(queries: Queries) {
  const found = { channel_id: channels.id };
  const named = eq(channels.name, sql.placeholder("name"));
  const given = (name: string) => sql.placeholder(name);
  return {
    publicByName: queries.select(found).from(channels).where(and(is_public, named)).prepare(),
    privateByName: queries
      .select(found)
      .from(channels)
      .innerJoin(members, and(eq(members.channel_id, channels.id), eq(members.user_id, given("user_id"))))
      .where(and(is_private, named))
      .orderBy(asc(channels.id))
      .limit(1)
      .prepare(),
    insert: queries
      .insert(channels)
      .values({
        kind: given("kind"),
        name: given("name"),
        description: given("description"),
        created_by: given("created_by"),
        created_at_ms: given("now_ms"),
      })
      .returning(found)
      .prepare(),
    update: queries
      .update(channels)
      .set({
        name: sql`coalesce(${given("name")}, ${channels.name})`,
        description: sql`coalesce(${given("description")}, ${channels.description})`,
        archived_at_ms: sql`CASE ${given("archived_at_ms")} WHEN ${given("keep")} THEN ${channels.archived_at_ms} ELSE ${given("archived_at_ms")} END`,
      })
      .where(eq(channels.id, given("channel_id")))
      .prepare(),
  };
}

function prepareDms(queries: Queries) {
  const found = { channel_id: channels.id };
  const dm_key = sql.placeholder("dm_key");
  const created_by = sql.placeholder("created_by");
  const now_ms = sql.placeholder("now_ms");
  return {
    byDmKey: queries.select(found).from(channels).where(eq(channels.dm_key, dm_key)).prepare(),
    insertDm: queries
      .insert(channels)
      .values({ kind: "dm", dm_key, created_by, created_at_ms: now_ms })
      .returning(found)
      .prepare(),
    insertMember: queries
      .insert(members)
      .values({
        channel_id: sql.placeholder("channel_id"),
        user_id: sql.placeholder("user_id"),
        joined_at_ms: now_ms,
      })
      .prepare(),
  };
}
