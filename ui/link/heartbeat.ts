import type { Cancel, Timers } from "./timers.ts";

const probe_ms = 5_000;

/**
 * Finds a half-open connection within two intervals: after a quarter to half an interval without a word it asks
 * (spread by chance, so that a thousand clients do not ask in one moment), and when one and a half more bring
 * nothing it gives up. Any frame counts as a word.
 */
export class Heartbeat {
  #heard_ms: number;
  #asked_ms: number | undefined;
  #cancel: Cancel;

  constructor(
    private readonly timers: Timers,
    private readonly interval_ms: number,
    private readonly ask: () => void,
    private readonly giveUp: () => void,
  ) {
    this.#heard_ms = timers.now_ms();
    this.#cancel = timers.after(this.#quiet(), () => this.#check());
  }

  heard(): void {
    this.#heard_ms = this.timers.now_ms();
    if (this.#asked_ms === undefined) return;
    this.#asked_ms = undefined;
    this.#next(this.#quiet(), () => this.#check());
  }

  /** Asks at once and gives up after 5 s without a word: for the moment a computer wakes or a window gets the focus. */
  probe(): void {
    this.#asked_ms = this.timers.now_ms();
    this.ask();
    this.#next(probe_ms, this.giveUp);
  }

  stop(): void {
    this.#cancel();
  }

  #check(): void {
    const now_ms = this.timers.now_ms();
    if (this.#asked_ms !== undefined) {
      const left_ms = this.#asked_ms + this.interval_ms * 1.5 - now_ms;
      return left_ms <= 0 ? this.giveUp() : this.#next(left_ms, () => this.#check());
    }
    const quiet_left_ms = this.#heard_ms + this.interval_ms / 4 - now_ms;
    if (quiet_left_ms > 0)
      return this.#next(this.#quiet() - this.interval_ms / 4 + quiet_left_ms, () => this.#check());
    this.#asked_ms = now_ms;
    this.ask();
    this.#next(this.interval_ms * 1.5, () => this.#check());
  }

  /** How long a silence may be before it is asked about. */
  #quiet(): number {
    return this.interval_ms * (0.25 + 0.25 * this.timers.random());
  }

  #next(delay_ms: number, run: () => void): void {
    this.#cancel();
    this.#cancel = this.timers.after(delay_ms, run);
  }
}
