import { encodeFrame } from "../../protocol/frame.ts";
import type { Message } from "../../protocol/message.ts";

/** Frames of protocol 1 from server to client, by their type. Source: the contract of the original program. */
export interface FramesV1 {
  auth_result: { success: true; token: string; username: string } | { success: false; error: string };
  channel_info: { channels: ChannelV1[] };
  channel_joined: { channel: string; history: HistoryEntryV1[]; users: UserV1[] };
  channel_created: { channel: ChannelV1 };
  user_joined: { channel: string; username: string };
  user_left: { channel: string; username: string };
  user_list: { channel: string; users: UserV1[] };
  status_change: { username: string; status: "online" | "offline" };
  message: { channel: string; sender: string; content: string; timestamp: string; id: number };
  action: { channel: string; sender: string; content: string; timestamp: string };
  private_message: { from: string; to?: string; content: string; timestamp: string };
  error: { code: string; message: string };
}

export interface ChannelV1 {
  id: number;
  name: string;
  description: string;
}

export interface UserV1 {
  username: string;
  status: "online";
}

export interface HistoryEntryV1 {
  sender: string;
  content: string;
  /** ISO 8601, UTC. */
  timestamp: string;
  msg_type: "message" | "action";
  id: number;
}

export const frameV1 = <T extends keyof FramesV1>(type: T, fields: FramesV1[T]): Uint8Array =>
  encodeFrame({ type, ...fields });

export const timestampV1 = (time_ms: number): string => new Date(time_ms).toISOString();

export const historyEntryV1 = ({ id, author, kind, content, created_at_ms }: Message): HistoryEntryV1 => ({
  sender: author.username,
  content,
  timestamp: timestampV1(created_at_ms),
  msg_type: kind === "action" ? "action" : "message",
  id,
});

/** Protocol 1 has no actions in private messages: they read as the window would show them. */
export const privateMessageV1 = (
  { author, kind, content, created_at_ms }: Message,
  to?: string,
): FramesV1["private_message"] => ({
  from: author.username,
  ...(to === undefined ? {} : { to }),
  content: kind === "action" ? `* ${author.username} ${content}` : content,
  timestamp: timestampV1(created_at_ms),
});
