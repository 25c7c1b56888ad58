import { and, asc, eq, lte, sql } from "drizzle-orm";

import type { Channels } from "../../domain/ports/store.ts";
import { profiled } from "../profiled.ts";
import { channels, members, users } from "../schema.ts";
import type { Queries } from "./database.ts";
import { user_fields } from "./user-fields.ts";
import type { WriteQueue } from "./write-queue.ts";

type Dms = Pick<Channels, "dmOf" | "openDm" | "endUnbegunDms">;

/** So many are removed in one go, so that no other write waits for long. */
const ended_at_once = 500;

/** How direct messages come about, and go when nothing comes of them. */
export function dmsIn(queries: Queries, writes: WriteQueue): Dms {
  const statements = { ...prepareOpening(queries), ...prepareEnding(queries) };
  return {
    dmOf: async (user_ids) => statements.byDmKey.get({ dm_key: dmKeyOf(eachOnce(user_ids)) })?.channel_id,
    openDm: ({ user_ids, created_by, now_ms }) =>
      writes.run(() => {
        const ids = eachOnce(user_ids);
        const dm_key = dmKeyOf(ids);
        const found = statements.byDmKey.get({ dm_key });
        if (found) {
          statements.renew.run({ ...found, now_ms });
          return { ...found, created: false };
        }
        const { channel_id } = statements.insert.get({ dm_key, created_by, now_ms });
        for (const user_id of ids) statements.insertMember.run({ channel_id, user_id, now_ms });
        return { channel_id, created: true };
      }),
    endUnbegunDms: (made_ms) =>
      writes.run(() =>
        statements.unbegun.all({ made_ms }).map(({ channel_id }) => {
          const ended = { channel_id, members: statements.membersOf.all({ channel_id }).map(profiled) };
          statements.removeMembers.run({ channel_id });
          statements.remove.run({ channel_id });
          return ended;
        }),
      ),
  };
}

const eachOnce = (user_ids: readonly number[]) => [...new Set(user_ids)].sort((a, b) => a - b);

/** One with themself is written "3:3", as a pair is. */
const dmKeyOf = (ids: readonly number[]) => (ids.length === 1 ? `${ids[0]}:${ids[0]}` : ids.join(":"));

const found = { channel_id: channels.id };
const channel_id = sql.placeholder("channel_id");
const now_ms = sql.placeholder("now_ms");

/** Written out as the index of them has it. */
const is_unbegun = sql`${channels.kind} = 'dm' AND ${channels.last_seq} = 0`;

function prepareOpening(queries: Queries) {
  const dm_key = sql.placeholder("dm_key");
  const created_by = sql.placeholder("created_by");
  return {
    byDmKey: queries.select(found).from(channels).where(eq(channels.dm_key, dm_key)).prepare(),
    insert: queries
      .insert(channels)
      .values({ kind: "dm", dm_key, created_by, created_at_ms: now_ms })
      .returning(found)
      .prepare(),
    insertMember: queries
      .insert(members)
      .values({ channel_id, user_id: sql.placeholder("user_id"), joined_at_ms: now_ms })
      .prepare(),
    renew: queries
      .update(channels)
      .set({ created_at_ms: sql`${now_ms}` })
      .where(and(eq(channels.id, channel_id), is_unbegun))
      .prepare(),
  };
}

function prepareEnding(queries: Queries) {
  return {
    unbegun: queries
      .select(found)
      .from(channels)
      .where(and(is_unbegun, lte(channels.created_at_ms, sql.placeholder("made_ms"))))
      .orderBy(asc(channels.created_at_ms))
      .limit(ended_at_once)
      .prepare(),
    membersOf: queries
      .select(user_fields)
      .from(members)
      .innerJoin(users, eq(users.id, members.user_id))
      .where(eq(members.channel_id, channel_id))
      .prepare(),
    removeMembers: queries.delete(members).where(eq(members.channel_id, channel_id)).prepare(),
    remove: queries.delete(channels).where(eq(channels.id, channel_id)).prepare(),
  };
}
