import type { Timers } from "./timers.ts";

const tick_ms = 10_000;
const late_ms = 15_000;

/** Calls when a computer has slept: the clock went on while timers stood still. */
export function watchWake(timers: Timers, woke: () => void): void {
  const due_ms = timers.now_ms() + tick_ms;
  timers.after(tick_ms, () => {
    if (timers.now_ms() - due_ms > late_ms) woke();
    watchWake(timers, woke);
  });
}
