import { drainMicrotasks } from "bun:jsc";

import { FairQueue } from "../domain/fair-queue.ts";
import type { Turns } from "../domain/ports/turns.ts";

/** So much is worked off in one turn of the loop, beside what else is done in it. */
const turn_ms_max = 5;

/**
 * Hands out turns, user by user, until the time of a turn of the loop is over, and the rest in the next ones. In between the loop reads
 * and writes.
 */
export class LoopTurns implements Turns {
  readonly #waiting = new FairQueue();
  /** Since the last turn: who asks within one goes on in a later one. */
  readonly #asked: { user_id: number; go: () => void }[] = [];
  #is_due = false;

  next(user_id: number): Promise<void> {
    const { promise, resolve: go } = Promise.withResolvers<void>();
    this.#asked.push({ user_id, go });
    this.#schedule();
    return promise;
  }

  #schedule(): void {
    if (this.#is_due || this.#asked.length + this.#waiting.size === 0) return;
    this.#is_due = true;
    setImmediate(() => {
      this.#is_due = false;
      this.#handOut();
    });
  }

  #handOut(): void {
    const until_ms = performance.now() + turn_ms_max;
    for (const { user_id, go } of this.#asked.splice(0)) this.#waiting.push(user_id, go);
    do {
      this.#waiting.serve(drainMicrotasks); // or all would only have begun when the time is looked at
    } while (this.#waiting.size > 0 && performance.now() < until_ms);
    this.#schedule();
  }
}
