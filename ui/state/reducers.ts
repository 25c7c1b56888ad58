import type { EventBody, EventName } from "../../src/protocol/registry.ts";
import {
  channelCreated,
  channelMarkedRead,
  channelPreferencesChanged,
  channelsArranged,
  channelUpdated,
  mentionChanged,
} from "./reducers/channel.ts";
import { memberJoined, memberLeft, presenceChanged } from "./reducers/member.ts";
import { messageDeleted, messageEdited, messagePinned, messageReacted } from "./reducers/message.ts";
import { presenceChosen, sessionEnded, typingStarted } from "./reducers/presence.ts";
import type { State } from "./state.ts";
import { addMessage } from "./timeline.ts";

/** What an event changes. Pure: `now_ms` is handed in. */
export type Reducer<N extends EventName> = (
  state: State,
  body: EventBody<N>,
  now_ms: number,
) => Partial<State>;

type Reducers = { [N in EventName]: Reducer<N> };

export const reducers: Reducers = {
  "message.created": (state, { message }) => addMessage(state, message),
  "message.edited": messageEdited,
  "message.deleted": messageDeleted,
  "message.reacted": messageReacted,
  "message.pinned": messagePinned,
  "channel.created": channelCreated,
  "channel.updated": channelUpdated,
  "channel.marked_read": channelMarkedRead,
  "channel.preferences_changed": channelPreferencesChanged,
  "channel.arranged": (state, { channel_ids }) => channelsArranged(state, channel_ids),
  "mention.changed": mentionChanged,
  "member.joined": memberJoined,
  "member.left": memberLeft,
  "presence.changed": presenceChanged,
  // Of every frame is noted what it says of users.
  "user.updated": () => ({}),
  "presence.chosen": presenceChosen,
  "session.ended": sessionEnded,
  "typing.started": typingStarted,
  // These two are the link's affair.
  ping: () => ({}),
  "connection.closing": () => ({}),
};
