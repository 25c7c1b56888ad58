import { and, eq, gt, lte, sql } from "drizzle-orm";

import type { Log } from "../../domain/ports/log.ts";
import type { Sessions } from "../../domain/ports/store.ts";
import { sessions, users } from "../schema.ts";
import type { Queries } from "./database.ts";
import type { WriteQueue } from "./write-queue.ts";

/** A session's last use is told to the minute: not every reconnect has to cost a write. */
const last_use_step_ms = 60_000;

export function sessionsIn(queries: Queries, writes: WriteQueue, log: Log): Sessions {
  const statements = prepare(queries);
  return {
    create: (session) => writes.run(() => statements.insert.get({ ...session })),
    async use(token_hash, now_ms) {
      const found = statements.byToken.get({ token_hash, now_ms });
      if (!found) return undefined;
      const { last_used_at_ms, ...session } = found;
      if (now_ms - last_used_at_ms >= last_use_step_ms) {
        const noted = writes.run(() => statements.noteUse.run({ session_id: session.session_id, now_ms }));
        // Who has a good token gets in, even while the disk is full.
        await noted.catch((error: unknown) =>
          log.warn("store.session_use_not_noted", { error: String(error) }),
        );
      }
      return session;
    },
    end: (session_id) => writes.run(() => void statements.end.run({ session_id })),
    purge: (now_ms) => writes.run(() => statements.purge.all({ now_ms }).length),
  };
}

function prepare(queries: Queries) {
  const session_id = sql.placeholder("session_id");
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
        user_id: sessions.user_id,
        username: users.username,
        expires_at_ms: sessions.expires_at_ms,
        last_used_at_ms: sessions.last_used_at_ms,
      })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.user_id))
      .where(and(eq(sessions.token_hash, sql.placeholder("token_hash")), gt(sessions.expires_at_ms, now_ms)))
      .prepare(),
    noteUse: queries
      .update(sessions)
      .set({ last_used_at_ms: sql`${now_ms}` })
      .where(eq(sessions.id, session_id))
      .prepare(),
    end: queries.delete(sessions).where(eq(sessions.id, session_id)).prepare(),
    purge: queries
      .delete(sessions)
      .where(lte(sessions.expires_at_ms, now_ms))
      .returning({ id: sessions.id })
      .prepare(),
  };
}
