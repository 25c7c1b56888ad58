import { and, desc, eq, gt, inArray, lte, ne, notInArray, sql } from "drizzle-orm";

import type { Log } from "../../domain/ports/log.ts";
import type { Sessions } from "../../domain/ports/store.ts";
import { profiled } from "../profiled.ts";
import { sessions, users } from "../schema.ts";
import type { Queries } from "./database.ts";
import { user_fields } from "./user-fields.ts";
import type { WriteQueue } from "./write-queue.ts";

/** A session's last use is told to the minute: not every reconnect has to cost a write. */
const last_use_step_ms = 60_000;

export function sessionsIn(queries: Queries, writes: WriteQueue, log: Log): Sessions {
  const statements = prepare(queries);
  return {
    create: (session) => writes.run(() => statements.insert.get({ ...session })),
    async use(token_hash, now_ms, session_ms) {
      const found = statements.byToken.get({ token_hash, now_ms });
      if (!found) return undefined;
      const { last_used_at_ms, session_id, ...row } = found;
      const session = { ...profiled(row), session_id, expires_at_ms: row.expires_at_ms };
      if (now_ms - last_used_at_ms < last_use_step_ms) return session;
      const expires_at_ms = Math.max(session.expires_at_ms, now_ms + session_ms);
      const ids = JSON.stringify([session.session_id]);
      const noted = writes.run(() => void statements.noteUse.run({ ids, now_ms, session_ms }));
      // Who has a good token gets in, even while the disk is full.
      return noted.then(
        () => ({ ...session, expires_at_ms }),
        (error: unknown) => {
          log.warn("store.session_use_not_noted", { error: String(error) });
          return session;
        },
      );
    },
    touch: (session_ids, now_ms, session_ms) =>
      writes.run(() => void statements.noteUse.run({ ids: JSON.stringify(session_ids), now_ms, session_ms })),
    listFor: async (user_id, now_ms) => statements.listFor.all({ user_id, now_ms }),
    isAlive: async (user_id, session_id, now_ms) =>
      statements.alive.get({ user_id, session_id, now_ms }) !== undefined,
    end: (user_id, session_id) => writes.run(() => statements.end.all({ user_id, session_id }).length > 0),
    endOthers: (user_id, keep_session_id) =>
      writes.run(() =>
        statements.endOthers.all({ user_id, keep_session_id }).map(({ session_id }) => session_id),
      ),
    endOldest: (user_id, kept) =>
      writes.run(() => statements.endOldest.all({ user_id, kept }).map(({ session_id }) => session_id)),
    purge: (now_ms) => writes.run(() => statements.purge.all({ now_ms }).length),
  };
}

/** Deletes all sessions of a user but one and returns their ids. */
export const endOtherSessions = (queries: Queries) =>
  queries
    .delete(sessions)
    .where(
      and(
        eq(sessions.user_id, sql.placeholder("user_id")),
        ne(sessions.id, sql.placeholder("keep_session_id")),
      ),
    )
    .returning({ session_id: sessions.id })
    .prepare();

function endOldest(queries: Queries) {
  const is_users = eq(sessions.user_id, sql.placeholder("user_id"));
  const kept = queries
    .select({ id: sessions.id })
    .from(sessions)
    .where(is_users)
    .orderBy(desc(sessions.last_used_at_ms), desc(sessions.id))
    .limit(sql.placeholder("kept"));
  return queries
    .delete(sessions)
    .where(and(is_users, notInArray(sessions.id, kept)))
    .returning({ session_id: sessions.id })
    .prepare();
}

const prepare = (queries: Queries) => ({ ...prepareTokens(queries), ...prepareDevices(queries) });

function prepareDevices(queries: Queries) {
  const user_id = sql.placeholder("user_id");
  const unexpired = gt(sessions.expires_at_ms, sql.placeholder("now_ms"));
  const itself = and(eq(sessions.user_id, user_id), eq(sessions.id, sql.placeholder("session_id")));
  return {
    listFor: queries
      .select({
        session_id: sessions.id,
        device: sessions.device,
        created_at_ms: sessions.created_at_ms,
        last_used_at_ms: sessions.last_used_at_ms,
      })
      .from(sessions)
      .where(and(eq(sessions.user_id, user_id), unexpired))
      .orderBy(desc(sessions.last_used_at_ms), desc(sessions.id))
      .prepare(),
    alive: queries.select({ session_id: sessions.id }).from(sessions).where(and(itself, unexpired)).prepare(),
    end: queries.delete(sessions).where(itself).returning({ session_id: sessions.id }).prepare(),
    endOthers: endOtherSessions(queries),
    endOldest: endOldest(queries),
  };
}

function prepareTokens(queries: Queries) {
  const now_ms = sql.placeholder("now_ms");
  return {
    insert: queries
      .insert(sessions)
      .values({
        token_hash: sql.placeholder("token_hash"),
        user_id: sql.placeholder("user_id"),
        device: sql.placeholder("device"),
        created_at_ms: now_ms,
        last_used_at_ms: now_ms,
        expires_at_ms: sql.placeholder("expires_at_ms"),
      })
      .returning({ session_id: sessions.id })
      .prepare(),
    byToken: queries
      .select({
        session_id: sessions.id,
        ...user_fields,
        expires_at_ms: sessions.expires_at_ms,
        last_used_at_ms: sessions.last_used_at_ms,
      })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.user_id))
      .where(and(eq(sessions.token_hash, sql.placeholder("token_hash")), gt(sessions.expires_at_ms, now_ms)))
      .prepare(),
    noteUse: queries
      .update(sessions)
      .set({
        last_used_at_ms: sql`${now_ms}`,
        expires_at_ms: sql`max(${sessions.expires_at_ms}, ${now_ms} + ${sql.placeholder("session_ms")})`,
      })
      .where(inArray(sessions.id, sql`(SELECT value FROM json_each(${sql.placeholder("ids")}))`))
      .prepare(),
    purge: queries
      .delete(sessions)
      .where(lte(sessions.expires_at_ms, now_ms))
      .returning({ id: sessions.id })
      .prepare(),
  };
}
