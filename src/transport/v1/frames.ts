import { encodeFrame } from "../../protocol/frame.ts";
import type { Message } from "../../protocol/message.ts";
import { sizeWords } from "../../protocol/rules.ts";

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

/** Protocol 1 has no files: a line for each tells that it is there. */
export function contentV1({ content, attachments }: Message): string {
  if (!attachments) return content;
  const lines = attachments.map(({ name, size_bytes }) => `[file ${name}, ${sizeWords(size_bytes)}]`);
  return [...(content === "" ? [] : [content]), ...lines].join("\n");
}

export const historyEntryV1 = (message: Message): HistoryEntryV1 => ({
  sender: message.author.username,
  content: contentV1(message),
  timestamp: timestampV1(message.created_at_ms),
  msg_type: message.kind === "action" ? "action" : "message",
  id: message.id,
});

/** Protocol 1 has no actions in private messages: they read as the window would show them. */
export const privateMessageV1 = (message: Message, to?: string): FramesV1["private_message"] => ({
  from: message.author.username,
  ...(to === undefined ? {} : { to }),
  content:
    message.kind === "action" ? `* ${message.author.username} ${contentV1(message)}` : contentV1(message),
  timestamp: timestampV1(message.created_at_ms),
});
