import type { EventName } from "../../src/protocol/registry.ts";

/** Events in the order in which the document has them. */
export const eventOrder: Record<EventName, number> = {
  "message.created": 1,
  "message.edited": 2,
  "message.deleted": 3,
  "message.reacted": 4,
  "message.pinned": 5,
  "typing.started": 6,
  "channel.created": 7,
  "channel.updated": 8,
  "channel.marked_read": 9,
  "channel.preferences_changed": 10,
  "channel.arranged": 11,
  "mention.changed": 12,
  "member.joined": 13,
  "member.left": 14,
  "presence.changed": 15,
  "presence.chosen": 16,
  "user.updated": 17,
  "session.ended": 18,
  ping: 19,
  "connection.closing": 20,
};
