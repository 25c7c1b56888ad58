import { drainMicrotasks } from "bun:jsc";

import type { Turns } from "../domain/ports/turns.ts";

/** So much is worked off in one turn of the loop, beside what else is done in it. */
const turn_ms_max = 5;

/** Hands out turns until the time of a turn of the loop is over, and the rest in the next ones. In between the loop reads and writes. */
export class LoopTurns implements Turns {
  readonly #waiting: (() => void)[] = [];
  #is_due = false;

  next(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    this.#schedule();
    return promise;
  }

  #schedule(): void {
    if (this.#is_due || this.#waiting.length === 0) return;
    this.#is_due = true;
    setImmediate(() => {
      this.#is_due = false;
      this.#handOut();
    });
  }

  #handOut(): void {
    const until_ms = performance.now() + turn_ms_max;
    let due = this.#waiting.length; // who asks meanwhile has had a turn
    do {
      this.#waiting.shift()?.();
      drainMicrotasks(); // or all would only have begun when the time is looked at
    } while (--due > 0 && performance.now() < until_ms);
    this.#schedule();
  }
}
