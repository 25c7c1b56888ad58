/** A message, and what is around it. */
export const messages = {
  deleted: "This message was deleted",
  deleted_at: (when: string) => `Deleted: ${when}`,
  edited: "(edited)",
  edited_at: (when: string) => `Edited: ${when}`,
  pinned: "Pinned",
  pinned_at: (when: string) => `Pinned: ${when}`,
  sending: "Sending …",
  server_trouble: "The server has a problem with this message. Trying again …",
  not_sent: (why: string) => `Not sent: ${why}`,
  retry: "Retry",
  discard: "Delete",
  answered_gone: "The message was deleted",
  answers: (name: string, text: string) => `Answers ${name}: ${text}. Go there`,
  add_reaction: "Add reaction",
  you: "You",
  reacted: (who: string, emoji: string) => `${who} reacted with ${emoji}`,
};
