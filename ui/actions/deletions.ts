import type { Message } from "../../src/protocol/message.ts";
import { isPassing } from "../link/link-error.ts";
import type { Link } from "../link/link.ts";
import type { Cancel, Timers } from "../link/timers.ts";
import type { Store } from "../state/store.ts";
import { words } from "../words/words.ts";
import { errorWords, isForeseen } from "./error-words.ts";
import { say } from "./say.ts";

/** How long one may think better of it. */
const undo_ms = 6_000;

/**
 * Deletes messages some seconds after one was asked to, so that it can be undone. The message is gone from the
 * screen at once. When the page ends before, the deletion is sent: it was asked for.
 */
export class Deletions {
  readonly #waiting = new Map<number, Cancel>();

  constructor(
    readonly store: Store,
    readonly link: Link,
    readonly timers: Timers,
  ) {}

  add({ id }: Message): void {
    if (this.#waiting.has(id)) return;
    this.#waiting.set(
      id,
      this.timers.after(undo_ms, () => this.#send(id)),
    );
    this.store.commit({ deleting: new Set(this.store.state.deleting).add(id) });
    say(this, words().message_actions.deleted(this.#waiting.size), {
      action: "undo_delete",
      shown_ms: undo_ms,
    });
  }

  /** All that have not been sent. */
  undo(): void {
    for (const [id, cancel] of this.#waiting) {
      cancel();
      this.#show(id);
    }
    this.#waiting.clear();
    this.store.commit({ snack: null });
  }

  /** Sends what waits. To be called when the page may end. */
  flush(): void {
    for (const [id, cancel] of this.#waiting) {
      cancel();
      this.#send(id);
    }
  }

  #send(id: number): void {
    this.#waiting.delete(id);
    if (this.#waiting.size === 0 && this.store.state.snack?.action === "undo_delete")
      this.store.commit({ snack: null });
    this.link.request("message.delete", { id }).catch((error: unknown) => this.#failed(id, error));
  }

  /** It is on screen again: one sees that it was not deleted, and here why. */
  #failed(id: number, error: unknown): void {
    this.#show(id);
    if (!isForeseen(error)) return reportError(error);
    const { not_deleted, not_deleted_away } = words().message_actions;
    say(this, isPassing(error) ? not_deleted_away : not_deleted(errorWords(error)));
  }

  #show(id: number): void {
    const deleting = new Set(this.store.state.deleting);
    if (deleting.delete(id)) this.store.commit({ deleting });
  }
}
