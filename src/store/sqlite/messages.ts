import { and, asc, desc, eq, isNotNull, isNull, sql } from "drizzle-orm";

import type { Messages, SentMessage } from "../../domain/ports/message-store.ts";
import { ChatError } from "../../protocol/errors.ts";
import type { Message } from "../../protocol/message.ts";
import { channels, members, messages, reactions, users } from "../schema.ts";
import { type Attachments, attachmentsIn } from "./attachments.ts";
import { catchUpIn } from "./catch-up.ts";
import type { ChannelViews } from "./channel-views.ts";
import type { Queries } from "./database.ts";
import { historyIn } from "./history.ts";
import { mentionsIn, type MentionWriter } from "./mentions.ts";
import {
  atSeqs,
  in_channel,
  message_fields,
  type MessageRow,
  type ReactionCounts,
  reactionsIn,
  selectMessages,
} from "./message-rows.ts";
import { type Texts, textsIn } from "./texts.ts";
import type { WriteQueue } from "./write-queue.ts";

interface AppendParts {
  texts: Texts;
  counts: ReactionCounts;
  mentions: MentionWriter;
  attachments: Attachments;
}

type NewMessage = Parameters<Messages["append"]>[0];

export function messagesIn(queries: Queries, writes: WriteQueue, views: ChannelViews): Messages {
  const statements = { ...prepareAppend(queries), ...prepareReads(queries) };
  const texts = textsIn(queries);
  const counts = reactionsIn(queries);
  const parts = { texts, counts, mentions: mentionsIn(queries), attachments: attachmentsIn(queries) };
  return {
    append: (message) => writes.run(() => append(statements, parts, message)),
    first: async (message) => firstOf(statements, parts, message),
    find: async (user_id, id) => counts.withReactions(user_id, statements.byId.all({ id }))[0],
    get: async (user_id, channel_id, seqs) =>
      counts.withReactions(user_id, statements.bySeqs.all({ channel_id, seqs: JSON.stringify(seqs) })),
    pins: async (user_id, channel_id) => counts.withReactions(user_id, statements.pinned.all({ channel_id })),
    edits: async (id) => texts.ofMessage(id).slice(0, -1),
    reactors: async (id, emoji) => statements.reactors.all({ id, emoji }),
    history: historyIn(queries, counts),
    catchUp: catchUpIn(queries, counts, views),
  };
}

/** The message that was sent with this nonce before, as it is now. */
function firstOf(
  statements: AppendStatements,
  { texts, counts, attachments }: AppendParts,
  message: SentMessage,
): Message | undefined {
  const { author_id, nonce } = message;
  const first = nonce === null ? undefined : statements.byNonce.get({ author_id, nonce });
  if (!first) return undefined;
  requireSame(texts, attachments, message, first);
  return counts.withReactions(author_id, [first])[0];
}

/** Looks before it writes: what it throws leaves nothing behind. */
function append(
  statements: AppendStatements,
  parts: AppendParts,
  message: NewMessage,
): { message: Message; repeated: boolean } {
  const { texts, mentions, attachments } = parts;
  const { channel_id, author_id, nonce, now_ms, kind, content, reply_to_seq } = message;
  const first = firstOf(statements, parts, message);
  if (first) return { message: first, repeated: true };
  const author = statements.author.get({ author_id });
  if (!author) throw new ChatError("not_found", "No such user.");
  const channel = statements.channel.get({ channel_id });
  refuse(channel, reply_to_seq);
  const files = attachments.toSend(author_id, message.file_ids);
  const { seq, rev } = statements.take.get({ channel_id }) ?? { seq: 0, rev: 0 };
  const { id } = statements.insert.get({
    channel_id,
    seq,
    rev,
    author_id,
    kind,
    text_id: texts.add({ content, now_ms }),
    nonce,
    reply_to_seq,
    now_ms,
  });
  statements.markOwn.run({ channel_id, author_id, seq });
  mentions.add(channel_id, seq, author_id, message.mentions);
  if (files) attachments.attach(id, files);
  const rest = { edited_at_ms: null, deleted_at_ms: null, pinned_at_ms: null, reactions: [] };
  return {
    message: {
      id,
      channel_id,
      seq,
      rev,
      author,
      kind,
      content,
      created_at_ms: now_ms,
      nonce,
      reply_to_seq,
      ...rest,
      ...(files && { attachments: files }),
    },
    repeated: false,
  };
}

