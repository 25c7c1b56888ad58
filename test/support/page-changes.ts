import { ChatError } from "../../src/protocol/errors.ts";
import type { User } from "../../src/protocol/fields.ts";
import type { Message } from "../../src/protocol/message.ts";
import type { ChatEvent, EventBody } from "../../src/protocol/registry.ts";
import type { PageData } from "./page-data.ts";

type MessageEvent = Extract<
  ChatEvent,
  { type: "message.edited" | "message.deleted" | "message.reacted" | "message.pinned" }
>;

/** What can be done to the messages of PageData. Each change gives the event that tells of it, or undefined when it changed nothing. */
export class PageChanges {
  readonly #edits = new Map<number, { content: string; written_at_ms: number }[]>();
  /** By message and emoji, in the order of their first use. */
  readonly #reactors = new Map<number, Map<string, User[]>>();

  constructor(
    private readonly data: PageData,
    private readonly me: User,
  ) {}

  find(id: number): Message {
    const found = [...this.data.messages.values()].flat().find((message) => message.id === id);
    if (found === undefined) throw new ChatError("not_found", "No such message.");
    return found;
  }

  edits(id: number) {
    return this.#edits.get(this.find(id).id) ?? [];
  }

  reactors(id: number, emoji: string): User[] {
    return this.#reactors.get(this.find(id).id)?.get(emoji) ?? [];
  }

  edit(id: number, content: string, edited_at_ms = Date.now()): MessageEvent | undefined {
    const message = this.#alive(id);
    if (content === message.content) return undefined;
    const written_at_ms = message.edited_at_ms ?? message.created_at_ms;
    this.#edits.set(id, [...this.edits(id), { content: message.content, written_at_ms }]);
    Object.assign(message, { content, edited_at_ms });
    return { type: "message.edited", body: { ...this.#take(message), content, edited_at_ms } };
  }

  remove(id: number, deleted_at_ms = Date.now()): MessageEvent | undefined {
    const message = this.find(id);
    if (message.deleted_at_ms !== null) return undefined;
    this.#edits.delete(id);
    this.#reactors.delete(id);
    Object.assign(message, {
      content: "",
      edited_at_ms: null,
      pinned_at_ms: null,
      reactions: [],
      deleted_at_ms,
    });
    const deleted_run = this.#runOf(message);
    return { type: "message.deleted", body: { ...this.#take(message), deleted_at_ms, deleted_run } };
  }

  react(id: number, user: User, emoji: string, on: boolean): MessageEvent | undefined {
    const message = this.#alive(id);
    const reactors = this.#reactors.get(id) ?? new Map<string, User[]>();
    const users = reactors.get(emoji) ?? [];
    if (users.some(({ user_id }) => user_id === user.user_id) === on) return undefined;
    const now = on ? [...users, user] : users.filter(({ user_id }) => user_id !== user.user_id);
    if (now.length === 0) reactors.delete(emoji);
    else reactors.set(emoji, now);
    this.#reactors.set(id, reactors);
    message.reactions = [...reactors].map(([name, by]) => ({
      emoji: name,
      count: by.length,
      mine: by.some(({ user_id }) => user_id === this.me.user_id),
    }));
    const reactions = message.reactions.map(({ emoji: name, count }) => ({ emoji: name, count }));
    const body: EventBody<"message.reacted"> = {
      ...this.#take(message),
      user: this.data.userOf(user.user_id),
      emoji,
      on,
      reactions,
    };
    return { type: "message.reacted", body };
  }

  pin(id: number, user: User, on: boolean, now_ms = Date.now()): MessageEvent | undefined {
    const message = this.#alive(id);
    if ((message.pinned_at_ms !== null) === on) return undefined;
    message.pinned_at_ms = on ? now_ms : null;
    const { pinned_at_ms } = message;
    return {
      type: "message.pinned",
      body: { ...this.#take(message), user: this.data.userOf(user.user_id), pinned_at_ms },
    };
  }

  /** The deleted messages in a row of which this is one; right behind the read marker they count as read. */
  #runOf({ channel_id, seq }: Message): { from_seq: number; to_seq: number } {
    const run = { from_seq: seq, to_seq: seq };
    const messages = this.data.messages.get(channel_id) ?? [];
    const isDeleted = (at: number) => messages.some((one) => one.seq === at && one.deleted_at_ms !== null);
    while (isDeleted(run.from_seq - 1)) run.from_seq--;
    while (isDeleted(run.to_seq + 1)) run.to_seq++;
    const channel = this.data.channels.get(channel_id);
    if (channel && channel.read_seq >= run.from_seq - 1)
      channel.read_seq = Math.max(channel.read_seq, run.to_seq);
    return run;
  }

  #alive(id: number): Message {
    const message = this.find(id);
    if (message.deleted_at_ms !== null) throw new ChatError("not_found", "The message was deleted.");
    return message;
  }

  /** Takes the next rev of the channel. */
  #take(message: Message) {
    const channel = this.data.channels.get(message.channel_id);
    if (channel === undefined) throw new ChatError("not_found", "No such channel.");
    const { id, channel_id, seq } = message;
    const rev = ++channel.last_rev;
    message.rev = rev;
    return { id, channel_id, seq, rev };
  }
}
