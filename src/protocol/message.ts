import { z } from "zod";

import { event, request } from "./define.ts";
import {
  ChannelId,
  Content,
  Emoji,
  FileId,
  MessageId,
  Nonce,
  Rev,
  SentContent,
  Seq,
  TimeMs,
  User,
} from "./fields.ts";
import { FileInfo } from "./file.ts";
import { limits } from "./limits.ts";

export const MessageKind = z.enum(["text", "action"]).describe("action: written with /me");
export type MessageKind = z.infer<typeof MessageKind>;

export const Reaction = z
  .object({
    emoji: z.string(),
    count: z.int().positive(),
    mine: z.boolean().describe("whether one is among them"),
  })
  .describe("how many reacted with an emoji");
export type Reaction = z.infer<typeof Reaction>;

export const Message = z
  .object({
    id: MessageId,
    channel_id: ChannelId,
    seq: Seq,
    rev: Rev.describe("of its last change; of a new message, the rev it took"),
    author: User,
    kind: MessageKind,
    content: z.string().describe("empty once deleted"),
    created_at_ms: TimeMs.describe("the server's clock at the commit; seq, not this, orders messages"),
    nonce: Nonce.nullable().describe("the author's; null for a message of protocol 1"),
    reply_to_seq: Seq.nullable().default(null).describe("the message of this channel it answers"),
    edited_at_ms: TimeMs.nullable().default(null),
    deleted_at_ms: TimeMs.nullable()
      .default(null)
      .describe("a deleted message keeps its place, without content, reactions and pin"),
    pinned_at_ms: TimeMs.nullable().default(null),
    reactions: z.array(Reaction).default([]).describe("in the order of their first use"),
    attachments: z.array(FileInfo).min(1).optional().describe("its files; left out when there are none"),
  })
  .describe("a message in its present state; a field that says nothing (null, no reactions) may be left out");
export type Message = z.infer<typeof Message>;

/** What every event about an older message says of it. */
const changed = { channel_id: ChannelId, id: MessageId, seq: Seq, rev: Rev };

