import { and, eq, sql } from "drizzle-orm";

import type { NewMember } from "../../domain/ports/store.ts";
import { ChatError } from "../../protocol/errors.ts";
import { profiled } from "../profiled.ts";
import { channels, members, users } from "../schema.ts";
import type { ChannelViews } from "./channel-views.ts";
import type { Queries } from "./database.ts";
import { fresh_preferences } from "./preferences.ts";
import { user_fields } from "./user-fields.ts";

/** As part of a transaction: see Members.add. */
export type Join = (channel_id: number, user_id: number, now_ms: number) => NewMember | undefined;

export function joiningIn(queries: Queries, views: ChannelViews): Join {
  const statements = prepare(queries);
  return (channel_id, user_id, now_ms) => {
    if (statements.has.get({ channel_id, user_id })) return undefined;
    if (statements.insert.all({ channel_id, user_id, now_ms }).length === 0) throw noSuchChannel();
    const [user, channel] = [statements.user.get({ user_id }), views.viewFor(user_id, channel_id)];
    if (!user || !channel) throw new Error("a member was added and is not there");
    return { user: profiled(user), channel };
  };
}

/** The same words for a channel that is missing and one that is closed to this user. */
export const noSuchChannel = () => new ChatError("not_found", "No such channel.");

function prepare(queries: Queries) {
  const channel_id = sql.placeholder("channel_id");
  const user_id = sql.placeholder("user_id");
  return {
    has: queries
      .select({ user_id: members.user_id })
      .from(members)
      .where(and(eq(members.channel_id, channel_id), eq(members.user_id, user_id)))
      .prepare(),
    insert: queries
      .insert(members)
      .select(
        queries
          .select({
            channel_id: channels.id,
            user_id: sql<number>`${user_id}`.as("user_id"),
            joined_at_ms: sql<number>`${sql.placeholder("now_ms")}`.as("joined_at_ms"),
            read_seq: channels.last_seq,
            delivered_seq: sql<number>`${channels.last_seq}`.as("delivered_seq"),
            ...fresh_preferences,
          })
          .from(channels)
          .where(eq(channels.id, channel_id)),
      )
      .returning({ user_id: members.user_id })
      .prepare(),
    user: queries.select(user_fields).from(users).where(eq(users.id, user_id)).prepare(),
  };
}
