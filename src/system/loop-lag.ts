import type { Log } from "../domain/ports/log.ts";

export interface LoopLagOptions {
  log: Log;
  /** How often it looks: a stall is measured too short by this much at most. */
  interval_ms?: number;
  /** A stall over this is worth a warning. */
  warn_ms?: number;
  /** At most one warning in so much time: an overloaded machine has no use for a full log. */
  warn_every_ms?: number;
  /** How often the worst is told, warned of or not. */
  report_every_ms?: number;
}

/**
 * Measures how long the event loop keeps its callers waiting, by how late a timer comes. Whatever holds it up
 * (a slow disk, a large answer, a machine that is too small) shows here first. Returns how to stop.
 */
export function watchLoopLag(options: LoopLagOptions): () => void {
  const { log, interval_ms = 25, warn_ms = 100, warn_every_ms = 10_000, report_every_ms = 60_000 } = options;
  const since_warning = new Stalls(warn_ms);
  const since_report = new Stalls(warn_ms);
  let due_ms = performance.now() + interval_ms;
  let warned_at_ms = -Infinity;
  let reported_at_ms = performance.now();

  const look = () => {
    const now_ms = performance.now();
    const lag_ms = now_ms - due_ms;
    since_warning.add(lag_ms);
    since_report.add(lag_ms);
    if (since_warning.count > 0 && now_ms - warned_at_ms >= warn_every_ms) {
      log.warn("loop_stalled", since_warning.take());
      warned_at_ms = now_ms;
    }
    if (now_ms - reported_at_ms >= report_every_ms) {
      log.debug("loop_lag", since_report.take());
      reported_at_ms = now_ms;
    }
    due_ms = performance.now() + interval_ms;
    timer = setTimeout(look, interval_ms);
    timer.unref();
  };
  let timer = setTimeout(look, interval_ms);
  timer.unref();
  return () => clearTimeout(timer);
}

/** The worst delay since it was asked last, and how many were over the limit. */
class Stalls {
  count = 0;
  #worst_ms = 0;

  constructor(readonly limit_ms: number) {}

  add(lag_ms: number): void {
    if (lag_ms > this.limit_ms) this.count++;
    this.#worst_ms = Math.max(this.#worst_ms, lag_ms);
  }

  take(): { worst_ms: number; stalls: number } {
    const taken = { worst_ms: Math.round(this.#worst_ms), stalls: this.count };
    this.#worst_ms = this.count = 0;
    return taken;
  }
}