function refuse(
  channel: { last_seq: number; archived_at_ms: number | null } | undefined,
  reply_to_seq: number | null,
) {
  if (!channel) throw new ChatError("not_found", "No such channel.");
  if (channel.archived_at_ms !== null) throw new ChatError("forbidden", "The channel is archived.");
  if (reply_to_seq !== null && (reply_to_seq < 1 || reply_to_seq > channel.last_seq))
    throw new ChatError("not_found", "The message to answer is not there.");
}

/** A message that was edited or deleted since is still the same message: its first text is compared. */
function requireSame(texts: Texts, attachments: Attachments, message: SentMessage, first: MessageRow): void {
  const same =
    first.channel_id === message.channel_id &&
    first.kind === message.kind &&
    first.reply_to_seq === message.reply_to_seq &&
    (first.deleted_at_ms !== null ||
      (texts.ofMessage(first.id)[0]?.content === message.content &&
        attachments.areSame(first, message.file_ids)));
  if (!same) throw new ChatError("nonce_reused", "This nonce was used for another message.");
}

type AppendStatements = ReturnType<typeof prepareAppend>;

function prepareAppend(queries: Queries) {
  const channel_id = sql.placeholder("channel_id");
  const author_id = sql.placeholder("author_id");
  const seq = sql.placeholder("seq");
  return {
    byNonce: selectMessages(queries)
      .where(and(eq(messages.author_id, author_id), eq(messages.nonce, sql.placeholder("nonce"))))
      .prepare(),
    author: queries.select(message_fields.author).from(users).where(eq(users.id, author_id)).prepare(),
    channel: queries
      .select({ last_seq: channels.last_seq, archived_at_ms: channels.archived_at_ms })
      .from(channels)
      .where(eq(channels.id, channel_id))
      .prepare(),
    take: queries
      .update(channels)
      .set({ last_seq: sql`${channels.last_seq} + 1`, last_rev: sql`${channels.last_rev} + 1` })
      .where(and(eq(channels.id, channel_id), isNull(channels.archived_at_ms)))
      .returning({ seq: channels.last_seq, rev: channels.last_rev })
      .prepare(),
    insert: queries
      .insert(messages)
      .values({
        channel_id,
        seq,
        rev: sql.placeholder("rev"),
        author_id,
        kind: sql.placeholder("kind"),
        text_id: sql.placeholder("text_id"),
        nonce: sql.placeholder("nonce"),
        reply_to_seq: sql.placeholder("reply_to_seq"),
        created_at_ms: sql.placeholder("now_ms"),
      })
      .returning({ id: messages.id })
      .prepare(),
    markOwn: queries
      .update(members)
      .set({ read_seq: sql`${seq}` })
      .where(and(eq(members.channel_id, channel_id), eq(members.user_id, author_id)))
      .prepare(),
  };
}

function prepareReads(queries: Queries) {
  const id = sql.placeholder("id");
  return {
    byId: selectMessages(queries).where(eq(messages.id, id)).prepare(),
    bySeqs: selectMessages(queries).where(atSeqs).orderBy(asc(messages.seq)).prepare(),
    pinned: selectMessages(queries)
      .where(and(in_channel, isNotNull(messages.pinned_at_ms)))
      .orderBy(desc(messages.pinned_at_ms), desc(messages.rev))
      .prepare(),
    reactors: queries
      .select({ user_id: users.id, username: users.username })
      .from(reactions)
      .innerJoin(users, eq(users.id, reactions.user_id))
      .where(and(eq(reactions.message_id, id), eq(reactions.emoji, sql.placeholder("emoji"))))
      .orderBy(asc(reactions.rev))
      .prepare(),
  };
}
