import type { Message } from "./message.ts";

/**
 * A message on its way to many: fields that say nothing are left out. Dependency-free: who reads frames without
 * the declarations completes messages by it too.
 */

type Unsaid = "reply_to_seq" | "edited_at_ms" | "deleted_at_ms" | "pinned_at_ms" | "reactions";

export type CompactMessage = Omit<Message, Unsaid> & Partial<Pick<Message, Unsaid>>;

export function compactMessage(message: Message): CompactMessage {
  const { reply_to_seq, edited_at_ms, deleted_at_ms, pinned_at_ms, reactions, ...said } = message;
  const compact: CompactMessage = said;
  if (reply_to_seq !== null) compact.reply_to_seq = reply_to_seq;
  if (edited_at_ms !== null) compact.edited_at_ms = edited_at_ms;
  if (deleted_at_ms !== null) compact.deleted_at_ms = deleted_at_ms;
  if (pinned_at_ms !== null) compact.pinned_at_ms = pinned_at_ms;
  if (reactions.length > 0) compact.reactions = reactions;
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
