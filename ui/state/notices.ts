import type { Channel, NotificationLevel } from "../../src/protocol/channel.ts";
import type { Message } from "../../src/protocol/message.ts";
import type { NoticeReport } from "../../src/protocol/notice.ts";
import { mentionsUser } from "../text/mentions.ts";
import { unreadCount } from "./channels.ts";
import type { State } from "./state.ts";
import { messageAt } from "./timeline.ts";

/** What the host has told of notifications. */
export interface ToldNotices {
  /** What became of the last test; null before the first. */
  test: NoticeReport | "asked" | null;
  /** The last one that could not be shown; null when a test has been since. */
  lost: (NoticeReport & { at_ms: number }) | null;
}

/**
 * Where the person looks when a message comes. away: the page is not focused, minimised, on another desktop, behind
 * another tab or a locked screen; it is told no difference.
 */
export type Look = "at_it" | "at_another" | "away";

/** What a message is to the person. What names or answers them is that in direct messages too. */
export type MessageRole = "own" | "plain" | "direct" | "mention" | "reply";

export interface NoticeCase {
  look: Look;
  level: NotificationLevel;
  muted: boolean;
  /** Whether the person does not want to be disturbed at all. */
  dnd: boolean;
  role: MessageRole;
}

const raising: Readonly<Record<NotificationLevel, ReadonlySet<MessageRole>>> = {
  all: new Set<MessageRole>(["plain", "direct", "mention", "reply"]),
  mentions: new Set<MessageRole>(["mention", "reply"]),
  none: new Set<MessageRole>(),
};

/** Whether a message raises a notification: the rule of docs/NOTICES.md, the same in windows and browsers. */
export const raisesNotice = ({ look, level, muted, dnd, role }: NoticeCase): boolean =>
  !dnd && !muted && look !== "at_it" && raising[level].has(role);

/** How many messages of a channel are told after one was away: at its level, those that are unread. */
export function missedCount(channel: Channel, { level = "all", muted = false }: Channel): number {
  if (muted || level === "none") return 0;
  return level === "all" ? unreadCount(channel) : Math.min(channel.mention_count, unreadCount(channel));
}

export const lookAt = (
  { attentive, open_channel_id }: Pick<State, "attentive" | "open_channel_id">,
  channel_id: number,
): Look => (!attentive ? "away" : open_channel_id === channel_id ? "at_it" : "at_another");

/** What a message is, as far as is known here: whose message it answers may have to be asked for. */
export function roleOf(state: State, message: Message): MessageRole {
  const { me } = state;
  if (me === null || message.author.user_id === me.user_id) return "own";
  if (mentionsUser(message.content, me.username)) return "mention";
  if (originalOf(state, message)?.author.user_id === me.user_id) return "reply";
  return state.channels.get(message.channel_id)?.kind === "dm" ? "direct" : "plain";
}

/** The message that one answers; undefined when it answers none or it is not held, null when it is not to be had. */
export function originalOf(
  { timelines }: Pick<State, "timelines">,
  { channel_id, reply_to_seq }: Message,
): Message | null | undefined {
  const timeline = timelines.get(channel_id);
  if (timeline === undefined || reply_to_seq === null) return undefined;
  return messageAt(timeline, reply_to_seq) ?? timeline.originals.get(reply_to_seq);
}
