import type { ChatEvent } from "../protocol/registry.ts";
import { Broadcast } from "./broadcast.ts";

/** What happens to messages of one channel in this very moment (a commit's worth), told together. */
export class Gathered {
  #now: { channel_id: number; events: ChatEvent[]; chars: number } | undefined;

  constructor(private readonly tellChannel: (channel_id: number, broadcast: Broadcast) => void) {}

  /** It is told when nothing more comes, or another channel's, or too much for one frame. */
  add(channel_id: number, event: ChatEvent): void {
    const chars = charsOf(event);
    if (this.#now?.channel_id !== channel_id || this.#now.chars + chars > gathered_chars_max) this.tell();
    if (!this.#now) {
      this.#now = { channel_id, events: [], chars: 0 };
      queueMicrotask(() => this.tell());
    }
    this.#now.events.push(event);
    this.#now.chars += chars;
  }

  /** Tells what there is: before anything else is. */
  tell(): void {
    const now = this.#now;
    if (!now) return;
    this.#now = undefined;
    this.tellChannel(now.channel_id, new Broadcast(now.events, [], now.channel_id));
  }
}

const of_messages: ReadonlySet<ChatEvent["type"]> = new Set<ChatEvent["type"]>([
  "message.created",
  "message.edited",
  "message.deleted",
  "message.reacted",
  "message.pinned",
]);

export const isOfMessages = ({ type }: ChatEvent): boolean => of_messages.has(type);

/** So much is told without waiting for more: what is told together is a small part of what may wait for a reader. */
const gathered_chars_max = 131_072;
/** Of an event without its text: ids, names, reactions. */
const event_chars = 256;

/** About how long an event is as a frame. */
export function charsOf(event: ChatEvent): number {
  if (event.type === "message.edited") return event_chars + event.body.content.length;
  if (event.type !== "message.created") return event_chars;
  const { content, attachments } = event.body.message;
  return event_chars * (1 + (attachments?.length ?? 0)) + content.length;
}