export const messageRequests = {
  "message.send": request({
    summary:
      "Sends a message to a channel one is a member of. Answered after it is on disk. A repeated nonce gets the first answer.",
    access: "user",
    rate: "message",
    body: z
      .object({
        channel_id: ChannelId,
        nonce: Nonce,
        kind: MessageKind.default("text"),
        content: SentContent,
        reply_to_seq: Seq.optional().describe("the message of this channel it answers"),
        file_ids: z
          .array(FileId)
          .max(limits.files_per_message_max)
          .refine((ids) => new Set(ids).size === ids.length, { message: "Name each file once." })
          .optional()
          .describe("one's own files that were not sent yet, in order"),
      })
      .refine(({ content, file_ids }) => content !== "" || (file_ids?.length ?? 0) > 0, {
        message: "Message cannot be empty.",
      }),
    reply: z.object({ id: MessageId, seq: Seq, rev: Rev, created_at_ms: TimeMs }),
  }),
  "message.edit": request({
    summary:
      "Replaces the text of one's own message. It keeps its place; the earlier text goes to its history.",
    access: "user",
    rate: "change",
    body: z.object({ id: MessageId, content: Content }),
    reply: z.object({ rev: Rev, edited_at_ms: TimeMs }),
  }),
  "message.delete": request({
    summary: "Deletes one's own message with its history, reactions and pin. A tombstone keeps its place.",
    access: "user",
    rate: "change",
    body: z.object({ id: MessageId }),
    reply: z.object({ rev: Rev, deleted_at_ms: TimeMs }),
  }),
  "message.edits": request({
    summary: `The earlier texts of a message, oldest first, without the present one. Of more than ${limits.edits_per_message_max} the first one is kept and the last; of long ones as many of the last as fit.`,
    access: "user",
    body: z.object({ id: MessageId }),
    reply: z.object({ edits: z.array(z.object({ content: z.string(), written_at_ms: TimeMs })) }),
  }),
  "message.react": request({
    summary: "Adds one's reaction to a message, or takes it back. Doing either twice is no error.",
    access: "user",
    rate: "change",
    body: z.object({ id: MessageId, emoji: Emoji, on: z.boolean() }),
    reply: z.object({ rev: Rev, reactions: z.array(Reaction) }),
  }),
  "message.reactors": request({
    summary: "Who reacted to a message with an emoji, the first one first.",
    access: "user",
    body: z.object({ id: MessageId, emoji: z.string() }),
    reply: z.object({ users: z.array(User) }),
  }),
  "message.pin": request({
    summary: "Pins a message for all members, or takes the pin away. Doing either twice is no error.",
    access: "user",
    rate: "change",
    body: z.object({ id: MessageId, on: z.boolean() }),
    reply: z.object({ rev: Rev, pinned_at_ms: TimeMs.nullable() }),
  }),
  "message.pins": request({
    summary: "The pinned messages of a channel, the last pinned first.",
    access: "user",
    body: z.object({ channel_id: ChannelId }),
    reply: z.object({ messages: z.array(Message) }),
  }),
  "message.get": request({
    summary: "Messages of a channel by their seq, those that exist, in order: the originals of replies, say.",
    access: "user",
    body: z.object({ channel_id: ChannelId, seqs: z.array(Seq).min(1).max(limits.get_messages_max) }),
    reply: z.object({ messages: z.array(Message) }),
  }),
  "message.history": request({
    summary:
      "A page of a channel, oldest first: the newest, or those right before, right after or around a seq. Public channels can be read without joining.",
    access: "user",
    body: z
      .object({
        channel_id: ChannelId,
        before_seq: Seq.optional(),
        after_seq: Seq.optional(),
        around_seq: Seq.optional().describe("this one is included, half of the page lies before it"),
        limit: z.int().min(1).max(limits.history_page_max).default(50),
      })
      .refine(
        ({ before_seq, after_seq, around_seq }) =>
          [before_seq, after_seq, around_seq].filter((seq) => seq !== undefined).length <= 1,
        { message: "Give one of before_seq, after_seq and around_seq." },
      ),
    reply: z.object({
      messages: z.array(Message),
      has_more_before: z.boolean().describe("whether older ones lie before the page"),
      has_more_after: z.boolean().describe("whether newer ones lie after the page"),
    }),
  }),
  "typing.start": request({
    summary:
      "Tells the others in a channel that one is writing. Ask again every 3 s while it goes on. Of who is invisible nothing is told.",
    access: "user",
    body: z.object({ channel_id: ChannelId }),
    reply: z.object({}),
  }),
};

export const messageEvents = {
  "message.created": event({
    summary: "A message in a channel one is a member of, one's own included.",
    body: z.object({ message: Message }),
  }),
  "message.edited": event({
    summary: "A message got another text.",
    body: z.object({ ...changed, content: z.string(), edited_at_ms: TimeMs }),
  }),
  "message.deleted": event({
    summary: "A message was deleted: content, history, reactions and pin are gone.",
    body: z.object({
      ...changed,
      deleted_at_ms: TimeMs,
      deleted_run: z
        .object({ from_seq: Seq, to_seq: Seq })
        .describe(
          "the deleted messages in a row of which this is one: they count as read for who has read all before",
        ),
    }),
  }),
  "message.reacted": event({
    summary: "Someone reacted to a message, or took it back.",
    body: z.object({
      ...changed,
      user: User,
      emoji: z.string(),
      on: z.boolean(),
      reactions: z.array(Reaction.omit({ mine: true })).describe("all that are there now, in order"),
    }),
  }),
  "message.pinned": event({
    summary: "A message was pinned, or its pin taken away.",
    body: z.object({ ...changed, user: User, pinned_at_ms: TimeMs.nullable() }),
  }),
  "mention.changed": event({
    summary:
      "An edit or a deletion of an older message made it name the user, or no longer. Comes right before the event of that change, with its rev.",
    body: z.object({
      channel_id: ChannelId,
      seq: Seq,
      rev: Rev,
      named: z.boolean().describe("whether the message names the user now"),
    }),
  }),
  "typing.started": event({
    summary: "Someone is writing in a channel; show it for 6 s. Never comes of oneself.",
    body: z.object({ channel_id: ChannelId, user: User }),
  }),
};
