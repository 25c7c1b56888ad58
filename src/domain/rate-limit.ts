/**
 * Sliding window per user, over all of the user's connections: at most `per_window` in any window_ms.
 * What is refused does not count.
 */
export class RateLimit {
  /** The times of the last permitted ones of each user, oldest first. */
  readonly #taken = new Map<number, number[]>();

  /** per_window 0 means no limit. */
  constructor(
    readonly per_window: number,
    readonly window_ms: number,
  ) {}

  /** Takes one and returns 0, or takes none and returns how many milliseconds to wait. */
  take(user_id: number, now_ms: number): number {
    if (this.per_window === 0) return 0;
    const times = this.#recent(user_id, now_ms);
    const oldest_ms = times[0];
    if (oldest_ms !== undefined && times.length >= this.per_window)
      return Math.max(1, oldest_ms + this.window_ms - now_ms);
    times.push(now_ms);
    this.#taken.set(user_id, times);
    return 0;
  }

  /** Lets go of users whose window is empty. */
  sweep(now_ms: number): void {
    for (const user_id of this.#taken.keys()) {
      if (this.#recent(user_id, now_ms).length === 0) this.#taken.delete(user_id);
    }
  }

  /** Drops what left the window. A clock that was set back must not lock anyone out, so later times go too. */
  #recent(user_id: number, now_ms: number): number[] {
    const times = this.#taken.get(user_id) ?? [];
    const isRecent = (time_ms: number) => time_ms > now_ms - this.window_ms && time_ms <= now_ms;
    while (times[0] !== undefined && !isRecent(times[0])) times.shift();
    return times;
  }
}
