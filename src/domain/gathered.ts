import { event_bytes, eventBytes } from "../protocol/compact.ts";
import type { ChatEvent } from "../protocol/registry.ts";
import { Broadcast } from "./broadcast.ts";

/** What happens to messages of one channel in this very moment (a commit's worth), told together. */
export class Gathered {
  #now: { channel_id: number; events: ChatEvent[]; bytes: number } | undefined;

  constructor(private readonly tellChannel: (channel_id: number, broadcast: Broadcast) => void) {}

  /** It is told when nothing more comes, or another channel's, or too much for one frame. */
  add(channel_id: number, event: ChatEvent): void {
    const bytes = bytesOf(event);
    if (this.#now?.channel_id !== channel_id || this.#now.bytes + bytes > gathered_bytes_max) this.tell();
    if (!this.#now) {
      this.#now = { channel_id, events: [], bytes: 0 };
      queueMicrotask(() => this.tell());
    }
    this.#now.events.push(event);
    this.#now.bytes += bytes;
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

/** So much is told without waiting for more: what is told together is a part of what may wait for a reader. */
const gathered_bytes_max = 327_680;

/** About how long an event is as a frame. */
export const charsOf = (event: ChatEvent): number =>
  event_bytes * (1 + attachmentsOf(event)) + textOf(event).length;

/** The same with the most bytes that its text may have. */
const bytesOf = (event: ChatEvent): number => event_bytes * attachmentsOf(event) + eventBytes(textOf(event));

function attachmentsOf(event: ChatEvent): number {
  return event.type === "message.created" ? (event.body.message.attachments?.length ?? 0) : 0;
}

function textOf(event: ChatEvent): string {
  if (event.type === "message.edited") return event.body.content;
  return event.type === "message.created" ? event.body.message.content : "";
}
