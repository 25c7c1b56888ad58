import type { Clock } from "../domain/ports/clock.ts";

const origin_ms = performance.timeOrigin;

export const systemClock: Clock = {
  now: () => Date.now(),
  steady: () => Math.floor(origin_ms + performance.now()),
  after(delay_ms, callback) {
    const timer = setTimeout(callback, delay_ms);
    return () => clearTimeout(timer);
  },
};
