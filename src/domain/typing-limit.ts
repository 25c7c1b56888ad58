import { limits } from "../protocol/limits.ts";

/** Lets one "is writing" of a user through per channel and interval; it is never stored. */
export class TypingLimit {
  /** "user:channel" to when it was told last. */
  readonly #told = new Map<string, number>();

  /** Whether to tell the others now. */
  take(user_id: number, channel_id: number, now_ms: number): boolean {
    const key = `${user_id}:${channel_id}`;
    const told_at_ms = this.#told.get(key) ?? -Infinity;
    if (now_ms - told_at_ms < limits.typing_interval_ms && now_ms >= told_at_ms) return false;
    this.#told.set(key, now_ms);
    return true;
  }

  sweep(now_ms: number): void {
    for (const [key, told_at_ms] of this.#told) {
      if (now_ms - told_at_ms >= limits.typing_interval_ms) this.#told.delete(key);
    }
  }
}
