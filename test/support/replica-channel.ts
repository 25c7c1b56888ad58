import { completeMessage } from "../../src/protocol/compact.ts";
import type { Message, Reaction } from "../../src/protocol/message.ts";
import type { ChatEvent, Reply } from "../../src/protocol/registry.ts";

type ChannelChanges = Reply<"sync.catch_up">["changes"][number];
type Page = Pick<Reply<"message.history">, "messages" | "has_more_before">;

/** What an event about a message did to the copy. */
export type Applied = "applied" | "known" | "hole";

/**
 * A client's copy of one channel: every message from `from_seq` on, as it was at `rev`. It trusts nothing but
 * rev: a change it has not seen must be the next one, or something was missed and must be asked for.
 */
export class ReplicaChannel {
  /** The highest rev that was seen; nothing below it is missing for the messages that are held. */
  rev = 0;
  /** The oldest message that is held; 1 when all are. Older ones are to be paged in. */
  from_seq = 1;
  readonly #messages = new Map<number, Message>();
  /** Changes of messages that are not held yet, by seq: a page read before the change must not win. */
  readonly #changed_before = new Map<number, number>();

  constructor(
    readonly channel_id: number,
    readonly user_id: number,
  ) {}

  /** In order of seq. */
  get messages(): Message[] {
    return [...this.#messages.values()].toSorted((a, b) => a.seq - b.seq);
  }

  /** Where a client stands that asks for what it has missed. */
  get position() {
    return { channel_id: this.channel_id, rev: this.rev, from_seq: this.from_seq };
  }

  get is_whole(): boolean {
    return this.from_seq <= 1;
  }

  takeChanges({ messages, last_rev, is_gap }: ChannelChanges): void {
    if (is_gap) {
      this.#messages.clear();
      this.#changed_before.clear();
      this.from_seq = messages[0]?.seq ?? 1;
    }
    for (const message of messages) this.#keep(message);
    // A database that was put back from a backup knows less than its clients: then its word holds.
    this.rev = is_gap ? last_rev : Math.max(this.rev, last_rev);
  }

  /** Takes the page right before `from_seq`. Returns the seqs that have changed since it was read: to be read again. */
  takePage({ messages, has_more_before }: Page): number[] {
    for (const message of messages) this.#keep(message);
    this.from_seq = has_more_before ? (messages[0]?.seq ?? this.from_seq) : 1;
    const outdated = messages.filter(({ seq, rev }) => (this.#changed_before.get(seq) ?? 0) > rev);
    for (const { seq } of messages) this.#changed_before.delete(seq);
    return outdated.map(({ seq }) => seq);
  }

  takeMessages(messages: readonly Message[]): void {
    for (const message of messages) this.#keep(message);
  }

  /** Applies a change that came live. A hole leaves the copy as it is. */
  apply(event: ChatEvent): Applied {
    const change = changeOf(event, this.user_id);
    if (change?.channel_id !== this.channel_id || change.rev <= this.rev) return "known";
    if (change.rev !== this.rev + 1) return "hole";
    this.rev = change.rev;
    const { seq, rev } = change;
    const before = this.#messages.get(seq);
    if (change.whole) this.#keep(change.whole);
    else if (before) this.#messages.set(seq, { ...before, rev, ...change.part(before) });
    else this.#changed_before.set(seq, rev);
    return "applied";
  }

  #keep(message: Message): void {
    const before = this.#messages.get(message.seq);
    if (!before || before.rev < message.rev) this.#messages.set(message.seq, message);
  }
}

interface Change {
  channel_id: number;
  seq: number;
  rev: number;
  whole?: Message;
  part: (before: Message) => Partial<Message>;
}

/** What an event changes of a message; undefined for events of other kinds. */
function changeOf(event: ChatEvent, user_id: number): Change | undefined {
  const change = changes[event.type] as ((body: unknown, user_id: number) => Change) | undefined; // the row of this very type
  return change?.(event.body, user_id);
}

type Body<N extends ChatEvent["type"]> = Extract<ChatEvent, { type: N }>["body"];

const changes: { [N in ChatEvent["type"]]?: (body: Body<N>, user_id: number) => Change } = {
  "message.created": ({ message }) => {
    const whole = completeMessage(message);
    return { ...placeOf(whole), whole, part: () => whole };
  },
  "message.edited": ({ content, edited_at_ms, ...place }) => ({
    ...placeOf(place),
    part: () => ({ content, edited_at_ms }),
  }),
  "message.deleted": ({ deleted_at_ms, deleted_run: _run, ...place }) => ({
    ...placeOf(place),
    part: () => ({ content: "", edited_at_ms: null, pinned_at_ms: null, reactions: [], deleted_at_ms }),
  }),
  "message.pinned": ({ pinned_at_ms, ...place }) => ({
    ...placeOf(place),
    part: () => ({ pinned_at_ms }),
  }),
  "message.reacted": ({ user, emoji, on, reactions, ...place }, user_id) => ({
    ...placeOf(place),
    part: (before) => ({
      reactions: reactions.map((each) => ({
        ...each,
        mine: each.emoji === emoji && user.user_id === user_id ? on : isMine(before.reactions, each.emoji),
      })),
    }),
  }),
};

const placeOf = ({ channel_id, seq, rev }: { channel_id: number; seq: number; rev: number }) => ({
  channel_id,
  seq,
  rev,
});

const isMine = (reactions: readonly Reaction[], emoji: string): boolean =>
  reactions.some((each) => each.emoji === emoji && each.mine);
