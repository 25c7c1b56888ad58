import { drainMicrotasks } from "bun:jsc";

/** Long enough to make what comes together worth a common commit, short enough that nobody notices. */
const turn_ms_max = 10;

/**
 * Keeps a turn of the loop short when many ask for much at once: what is asked after that time waits for the next turn,
 * in the order asked. In between the loop reads what has come, and writes what is ready.
 */
export class Pace {
  readonly #waiting: (() => void)[] = [];
  /** Since when this turn has been under way; undefined before it has been asked in it. */
  #began_ms: number | undefined;

  /** Undefined: go on at once. Otherwise resolves when it is the turn of who asks. */
  turn(): Promise<void> | undefined {
    if (this.#waiting.length === 0 && this.#hasTime()) return undefined;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    return promise;
  }

  #hasTime(): boolean {
    const now_ms = performance.now();
    if (this.#began_ms !== undefined) return now_ms - this.#began_ms < turn_ms_max;
    this.#began_ms = now_ms;
    setImmediate(() => this.#next());
    return true;
  }

  #next(): void {
    this.#began_ms = undefined;
    while (this.#waiting.length > 0 && this.#hasTime()) {
      this.#waiting.shift()?.();
      drainMicrotasks(); // or all would only have begun when the time is looked at
    }
  }
}
