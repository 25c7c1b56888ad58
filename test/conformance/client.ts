import type { ChannelChanges } from "../../src/domain/ports/message-store.ts";
import type { ChannelView, Store } from "../../src/domain/ports/store.ts";
import type { Message } from "../../src/protocol/message.ts";

/** What a client holds of one channel. */
interface Held {
  rev: number;
  /** The oldest message it holds; 0 when it holds all. */
  from_seq: number;
  /** By seq. */
  messages: Map<number, Message>;
}

/** Keeps channels by applying catch-ups to what it held, as docs/PROTOCOL.md has it. */
export class Client {
  readonly held = new Map<number, Held>();
  channels: ChannelView[] = [];
  gaps = 0;

  constructor(
    readonly store: Store,
    readonly user_id: number,
  ) {}

  /** Begins to hold a channel: where it stands, then its newest page. */
  async open(channel_id: number, limit: number): Promise<void> {
    const { user_id, store } = this;
    const rev = (await store.channels.viewFor(user_id, channel_id))?.last_rev ?? 0;
    const { messages, has_more_before } = await store.messages.history({ user_id, channel_id, limit });
    const from_seq = has_more_before ? (messages[0]?.seq ?? 0) : 0;
    this.held.set(channel_id, { rev, from_seq, messages: bySeq(messages) });
  }

  async catchUp(): Promise<void> {
    const positions = [...this.held].map(([channel_id, { rev, from_seq }]) => ({
      channel_id,
      rev,
      from_seq,
    }));
    const { channels, changes } = await this.store.messages.catchUp(this.user_id, positions);
    this.channels = channels;
    const told = new Set(changes.map(({ channel_id }) => channel_id));
    for (const channel_id of this.held.keys()) if (!told.has(channel_id)) this.held.delete(channel_id);
    for (const change of changes) this.#apply(change);
  }

  messagesOf(channel_id: number): Message[] {
    return [...(this.held.get(channel_id)?.messages.values() ?? [])].toSorted((a, b) => a.seq - b.seq);
  }

  #apply({ channel_id, last_rev, messages, is_gap }: ChannelChanges): void {
    const before = this.held.get(channel_id);
    if (is_gap) this.gaps++;
    if (is_gap || !before) {
      const from_seq = messages[0]?.seq ?? 0;
      this.held.set(channel_id, { rev: last_rev, from_seq, messages: bySeq(messages) });
      return;
    }
    before.rev = last_rev;
    for (const message of messages) before.messages.set(message.seq, message);
  }
}

const bySeq = (messages: readonly Message[]) => new Map(messages.map((message) => [message.seq, message]));
