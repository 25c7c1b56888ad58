import { sql } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  check,
  customType,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";

/**
 * The tables as the queries see them. migrations/ makes them; a test holds the two equal. Times are
 * milliseconds since 1970 UTC.
 */

/** Text that compares, orders and is unique without regard to the case of A-Z. */
const nocaseText = customType<{ data: string }>({ dataType: () => "text COLLATE NOCASE" });

export const meta = sqliteTable("meta", {
  key: text().primaryKey().notNull(),
  value: text().notNull(),
});

export const users = sqliteTable("users", {
  id: integer().primaryKey({ autoIncrement: true }).notNull(),
  username: nocaseText().notNull().unique(),
  password_hash: text().notNull(),
  created_at_ms: integer().notNull(),
});

export const channels = sqliteTable(
  "channels",
  {
    id: integer().primaryKey({ autoIncrement: true }).notNull(),
    kind: text({ enum: ["public", "dm"] }).notNull(),
    name: nocaseText().unique(),
    description: text().notNull().default(""),
    created_by: integer().references((): AnySQLiteColumn => users.id),
    created_at_ms: integer().notNull(),
    last_seq: integer().notNull().default(0),
    dm_key: text().unique(),
  },
  (table) => [
    check("last_seq", sql`${table.last_seq} >= 0`),
    check(
      "kind",
      sql`(${table.kind} = 'public' AND ${table.name} IS NOT NULL AND ${table.dm_key} IS NULL)
        OR (${table.kind} = 'dm' AND ${table.name} IS NULL AND ${table.dm_key} IS NOT NULL)`,
    ),
  ],
);

export const members = sqliteTable(
  "members",
  {
    channel_id: integer()
      .notNull()
      .references(() => channels.id),
    user_id: integer()
      .notNull()
      .references(() => users.id),
    joined_at_ms: integer().notNull(),
    read_seq: integer().notNull().default(0),
    delivered_seq: integer().notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.channel_id, table.user_id] }),
    index("members_by_user").on(table.user_id),
  ],
);

export const messages = sqliteTable(
  "messages",
  {
    id: integer().primaryKey({ autoIncrement: true }).notNull(),
    channel_id: integer()
      .notNull()
      .references(() => channels.id),
    seq: integer().notNull(),
    author_id: integer()
      .notNull()
      .references(() => users.id),
    kind: text({ enum: ["text", "action"] }).notNull(),
    content: text().notNull(),
    nonce: text(),
    created_at_ms: integer().notNull(),
  },
  (table) => [
    uniqueIndex("messages_by_seq").on(table.channel_id, table.seq),
    uniqueIndex("messages_by_nonce")
      .on(table.author_id, table.nonce)
      .where(sql`${table.nonce} IS NOT NULL`),
  ],
);

export const sessions = sqliteTable(
  "sessions",
  {
    id: integer().primaryKey({ autoIncrement: true }).notNull(),
    token_hash: text().notNull().unique(),
    user_id: integer()
      .notNull()
      .references(() => users.id),
    device: text().notNull(),
    created_at_ms: integer().notNull(),
    last_used_at_ms: integer().notNull(),
    expires_at_ms: integer().notNull(),
  },
  (table) => [
    index("sessions_by_user").on(table.user_id),
    index("sessions_by_expiry").on(table.expires_at_ms),
  ],
);
