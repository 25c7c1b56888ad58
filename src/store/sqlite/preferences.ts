import { and, eq, sql } from "drizzle-orm";

import type { Members } from "../../domain/ports/store.ts";
import { ChatError } from "../../protocol/errors.ts";
import { members } from "../schema.ts";
import type { Queries } from "./database.ts";
import type { WriteQueue } from "./write-queue.ts";

export const preference_fields = {
  level: members.level,
  muted: members.muted,
  favorite: members.favorite,
  place: members.place,
};

/** As the columns have it; all null for one who is no member. */
export interface PreferenceRow {
  level: "all" | "mentions" | "none" | null;
  muted: number | null;
  favorite: number | null;
  place: number | null;
}

/** Of a new member. The query builder wants every column of what is inserted out of a query. */
export const fresh_preferences = {
  level: sql<"all">`'all'`.as("level"),
  muted: sql<number>`0`.as("muted"),
  favorite: sql<number>`0`.as("favorite"),
  place: sql<null>`NULL`.as("place"),
};

/** How members want their channels. It lies with the membership, and goes with it. */
export function preferencesIn(
  queries: Queries,
  writes: WriteQueue,
): Pick<Members, "setPreferences" | "arrange"> {
  const statements = prepare(queries);
  return {
    setPreferences: (channel_id, user_id, change) =>
      writes.run(() => {
        const before = statements.find.get({ channel_id, user_id });
        if (!before) throw new ChatError("not_found", "No such channel.");
        const favorite = change.favorite === undefined ? before.favorite : Number(change.favorite);
        const after = {
          level: change.level ?? before.level,
          muted: change.muted === undefined ? before.muted : Number(change.muted),
          favorite,
          place: favorite === before.favorite ? before.place : null,
        };
        const changed =
          after.level !== before.level || after.muted !== before.muted || favorite !== before.favorite;
        if (changed) statements.set.run({ channel_id, user_id, ...after });
        return { ...after, muted: after.muted === 1, favorite: favorite === 1, changed };
      }),
    arrange: (user_id, channel_ids) =>
      writes.run(() => {
        let changed = false;
        for (const [at, channel_id] of channel_ids.entries())
          changed = statements.put.all({ channel_id, user_id, place: at + 1 }).length > 0 || changed;
        return changed;
      }),
  };
}

function prepare(queries: Queries) {
  const given = (name: string) => sql.placeholder(name);
  const this_member = and(eq(members.channel_id, given("channel_id")), eq(members.user_id, given("user_id")));
  const set = (name: string) => sql`${given(name)}`;
  return {
    find: queries.select(preference_fields).from(members).where(this_member).prepare(),
    set: queries
      .update(members)
      .set({ level: set("level"), muted: set("muted"), favorite: set("favorite"), place: set("place") })
      .where(this_member)
      .prepare(),
    put: queries
      .update(members)
      .set({ place: set("place") })
      .where(and(this_member, sql`${members.place} IS NOT ${given("place")}`))
      .returning({ channel_id: members.channel_id })
      .prepare(),
  };
}
