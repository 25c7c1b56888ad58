import type { Message } from "./message.ts";

/**
 * A message on its way to many: fields that say nothing are left out. Dependency-free: who reads frames without
 * the declarations completes messages by it too.
 */

type Unsaid = "reply_to_seq" | "edited_at_ms" | "deleted_at_ms" | "pinned_at_ms" | "reactions";

export type CompactMessage = Omit<Message, Unsaid> & Partial<Pick<Message, Unsaid>>;

export function compactMessage(message: Message): CompactMessage {
  const { id, channel_id, seq, rev, author, kind, content, created_at_ms, nonce } = message;
  const compact: CompactMessage = { id, channel_id, seq, rev, author, kind, content, created_at_ms, nonce };
  if (message.reply_to_seq !== null) compact.reply_to_seq = message.reply_to_seq;
  if (message.edited_at_ms !== null) compact.edited_at_ms = message.edited_at_ms;
  if (message.deleted_at_ms !== null) compact.deleted_at_ms = message.deleted_at_ms;
  if (message.pinned_at_ms !== null) compact.pinned_at_ms = message.pinned_at_ms;
  if (message.reactions.length > 0) compact.reactions = message.reactions;
  if (message.attachments) compact.attachments = message.attachments;
  return compact;
}

/** The message with every field, in the order of the declaration. */
export function completeMessage(compact: CompactMessage): Message {
  const { attachments, ...said } = compact;
  return {
    ...said,
    reply_to_seq: compact.reply_to_seq ?? null,
    edited_at_ms: compact.edited_at_ms ?? null,
    deleted_at_ms: compact.deleted_at_ms ?? null,
    pinned_at_ms: compact.pinned_at_ms ?? null,
    reactions: compact.reactions ?? [],
    ...(attachments && { attachments }),
  };
}

/** Of an event as a frame without its text, or of one attachment: ids, names, reactions, as long as they usually are. */
export const event_bytes = 256;
/** Of a character, as JavaScript counts them, in UTF-8. */
const char_bytes_max = 3;

/** About how many bytes the frame of an event takes that has this text, at the most. */
export const eventBytes = (content: string): number => event_bytes + char_bytes_max * content.length;
