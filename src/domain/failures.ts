export interface FailureOptions {
  /** So many tries cost nothing. */
  free: number;
  /** The wait after the first one that is not free; it doubles with each further one. */
  wait_ms: number;
  wait_ms_max: number;
  /** What failed so long ago counts no more. Longer than the longest wait. */
  forget_ms: number;
  keys_max: number;
}

interface Failed {
  count: number;
  last_at_ms: number;
}

/** Failed tries by some key, and how long to wait before the next one. Bounded: the oldest is forgotten first. */
export class Failures {
  readonly #failed = new Map<string, Failed>();

  constructor(readonly options: FailureOptions) {}

  /** Milliseconds until the next try; 0 when it may be made now. */
  waitFor(key: string, now_ms: number): number {
    const { free, wait_ms, wait_ms_max } = this.options;
    const failed = this.#recent(key, now_ms);
    if (!failed || failed.count < free) return 0;
    const whole_ms = Math.min(wait_ms_max, wait_ms * 2 ** (failed.count - free));
    // A clock that was set back must not make the wait longer.
    return Math.max(0, Math.min(failed.last_at_ms, now_ms) + whole_ms - now_ms);
  }

  /** A try begins. It counts as failed until it is taken back, so that many at once gain nothing. */
  add(key: string, now_ms: number): void {
    const count = (this.#recent(key, now_ms)?.count ?? 0) + 1;
    this.#failed.delete(key); // to the end, where the newest stands
    this.#failed.set(key, { count, last_at_ms: now_ms });
    if (this.#failed.size > this.options.keys_max) this.#forgetOldest();
  }

  /** The try did not fail after all. */
  takeBack(key: string): void {
    const failed = this.#failed.get(key);
    if (failed && failed.count > 1) failed.count--;
    else this.#failed.delete(key);
  }

  clear(key: string): void {
    this.#failed.delete(key);
  }

  sweep(now_ms: number): void {
    for (const key of this.#failed.keys()) this.#recent(key, now_ms);
  }

  get size(): number {
    return this.#failed.size;
  }

  #recent(key: string, now_ms: number): Failed | undefined {
    const failed = this.#failed.get(key);
    if (failed && now_ms - failed.last_at_ms >= this.options.forget_ms) this.#failed.delete(key);
    return this.#failed.get(key);
  }

  #forgetOldest(): void {
    const [oldest] = this.#failed.keys();
    if (oldest !== undefined) this.#failed.delete(oldest);
  }
}
