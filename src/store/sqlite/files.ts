import { and, asc, count, eq, inArray, isNull, lt, or, sql } from "drizzle-orm";

import type { FileRecords } from "../../domain/ports/file-store.ts";
import { avatars, dropped_contents, files } from "../schema-files.ts";
import { messages } from "../schema.ts";
import type { Queries } from "./database.ts";
import { dropFiles, file_fields, infoOf } from "./file-rows.ts";
import type { WriteQueue } from "./write-queue.ts";

/** So many files are removed by one write: it holds up everybody else's. */
const expired_at_once = 200;

export function filesIn(queries: Queries, writes: WriteQueue): FileRecords {
  const statements = { ...prepareRecords(queries), ...prepareDropped(queries) };
  const mine = and(eq(files.id, sql.placeholder("id")), eq(files.owner_id, sql.placeholder("owner_id")));
  const discard = dropFiles(queries, and(mine, isNull(files.message_id)));
  const unsent = and(isNull(files.message_id), lt(files.added_at_ms, sql.placeholder("before_ms")));
  const some = queries.select({ id: files.id }).from(files).where(unsent).limit(expired_at_once);
  const expire = dropFiles(queries, inArray(files.id, some));
  return {
    add: (file) => writes.run(() => infoOf({ ...file, id: statements.insert.get({ ...file }).id })),
    async find(id) {
      const row = statements.find.get({ id });
      return row && { ...row, ...infoOf(row) };
    },
    unsentCount: async (owner_id) => statements.unsent.get({ owner_id })?.count ?? 0,
    discard: (owner_id, id) => writes.run(() => void discard({ owner_id, id })),
    async expire(before_ms) {
      while ((await writes.run(() => expire({ before_ms }))) === expired_at_once);
    },
    dropped: async () => statements.dropped.all().map(({ sha256 }) => sha256),
    areKnown: async () => (statements.any_file.get() ?? statements.any_avatar.get()) !== undefined,
    isUsed: async (sha256) =>
      (statements.used.get({ sha256 }) ?? statements.shown.get({ sha256 })) !== undefined,
    forget: (sha256) => writes.run(() => void statements.forget.run({ sha256 })),
  };
}

function prepareRecords(queries: Queries) {
  const given = (name: string) => sql.placeholder(name);
  return {
    insert: queries
      .insert(files)
      .values({
        owner_id: given("owner_id"),
        name: given("name"),
        size_bytes: given("size_bytes"),
        sha256: given("sha256"),
        media_type: given("media_type"),
        width: given("width"),
        height: given("height"),
        thumbnail_sha256: given("thumbnail_sha256"),
        added_at_ms: given("now_ms"),
      })
      .returning({ id: files.id })
      .prepare(),
    find: queries
      .select({
        ...file_fields,
        owner_id: files.owner_id,
        sha256: files.sha256,
        channel_id: messages.channel_id,
      })
      .from(files)
      .leftJoin(messages, eq(messages.id, files.message_id))
      .where(eq(files.id, given("id")))
      .prepare(),
    unsent: queries
      .select({ count: count() })
      .from(files)
      .where(and(eq(files.owner_id, given("owner_id")), isNull(files.message_id)))
      .prepare(),
  };
}

function prepareDropped(queries: Queries) {
  const sha256 = sql.placeholder("sha256");
  return {
    dropped: queries.select().from(dropped_contents).orderBy(asc(dropped_contents.sha256)).prepare(),
    used: queries
      .select({ id: files.id })
      .from(files)
      .where(or(eq(files.sha256, sha256), eq(files.thumbnail_sha256, sha256)))
      .limit(1)
      .prepare(),
    shown: queries
      .select({ id: avatars.id })
      .from(avatars)
      .where(eq(avatars.sha256, sha256))
      .limit(1)
      .prepare(),
    any_file: queries.select({ id: files.id }).from(files).limit(1).prepare(),
    any_avatar: queries.select({ id: avatars.id }).from(avatars).limit(1).prepare(),
    forget: queries.delete(dropped_contents).where(eq(dropped_contents.sha256, sha256)).prepare(),
  };
}
