import { z } from "zod";

import { event, request } from "./define.ts";
import { ChannelId, Content, MessageId, Nonce, Seq, TimeMs, User } from "./fields.ts";
import { limits } from "./limits.ts";

export const MessageKind = z.enum(["text", "action"]).describe("action: written with /me");
export type MessageKind = z.infer<typeof MessageKind>;

export const Message = z
  .object({
    id: MessageId,
    channel_id: ChannelId,
    seq: Seq,
    author: User,
    kind: MessageKind,
    content: z.string(),
    created_at_ms: TimeMs.describe("the server's clock at the commit; seq, not this, orders messages"),
    nonce: Nonce.nullable().describe("the author's; null for a message of protocol 1"),
  })
  .describe("a message");
export type Message = z.infer<typeof Message>;

export const messageRequests = {
  "message.send": request({
    summary:
      "Sends a message to a channel one is a member of. Answered after it is on disk. A repeated nonce gets the first answer.",
    access: "user",
    rate: "message",
    body: z.object({
      channel_id: ChannelId,
      nonce: Nonce,
      kind: MessageKind.default("text"),
      content: Content,
    }),
    reply: z.object({ id: MessageId, seq: Seq, created_at_ms: TimeMs }),
  }),
  "message.history": request({
    summary:
      "A page of a channel, oldest first: the newest, or those right before or right after a seq. Public channels can be read without joining.",
    access: "user",
    body: z
      .object({
        channel_id: ChannelId,
        before_seq: Seq.optional(),
        after_seq: Seq.optional(),
        limit: z.int().min(1).max(limits.history_page_max).default(50),
      })
      .refine((body) => body.before_seq === undefined || body.after_seq === undefined, {
        message: "Give before_seq or after_seq, not both.",
      }),
    reply: z.object({
      messages: z.array(Message),
      has_more: z
        .boolean()
        .describe("whether more lie beyond, in the direction asked (older, or newer with after_seq)"),
    }),
  }),
};

export const messageEvents = {
  "message.created": event({
    summary: "A message in a channel one is a member of, one's own included.",
    body: z.object({ message: Message }),
  }),
};
