import { expect, test } from "bun:test";

import { compactMessage, completeMessage } from "../../src/protocol/compact.ts";
import { Message } from "../../src/protocol/message.ts";

const plain: Message = {
  id: 7,
  channel_id: 1,
  seq: 3,
  rev: 4,
  author: { user_id: 2, username: "ana" },
  kind: "text",
  content: "hello",
  created_at_ms: 5,
  nonce: null,
  reply_to_seq: null,
  edited_at_ms: null,
  deleted_at_ms: null,
  pinned_at_ms: null,
  reactions: [],
};
const full: Message = {
  ...plain,
  reply_to_seq: 1,
  edited_at_ms: 6,
  deleted_at_ms: 7,
  pinned_at_ms: 8,
  reactions: [{ emoji: "👍", count: 1, mine: false }],
  attachments: [],
};

test("fields that say nothing are left out, a missing nonce is said", () => {
  const { reply_to_seq, edited_at_ms, deleted_at_ms, pinned_at_ms, reactions, ...said } = plain;
  expect([reply_to_seq, edited_at_ms, deleted_at_ms, pinned_at_ms]).toEqual([null, null, null, null]);
  expect(reactions).toEqual([]);
  expect(compactMessage(plain)).toEqual(said);
});

test.each([
  ["a plain message", plain],
  ["a message with everything", full],
])("%s is complete again after the way, by either road, its fields in order", (_name, message) => {
  const sent: unknown = JSON.parse(JSON.stringify(compactMessage(message)));
  expect(JSON.stringify(completeMessage(sent as Message))).toBe(JSON.stringify(message));
  if (message === plain) expect(Message.parse(sent)).toEqual(message);
});
