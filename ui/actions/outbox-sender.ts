import { ChatError } from "../../src/protocol/errors.ts";
import { LinkDown, NoAnswer } from "../link/link-error.ts";
import type { Link } from "../link/link.ts";
import type { Timers } from "../link/timers.ts";
import type { Pending } from "../state/state.ts";
import type { Store } from "../state/store.ts";
import { addMessage } from "../state/timeline.ts";
import { errorWords } from "./error-words.ts";

const no_answer_pause_ms = 2_000;

/** What nobody can have done yet to a message that is just being written. */
const unchanged = { edited_at_ms: null, deleted_at_ms: null, pinned_at_ms: null, reactions: [] };

/**
 * Sends what waits in the outbox, one after another in the order written. What finds no connection stays
 * and goes out after the next login, with the same nonce, so that nothing is stored twice.
 */
export class OutboxSender {
  #sending = false;
  #waiting = false;

  constructor(
    private readonly store: Store,
    private readonly link: Link,
    private readonly timers: Timers,
    private readonly sent: (channel_id: number) => void,
  ) {}

  /** To be called when a message was written and when a login succeeded. */
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
    if (this.#waiting || connection.stage !== "up" || !this.link.is_up) return undefined;
    return outbox.find(({ failure }) => failure === null);
  }

  async #send({ channel_id, nonce, kind, content, reply_to_seq }: Pending): Promise<void> {
    const author = this.store.state.me;
    if (author === null) return;
    const message = { channel_id, nonce, author, kind, content, reply_to_seq, ...unchanged };
    try {
      await this.link.request(
        "message.send",
        { channel_id, nonce, kind, content, ...(reply_to_seq !== null && { reply_to_seq }) },
        {
          settle: (reply) => this.store.commit(addMessage(this.store.state, { ...message, ...reply })),
        },
      );
      this.sent(channel_id);
    } catch (error) {
      this.#fail(nonce, error);
    }
  }

  #fail(nonce: string, error: unknown): void {
    if (error instanceof LinkDown) return this.#pause(0);
    // Perhaps the server has it, perhaps not: it gets the same nonce again until it says so.
    if (error instanceof NoAnswer) return this.#pause(no_answer_pause_ms);
    if (error instanceof ChatError && (error.code === "rate_limited" || error.code === "busy"))
      return this.#pause(error.retry_after_ms ?? 1_000);
    const failure = errorWords(error);
    const { outbox } = this.store.state;
    this.store.commit({
      outbox: outbox.map((pending) => (pending.nonce === nonce ? { ...pending, failure } : pending)),
    });
  }

  /** The loop stops at the next look; after the pause it begins again, and finds out whether there is a connection. */
  #pause(pause_ms: number): void {
    this.#waiting = true;
    this.timers.after(pause_ms, () => {
      this.#waiting = false;
      void this.flush();
    });
  }
}
