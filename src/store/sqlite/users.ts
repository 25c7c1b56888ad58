import { eq, sql } from "drizzle-orm";

import type { Users } from "../../domain/ports/store.ts";
import { ChatError } from "../../protocol/errors.ts";
import { channels, members, users } from "../schema.ts";
import type { Queries } from "./database.ts";
import { default_channel } from "./first-rows.ts";
import type { WriteQueue } from "./write-queue.ts";

export function usersIn(queries: Queries, writes: WriteQueue): Users {
  const statements = prepare(queries);
  return {
    create: ({ username, password_hash, now_ms }) =>
      writes.run(() => {
        if (statements.byName.get({ username })) throw new ChatError("exists", "Username already taken.");
        const { user_id } = statements.insert.get({ username, password_hash, now_ms });
        statements.joinDefault.run({ user_id, now_ms });
        return { user_id, username };
      }),
    byName: async (username) => statements.byName.get({ username }),
    byId: async (user_id) => statements.byId.get({ user_id }),
  };
}

function prepare(queries: Queries) {
  const user = { user_id: users.id, username: users.username };
  const now_ms = sql.placeholder("now_ms");
  return {
    byName: queries
      .select({ ...user, password_hash: users.password_hash })
      .from(users)
      .where(eq(users.username, sql.placeholder("username")))
      .prepare(),
    byId: queries
      .select(user)
      .from(users)
      .where(eq(users.id, sql.placeholder("user_id")))
      .prepare(),
    insert: queries
      .insert(users)
      .values({
        username: sql.placeholder("username"),
        password_hash: sql.placeholder("password_hash"),
        created_at_ms: now_ms,
      })
      .returning({ user_id: users.id })
      .prepare(),
    joinDefault: queries
      .insert(members)
      .select(
        queries
          .select({
            channel_id: channels.id,
            user_id: sql<number>`${sql.placeholder("user_id")}`.as("user_id"),
            joined_at_ms: sql<number>`${now_ms}`.as("joined_at_ms"),
            read_seq: channels.last_seq,
            delivered_seq: sql<number>`${channels.last_seq}`.as("delivered_seq"),
          })
          .from(channels)
          .where(eq(channels.name, default_channel.name)),
      )
      .prepare(),
  };
}
