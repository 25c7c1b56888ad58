import { drainMicrotasks } from "bun:jsc";

/** Long enough to make what comes together worth a common commit, short enough that nobody notices. */
const turn_ms_max = 10;

/**
 * So many bytes of peers are parsed without a look at the time. Brackets within brackets take some 60 ns a byte, a usual message
 * a tenth of that.
 */
const unlooked_bytes_max = 262_144;
/** What is said is no longer than this: it does not wait behind all that is. */
const short_bytes_max = 16_384;

/**
 * Keeps a turn of the loop short when many ask for much at once: what is asked after that time waits for the next turn,
 * in the order asked. In between the loop reads what has come, and writes what is ready.
 */
export class Pace {
  readonly #waiting: (() => void)[] = [];
  /** Short payloads that wait to be parsed. */
  readonly #waiting_short: (() => void)[] = [];
  /** Since when this turn has been under way; undefined before it has been asked in it. */
  #began_ms: number | undefined;
  /** Bytes that were parsed since a turn was last looked at. */
  #read_bytes = 0;

  /** Undefined: go on at once. Otherwise resolves when it is the turn of who asks. */
  turn(): Promise<void> | undefined {
    return this.#turnIn(this.#waiting);
  }

  /** The same, before so many bytes are parsed. */
  reading(bytes: number): Promise<void> | undefined {
    this.#read_bytes += bytes;
    if (this.#read_bytes <= unlooked_bytes_max) return undefined;
    return this.#turnIn(bytes > short_bytes_max ? this.#waiting : this.#waiting_short);
  }

  #turnIn(waiting: (() => void)[]): Promise<void> | undefined {
    if (waiting.length === 0 && this.#hasTime()) return undefined;
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.push(resolve);
    return promise;
  }

  #hasTime(): boolean {
    const now_ms = performance.now();
    if (this.#began_ms !== undefined) return now_ms - this.#began_ms < turn_ms_max;
    this.#began_ms = now_ms;
    setImmediate(() => this.#next());
    return true;
  }

  /** What is short first; of the rest, one in each turn at least. */
  #next(): void {
    this.#began_ms = undefined;
    this.#read_bytes = 0;
    while (this.#waiting_short.length > 0 && this.#hasTime()) this.#go(this.#waiting_short);
    for (let is_first = true; this.#waiting.length > 0 && (this.#hasTime() || is_first); is_first = false)
      this.#go(this.#waiting);
  }

  #go(waiting: (() => void)[]): void {
    waiting.shift()?.();
    drainMicrotasks(); // or all would only have begun when the time is looked at
  }
}
