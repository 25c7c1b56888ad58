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
 * The tables as the queries see them; those of files are in schema-files.ts. migrations/ makes them; a test holds
 * the two equal. Times are milliseconds since 1970 UTC.
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
  chosen_status: text({ enum: ["online", "dnd", "invisible"] })
    .notNull()
    .default("online"),
  status_text: text().notNull().default(""),
  display_name: text(),
  /** Of avatars; no reference, so that a picture that goes needs no look through all users. */
  avatar_id: integer(),
});

export const channels = sqliteTable(
  "channels",
  {
    id: integer().primaryKey({ autoIncrement: true }).notNull(),
    kind: text({ enum: ["public", "private", "dm"] }).notNull(),
    name: nocaseText(),
    description: text().notNull().default(""),
    created_by: integer().references((): AnySQLiteColumn => users.id),
    created_at_ms: integer().notNull(),
    archived_at_ms: integer(),
    last_seq: integer().notNull().default(0),
    last_rev: integer().notNull().default(0),
    dm_key: text().unique(),
    named_at_ms: integer().notNull().default(0),
  },
  (table) => [
    uniqueIndex("channels_by_public_name")
      .on(table.name)
      .where(sql`${table.kind} = 'public'`),
    index("channels_by_private_name")
      .on(table.name)
      .where(sql`${table.kind} = 'private'`),
    index("channels_by_maker")
      .on(table.created_by)
      .where(sql`${table.kind} <> 'dm'`),
    index("channels_unbegun")
      .on(table.created_at_ms)
      .where(sql`${table.kind} = 'dm' AND ${table.last_seq} = 0`),
    check("last_seq", sql`${table.last_seq} >= 0 AND ${table.last_rev} >= ${table.last_seq}`),
    check(
      "kind",
      sql`(${table.kind} IN ('public', 'private') AND ${table.name} IS NOT NULL AND ${table.dm_key} IS NULL)
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
    level: text({ enum: ["all", "mentions", "none"] })
      .notNull()
      .default("all"),
    muted: integer().notNull().default(0),
    favorite: integer().notNull().default(0),
    place: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.channel_id, table.user_id] }),
    index("members_by_user").on(table.user_id),
  ],
);

/** What messages say and said. Rows are only added and overwritten at the same length, and go where no text is moved by that. */
export const texts = sqliteTable(
  "texts",
  {
    id: integer().primaryKey().notNull(),
    content: text().notNull(),
    written_at_ms: integer().notNull(),
    earlier_id: integer().references((): AnySQLiteColumn => texts.id),
  },
  (table) => [
    index("texts_by_earlier")
      .on(table.earlier_id)
      .where(sql`${table.earlier_id} IS NOT NULL`),
  ],
);

/** Texts that were overwritten and that no message says or has said. */
export const erasedTexts = sqliteTable("erased_texts", {
  /** Of texts; no reference, as rows of both go together. */
  id: integer().primaryKey().notNull(),
});

export const messages = sqliteTable(
  "messages",
  {
    id: integer().primaryKey({ autoIncrement: true }).notNull(),
    channel_id: integer()
      .notNull()
      .references(() => channels.id),
    seq: integer().notNull(),
    rev: integer().notNull(),
    author_id: integer()
      .notNull()
      .references(() => users.id),
    kind: text({ enum: ["text", "action"] }).notNull(),
    text_id: integer()
      .notNull()
      .references(() => texts.id),
    nonce: text(),
    reply_to_seq: integer(),
    created_at_ms: integer().notNull(),
    edited_at_ms: integer(),
    deleted_at_ms: integer(),
    pinned_at_ms: integer(),
    file_count: integer().notNull().default(0),
    /** Of an edited message, whose chain of earlier texts ends where the first ones were overwritten. */
    first_text_id: integer().references(() => texts.id),
  },
  (table) => [
    uniqueIndex("messages_by_seq").on(table.channel_id, table.seq),
    uniqueIndex("messages_by_rev").on(table.channel_id, table.rev),
    uniqueIndex("messages_by_nonce")
      .on(table.author_id, table.nonce)
      .where(sql`${table.nonce} IS NOT NULL`),
    index("messages_pinned")
      .on(table.channel_id, table.pinned_at_ms)
      .where(sql`${table.pinned_at_ms} IS NOT NULL`),
  ],
);

/** Deleted messages in a row, as long as they are. */
export const deletedRuns = sqliteTable(
  "deleted_runs",
  {
    channel_id: integer()
      .notNull()
      .references(() => channels.id),
    to_seq: integer().notNull(),
    from_seq: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.channel_id, table.to_seq] })],
);

export const reactions = sqliteTable(
  "reactions",
  {
    message_id: integer()
      .notNull()
      .references(() => messages.id),
    emoji: text().notNull(),
    user_id: integer()
      .notNull()
      .references(() => users.id),
    rev: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.message_id, table.emoji, table.user_id] }),
    index("reactions_by_user").on(table.user_id, table.message_id),
  ],
);

/** How many have given a message an emoji, and the rev of the first of them. */
export const reactionCounts = sqliteTable(
  "reaction_counts",
  {
    message_id: integer()
      .notNull()
      .references(() => messages.id),
    emoji: text().notNull(),
    count: integer().notNull(),
    first_rev: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.message_id, table.emoji] })],
);

export const mentions = sqliteTable(
  "mentions",
  {
    /** 0 stands for everybody. */
    user_id: integer().notNull(),
    channel_id: integer()
      .notNull()
      .references(() => channels.id),
    seq: integer().notNull(),
    /** Who wrote what names everybody, and is not named by it; null where somebody is named, which never is the author. */
    author_id: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.user_id, table.channel_id, table.seq] }),
    index("mentions_by_message").on(table.channel_id, table.seq),
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
