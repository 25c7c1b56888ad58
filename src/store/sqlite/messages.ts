import { and, asc, desc, eq, isNotNull, sql } from "drizzle-orm";

import type { Appended, Messages, NewMessage, SentMessage } from "../../domain/ports/message-store.ts";
import { eventBytes } from "../../protocol/compact.ts";
import { ChatError } from "../../protocol/errors.ts";
import { profiled } from "../profiled.ts";
import { messages, reactions, users } from "../schema.ts";
import { AppendBatch, type Author, type OpenChannel } from "./append.ts";
import { type Attachments, attachmentsIn } from "./attachments.ts";
import { catchUpIn } from "./catch-up.ts";
import type { ChannelViews } from "./channel-views.ts";
import type { Connection } from "./connection.ts";
import type { Queries } from "./database.ts";
import { historyIn } from "./history.ts";
import { mentionsIn, type MentionWriter } from "./mentions.ts";
import {
  atSeqs,
  formsOf,
  in_any_form,
  in_channel,
  type MessageRow,
  type ReactionCounts,
  reactionsIn,
  selectMessages,
} from "./message-rows.ts";
import { type Texts, textsIn } from "./texts.ts";
import { user_fields } from "./user-fields.ts";
import type { WriteQueue } from "./write-queue.ts";

interface AppendParts {
  batch: AppendBatch;
  byNonce: ReturnType<typeof prepareByNonce>;
  views: ChannelViews;
  texts: Texts;
  counts: ReactionCounts;
  mentions: MentionWriter;
  attachments: Attachments;
}

export function messagesIn(
  connection: Connection,
  queries: Queries,
  writes: WriteQueue,
  views: ChannelViews,
): Messages {
  const statements = prepareReads(queries);
  const batch = new AppendBatch(connection);
  const counts = reactionsIn(queries);
  const texts = textsIn(queries);
  const mentions = mentionsIn(queries);
  const attachments = attachmentsIn(queries);
  const parts = { batch, byNonce: prepareByNonce(queries), views, texts, counts, mentions, attachments };
  return {
    append: (message) => writes.run(() => append(parts, message), batch, eventBytes(message.content)),
    find: async (user_id, id) => counts.withReactions(user_id, statements.byId.all({ id }))[0],
    get: async (user_id, channel_id, seqs) =>
      counts.withReactions(user_id, statements.bySeqs.all({ channel_id, seqs: JSON.stringify(seqs) })),
    pins: async (user_id, channel_id) => counts.withReactions(user_id, statements.pinned.all({ channel_id })),
    edits: async (id, bytes_max) => texts.earlier(id, bytes_max),
    reactors: async (id, emoji) => statements.reactors.all({ id, ...formsOf(emoji) }).map(profiled),
    history: historyIn(queries, counts),
    catchUp: catchUpIn(queries, counts, views),
  };
}

/** Looks before it writes: what it throws leaves nothing behind. */
function append(parts: AppendParts, message: NewMessage): Appended {
  const { batch, views, mentions, attachments } = parts;
  const { channel_id, author_id, nonce, now_ms, kind, content, reply_to_seq } = message;
  const channel = batch.channel(channel_id);
  const author = channel && batch.author(channel_id, channel, author_id);
  const refusal = refusalOf(channel, author, reply_to_seq);
  // A repeat is answered whatever has changed since: who has left, files that are no longer unsent.
  if ((refusal || message.file_ids) && nonce !== null && batch.isRepeat(author_id, nonce))
    return repeated(parts, message);
  if (refusal || !channel || !author) throw refusal;
  const files = attachments.toSend(author_id, message.file_ids);
  const seq = channel.last_seq + 1;
  const rev = channel.last_rev + 1;
  const id = batch.insert({ channel_id, seq, rev, author_id, kind, content, nonce, reply_to_seq, now_ms });
  if (id === undefined) return repeated(parts, message);
  channel.last_seq = seq;
  channel.last_rev = rev;
  if (message.leaves_undelivered) author.read_but_undelivered_seq = seq;
  else author.read_seq = seq;
  mentions.add(channel_id, seq, author_id, message.mentions);
  const began = seq === 1 && channel.kind === "dm";
  if (files || began) batch.write();
  if (files) attachments.attach(id, files);
  return {
    message: {
      id,
      channel_id,
      seq,
      rev,
      author: author.user,
      kind,
      content,
      created_at_ms: now_ms,
      nonce,
      reply_to_seq,
      edited_at_ms: null,
      deleted_at_ms: null,
      pinned_at_ms: null,
      reactions: [],
      ...(files && { attachments: files }),
    },
    repeated: false,
    began: began ? views.viewFor(author_id, channel_id) : undefined,
  };
}

/** The message that was sent with this nonce before, as it is now. */
function repeated(parts: AppendParts, message: NewMessage): Appended {
  const { byNonce, texts, counts, attachments } = parts;
  const { author_id, nonce } = message;
  const first = byNonce.get({ author_id, nonce });
  if (!first) throw new Error("a nonce was there and is not");
  requireSame(texts, attachments, message, first);
  const [message_now] = counts.withReactions(author_id, [first]);
  if (!message_now) throw new Error("a message was there and is not");
  return { message: message_now, repeated: true };
}

function refusalOf(
  channel: OpenChannel | undefined,
  author: Author | undefined,
  reply_to_seq: number | null,
): ChatError | undefined {
  if (!channel) return new ChatError("not_found", "No such channel.");
  if (!author) return new ChatError("not_found", "No such user.");
  if (!author.is_member) return new ChatError("forbidden", "You must join the channel first.");
  if (channel.archived_at_ms !== null) return new ChatError("forbidden", "The channel is archived.");
  if (reply_to_seq !== null && (reply_to_seq < 1 || reply_to_seq > channel.last_seq))
    return new ChatError("not_found", "The message to answer is not there.");
  return undefined;
}

/** A message that was edited or deleted since is still the same message: its first text is compared. */
function requireSame(texts: Texts, attachments: Attachments, message: SentMessage, first: MessageRow): void {
  const same =
    first.channel_id === message.channel_id &&
    first.kind === message.kind &&
    first.reply_to_seq === message.reply_to_seq &&
    (first.deleted_at_ms !== null ||
      ((texts.first(first.id) ?? first).content === message.content &&
        attachments.areSame(first, message.file_ids)));
  if (!same) throw new ChatError("nonce_reused", "This nonce was used for another message.");
}

const prepareByNonce = (queries: Queries) =>
  selectMessages(queries)
    .where(
      and(eq(messages.author_id, sql.placeholder("author_id")), eq(messages.nonce, sql.placeholder("nonce"))),
    )
    .prepare();

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
      .select(user_fields)
      .from(reactions)
      .innerJoin(users, eq(users.id, reactions.user_id))
      .where(and(eq(reactions.message_id, id), in_any_form))
      .groupBy(users.id)
      .orderBy(asc(sql`min(${reactions.rev})`))
      .prepare(),
  };
}
