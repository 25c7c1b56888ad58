import { and, eq, inArray, sql } from "drizzle-orm";

import type { ChosenPresence, Users } from "../../domain/ports/store.ts";
import { ChatError } from "../../protocol/errors.ts";
import { profiled } from "../profiled.ts";
import { channels, members, users } from "../schema.ts";
import { is_public } from "./channel-order.ts";
import type { Queries } from "./database.ts";
import { default_channel } from "./first-rows.ts";
import { fresh_preferences } from "./preferences.ts";
import { endOtherSessions } from "./sessions.ts";
import { user_fields } from "./user-fields.ts";
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
    async byName(username) {
      const row = statements.byName.get({ username });
      return row && { ...profiled(row), password_hash: row.password_hash };
    },
    async byId(user_id) {
      const row = statements.byId.get({ user_id });
      return row && profiled(row);
    },
    byIds: async (user_ids) => statements.byIds.all({ user_ids: JSON.stringify(user_ids) }).map(profiled),
    setDisplayName: (user_id, display_name) =>
      writes.run(() => void statements.setDisplayName.run({ user_id, display_name })),
    presenceOf: async (user_id) => requirePresence(statements.presence.get({ user_id })),
    choosePresence: (user_id, { chosen_status = null, status_text = null }) =>
      writes.run(() =>
        requirePresence(statements.choosePresence.get({ user_id, chosen_status, status_text })),
      ),
    changePassword: ({ user_id, present_hash, password_hash, keep_session_id }) =>
      writes.run(() => {
        if (!statements.setPassword.get({ user_id, present_hash, password_hash })) return undefined;
        return statements.endOthers.all({ user_id, keep_session_id }).map(({ session_id }) => session_id);
      }),
  };
}

function requirePresence(presence: ChosenPresence | undefined): ChosenPresence {
  if (!presence) throw new ChatError("not_found", "No such user.");
  return presence;
}

const prepare = (queries: Queries) => ({ ...prepareAccounts(queries), ...prepareChoices(queries) });

function prepareChoices(queries: Queries) {
  const user_id = sql.placeholder("user_id");
  const presence = { chosen_status: users.chosen_status, status_text: users.status_text };
  return {
    presence: queries.select(presence).from(users).where(eq(users.id, user_id)).prepare(),
    choosePresence: queries
      .update(users)
      .set({
        chosen_status: sql`coalesce(${sql.placeholder("chosen_status")}, ${users.chosen_status})`,
        status_text: sql`coalesce(${sql.placeholder("status_text")}, ${users.status_text})`,
      })
      .where(eq(users.id, user_id))
      .returning(presence)
      .prepare(),
    setDisplayName: queries
      .update(users)
      .set({ display_name: sql`${sql.placeholder("display_name")}` })
      .where(eq(users.id, user_id))
      .prepare(),
    setPassword: queries
      .update(users)
      .set({ password_hash: sql`${sql.placeholder("password_hash")}` })
      .where(and(eq(users.id, user_id), eq(users.password_hash, sql.placeholder("present_hash"))))
      .returning({ user_id: users.id })
      .prepare(),
    endOthers: endOtherSessions(queries),
  };
}

function prepareAccounts(queries: Queries) {
  const listed = sql`(SELECT value FROM json_each(${sql.placeholder("user_ids")}))`;
  const now_ms = sql.placeholder("now_ms");
  return {
    byName: queries
      .select({ ...user_fields, password_hash: users.password_hash })
      .from(users)
      .where(eq(users.username, sql.placeholder("username")))
      .prepare(),
    byId: queries
      .select(user_fields)
      .from(users)
      .where(eq(users.id, sql.placeholder("user_id")))
      .prepare(),
    byIds: queries.select(user_fields).from(users).where(inArray(users.id, listed)).prepare(),
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
            ...fresh_preferences,
          })
          .from(channels)
          .where(and(is_public, eq(channels.name, default_channel.name))),
      )
      .prepare(),
  };
}
