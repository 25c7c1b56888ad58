import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

import { messages, users } from "./schema.ts";

/** Bytes of files lie on disk under their SHA-256; message_id is null until the file was sent. */
export const files = sqliteTable(
  "files",
  {
    id: integer().primaryKey({ autoIncrement: true }).notNull(),
    owner_id: integer()
      .notNull()
      .references(() => users.id),
    name: text().notNull(),
    size_bytes: integer().notNull(),
    sha256: text().notNull(),
    media_type: text().notNull(),
    width: integer(),
    height: integer(),
    thumbnail_sha256: text(),
    added_at_ms: integer().notNull(),
    message_id: integer().references(() => messages.id),
    place: integer(),
  },
  (table) => [
    index("files_by_message")
      .on(table.message_id, table.place)
      .where(sql`${table.message_id} IS NOT NULL`),
    index("files_unsent")
      .on(table.added_at_ms)
      .where(sql`${table.message_id} IS NULL`),
    index("files_unsent_of")
      .on(table.owner_id)
      .where(sql`${table.message_id} IS NULL`),
    index("files_by_hash").on(table.sha256),
    index("files_by_thumbnail")
      .on(table.thumbnail_sha256)
      .where(sql`${table.thumbnail_sha256} IS NOT NULL`),
  ],
);

/** Hashes that a file had which is gone. */
export const dropped_contents = sqliteTable("dropped_contents", {
  sha256: text().primaryKey().notNull(),
});

/** Pictures of people: their bytes lie where those of files do. */
export const avatars = sqliteTable(
  "avatars",
  {
    id: integer().primaryKey({ autoIncrement: true }).notNull(),
    user_id: integer()
      .notNull()
      .unique()
      .references(() => users.id),
    sha256: text().notNull(),
    media_type: text().notNull(),
    size_bytes: integer().notNull(),
  },
  (table) => [index("avatars_by_hash").on(table.sha256)],
);
