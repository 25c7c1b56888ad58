/**
 * So many at once, then as many again in the course of a period, evenly. One number a key, and a bounded number of
 * keys: the one that was not used for longest is forgotten first.
 */
export class Allowance<Key extends string | number> {
  /** When each key would have all of its allowance back. */
  readonly #whole_at_ms = new Map<Key, number>();
  readonly #each_ms: number;

  /** per_period 0 means no limit. */
  constructor(
    readonly per_period: number,
    readonly period_ms: number,
    readonly keys_max = 10_000,
  ) {
    this.#each_ms = period_ms / Math.max(1, per_period);
  }

  /** Takes one and returns 0, or takes none and returns how many milliseconds to wait. */
  take(key: Key, now_ms: number): number {
    if (this.per_period === 0) return 0;
    const whole_at_ms = this.#wholeAt(key, now_ms) + this.#each_ms;
    const wait_ms = whole_at_ms - now_ms - this.period_ms;
    if (wait_ms > 0.5) return Math.ceil(wait_ms);
    this.#whole_at_ms.delete(key); // to the end, where what was used last stands
    this.#whole_at_ms.set(key, whole_at_ms);
    if (this.#whole_at_ms.size > this.keys_max) this.#forgetOldest();
    return 0;
  }

  /** What was taken was for nothing. */
  giveBack(key: Key, now_ms: number): void {
    if (this.#whole_at_ms.has(key)) this.#whole_at_ms.set(key, this.#wholeAt(key, now_ms) - this.#each_ms);
  }

  /** Lets go of keys that have all of their allowance. */
  sweep(now_ms: number): void {
    for (const key of this.#whole_at_ms.keys()) {
      if (this.#wholeAt(key, now_ms) <= now_ms) this.#whole_at_ms.delete(key);
    }
  }

  /** Keys that are remembered. */
  get size(): number {
    return this.#whole_at_ms.size;
  }

  /** A clock that was set back must not lock anyone out: nobody is further away than one period. */
  #wholeAt(key: Key, now_ms: number): number {
    const whole_at_ms = this.#whole_at_ms.get(key) ?? now_ms;
    return Math.min(Math.max(whole_at_ms, now_ms), now_ms + this.period_ms);
  }

  #forgetOldest(): void {
    const [oldest] = this.#whole_at_ms.keys();
    if (oldest !== undefined) this.#whole_at_ms.delete(oldest);
  }
}
