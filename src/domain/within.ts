import type { Clock } from "./ports/clock.ts";

/** Waits for a promise, but by this clock not longer than so. Rejects when the promise does meanwhile. */
export async function within(clock: Clock, wait_ms: number, work: Promise<unknown>): Promise<void> {
  const { promise: too_long, resolve } = Promise.withResolvers<void>();
  const cancel = clock.after(wait_ms, resolve);
  await Promise.race([work, too_long]).finally(cancel);
}
