import { ChatError } from "../../src/protocol/errors.ts";
import { LinkDown } from "../link/link-error.ts";
import type { Link } from "../link/link.ts";
import type { Timers } from "../link/timers.ts";
import type { Pending } from "../state/state.ts";
import type { Store } from "../state/store.ts";
import { addMessage } from "../state/timeline.ts";
import { errorWords } from "./error-words.ts";
import { refusalOf } from "./refusals.ts";

const pause_first_ms = 1_000;
const pause_max_ms = 30_000;

/** What nobody can have done yet to a message that is just being written. */
const unchanged = { edited_at_ms: null, deleted_at_ms: null, pinned_at_ms: null, reactions: [] };

/**
 * Sends what waits in the outbox and is on disk, one after another in the order written. What cannot be sent now
 * stays, and nothing later of its channel overtakes it, unless it waits for files that are still on their way; it goes out with the same nonce, so that nothing is stored twice.
 */
export class OutboxSender {
  #sending = false;
  #all_wait = false;
  /** Channels whose next message is to be tried again a little later. */
  readonly #waiting = new Set<number>();

  constructor(
    private readonly store: Store,
    private readonly link: Link,
    private readonly timers: Timers,
    private readonly sent: (channel_id: number) => void,
  ) {}

  /** To be called when a message is on disk, when one is tried again, and when a login succeeded. */
  async flush(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (let next = this.#next(); next !== undefined; next = this.#next()) await this.#send(next);
    } finally {
      this.#sending = false;
    }
  }

  #next(): Pending | undefined {
    const { connection, outbox } = this.store.state;
    if (this.#all_wait || connection.stage !== "up" || !this.link.is_up) return undefined;
    const first = new Map<number, Pending>();
    for (const pending of outbox) {
      const { channel_id, failure, uploads } = pending;
      if (failure === null && uploads === undefined && !first.has(channel_id)) first.set(channel_id, pending);
    }
    return [...first.values()].find(({ kept, channel_id }) => kept && !this.#waiting.has(channel_id));
  }

  async #send(pending: Pending): Promise<void> {
    const { channel_id, nonce, kind, content, reply_to_seq, attachments } = pending;
    const author = this.store.state.me;
    if (author === null) return;
    const message = { channel_id, nonce, author, kind, content, reply_to_seq, ...unchanged };
    const files = attachments && { attachments };
    const file_ids = attachments?.map(({ id }) => id);
    try {
      await this.link.request(
        "message.send",
        {
          channel_id,
          nonce,
          kind,
          content,
          ...(reply_to_seq !== null && { reply_to_seq }),
          ...(file_ids && { file_ids }),
        },
        {
          settle: (reply) =>
            this.store.commit(addMessage(this.store.state, { ...message, ...files, ...reply })),
        },
      );
      this.sent(channel_id);
    } catch (error) {
      this.#fail(pending, error);
    }
  }

  #fail({ nonce, channel_id, tries }: Pending, error: unknown): void {
    const refusal = refusalOf(error);
    // After a loss the next login begins it again, not a clock.
    if (error instanceof LinkDown) return this.#waitAll(0);
    if (refusal === "all_wait") return this.#waitAll(pauseFor(tries, error));
    if (refusal === "channel_waits") {
      this.#change(nonce, { tries: tries + 1 });
      return this.#waitFor(channel_id, pauseFor(tries, error));
    }
    this.#change(nonce, { failure: errorWords(error) });
    if (refusal === undefined) throw error;
  }

  #change(nonce: string, change: Partial<Pending>): void {
    const { outbox } = this.store.state;
    this.store.commit({ outbox: outbox.map((one) => (one.nonce === nonce ? { ...one, ...change } : one)) });
  }

  /** The loop stops at the next look; after the pause it begins again, and finds out whether there is a connection. */
  #waitAll(pause_ms: number): void {
    this.#all_wait = true;
    this.timers.after(pause_ms, () => {
      this.#all_wait = false;
      void this.flush();
    });
  }

  #waitFor(channel_id: number, pause_ms: number): void {
    this.#waiting.add(channel_id);
    this.timers.after(pause_ms, () => {
      this.#waiting.delete(channel_id);
      void this.flush();
    });
  }
}

/** As long as the server says, else longer with each try. */
export function pauseFor(tries: number, error: unknown): number {
  const own_ms = Math.min(pause_max_ms, pause_first_ms * 2 ** Math.min(tries, 10));
  return error instanceof ChatError ? (error.retry_after_ms ?? own_ms) : own_ms;
}
