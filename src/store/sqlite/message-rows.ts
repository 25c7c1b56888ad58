import { and, asc, eq, inArray, sql } from "drizzle-orm";

import type { Message, Reaction } from "../../protocol/message.ts";
import { emojiForm } from "../../protocol/rules.ts";
import { profiled, type UserRow } from "../profiled.ts";
import { messages, reactionCounts, reactions, texts, users } from "../schema.ts";
import { attachmentsIn } from "./attachments.ts";
import type { Queries } from "./database.ts";
import { user_fields } from "./user-fields.ts";

/** The columns of a Message but its reactions; the query must join users as its author, and its text. */
export const message_fields = {
  id: messages.id,
  channel_id: messages.channel_id,
  seq: messages.seq,
  rev: messages.rev,
  author: user_fields,
  kind: messages.kind,
  content: sql<string>`CASE WHEN ${messages.deleted_at_ms} IS NULL THEN ${texts.content} ELSE '' END`,
  created_at_ms: messages.created_at_ms,
  nonce: messages.nonce,
  reply_to_seq: messages.reply_to_seq,
  edited_at_ms: messages.edited_at_ms,
  deleted_at_ms: messages.deleted_at_ms,
  pinned_at_ms: messages.pinned_at_ms,
  file_count: messages.file_count,
};

export type MessageRow = Omit<Message, "reactions" | "attachments" | "author"> & {
  author: UserRow;
  file_count: number;
};

/** Gives messages their reactions, as one user sees them, and their files, by a few queries however many they are. */
export function reactionsIn(queries: Queries) {
  const attachments = attachmentsIn(queries);
  const { ofMessages, ofUser } = prepareReactions(queries);

  const countFor = (user_id: number, message_ids: readonly number[]): Map<number, Reaction[]> => {
    const ids = JSON.stringify(message_ids);
    const rows = ofMessages.all({ ids });
    const own = rows.length > 0 ? ofUser.all({ user_id, ids }) : [];
    const own_of = Map.groupBy(own, ({ message_id }) => message_id);
    const by_message = new Map<number, Reaction[]>();
    for (const { message_id, emoji, count } of rows) {
      const mine = own_of.get(message_id)?.some((one) => one.emoji === emoji) ?? false;
      const reactions = by_message.get(message_id) ?? [];
      by_message.set(message_id, reactions);
      addReaction(reactions, { emoji: emojiForm(emoji) ?? emoji, count, mine });
    }
    return by_message;
  };

  return {
    of: (user_id: number, id: number): Reaction[] => countFor(user_id, [id]).get(id) ?? [],
    withReactions(user_id: number, rows: readonly MessageRow[]): Message[] {
      const by_message = countFor(
        user_id,
        rows.map(({ id }) => id),
      );
      const withReactions = rows.map(({ file_count: _file_count, ...row }) => ({
        ...row,
        author: profiled(row.author),
        reactions: by_message.get(row.id) ?? [],
      }));
      return attachments.withFiles(withReactions, rows);
    },
  };
}

function prepareReactions(queries: Queries) {
  const ids = sql`(SELECT value FROM json_each(${sql.placeholder("ids")}))`;
  return {
    ofMessages: queries
      .select({
        message_id: reactionCounts.message_id,
        emoji: reactionCounts.emoji,
        count: reactionCounts.count,
      })
      .from(reactionCounts)
      .where(inArray(reactionCounts.message_id, ids))
      .orderBy(asc(reactionCounts.first_rev))
      .prepare(),
    ofUser: queries
      .select({ message_id: reactions.message_id, emoji: reactions.emoji })
      .from(reactions)
      .where(and(eq(reactions.user_id, sql.placeholder("user_id")), inArray(reactions.message_id, ids)))
      .prepare(),
  };
}

/** A reaction with an emoji, which earlier versions kept in any of its forms; `formsOf` gives what it is run with. */
export const in_any_form = inArray(
  reactions.emoji,
  ["emoji", "bare", "selected"].map((name) => sql.placeholder(name)),
);

export function formsOf(text: string): { emoji: string; bare: string; selected: string } {
  const bare = text.replaceAll("\ufe0f", "");
  return { emoji: emojiForm(text) ?? text, bare, selected: `${bare}\ufe0f` };
}

/** All forms of an emoji are one. */
function addReaction(reactions: Reaction[], added: Reaction): void {
  const same = reactions.find(({ emoji }) => emoji === added.emoji);
  if (!same) return void reactions.push(added);
  same.count += added.count;
  same.mine ||= added.mine;
}

export type ReactionCounts = ReturnType<typeof reactionsIn>;

/** Messages with their authors and texts, to be narrowed by a where. */
export const selectMessages = (queries: Queries) =>
  queries
    .select(message_fields)
    .from(messages)
    .innerJoin(users, eq(users.id, messages.author_id))
    .innerJoin(texts, eq(texts.id, messages.text_id));

export const in_channel = eq(messages.channel_id, sql.placeholder("channel_id"));

export const atSeqs = and(
  in_channel,
  inArray(messages.seq, sql`(SELECT value FROM json_each(${sql.placeholder("seqs")}))`),
);
