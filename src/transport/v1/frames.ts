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

/**
 * A message of a dm, as one of its members is told. Protocol 1 has private messages between two only: who else reads one is
 * said before the text, so that nobody takes it for meant for them alone. Nor has it actions there: they read as the window shows them.
 */
export function privateMessageV1(
  message: Message,
  usernames: readonly string[],
  reader: string,
): FramesV1["private_message"] {
  const { author, kind, created_at_ms } = message;
  const content = contentV1(message);
  const is_own = author.username === reader;
  const others = usernames.filter((username) => username !== author.username && username !== reader);
  const to = is_own ? (others.shift() ?? reader) : undefined;
  const text = kind === "action" ? `* ${author.username} ${content}` : content;
  return {
    from: author.username,
    ...(to === undefined ? {} : { to }),
    content: others.length === 0 ? text : `(also to ${others.join(", ")}) ${text}`,
    timestamp: timestampV1(created_at_ms),
  };
}
