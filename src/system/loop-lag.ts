import type { Clock } from "../domain/ports/clock.ts";
import type { Log } from "../domain/ports/log.ts";
import type { Loop } from "../domain/ports/loop.ts";

export interface LoopLagOptions {
  log: Log;
  /** How often it looks: a stall outside the turns that are told of is measured too short by this much at most. */
  interval_ms?: number;
  /** A stall over this is worth a warning. */
  warn_ms?: number;
  /** At most one warning in so much time: an overloaded machine has no use for a full log. */
  warn_every_ms?: number;
  /** How often the worst is told, warned of or not. */
  report_every_ms?: number;
  /** Milliseconds since some moment. A test moves it by hand. */
  steady?: () => number;
}

/**
 * Measures how long the event loop keeps its callers waiting. Whatever holds it up (a slow disk, a large answer, a machine
 * that is too small) shows here first.
 *
 * A turn in which work is told of is measured from there to its end, and so is each one after it until nothing more is told of.
 * For all else a timer looks how late it comes: seldom, and only when there was no such turn for a while, as waking up for
 * nothing is most of what an idle server costs.
 */
export class LoopLag implements Loop {
  readonly #options: Required<LoopLagOptions>;
  readonly #since_warning: Stalls;
  readonly #since_report: Stalls;
  #warned_at_ms = -Infinity;
  #reported_at_ms = 0;
  /** Since when the loop is in the turn that is measured; undefined when none is. */
  #turn_began_ms: number | undefined;
  /** The end of the last turn that was measured. */
  #turn_ended_ms = 0;
  #is_working = false;
  #due_ms = 0;
  #timer: Timer | undefined;

  constructor(options: LoopLagOptions) {
    this.#options = {
      interval_ms: 75,
      warn_ms: 100,
      warn_every_ms: 10_000,
      report_every_ms: 60_000,
      steady: () => performance.now(),
      ...options,
    };
    this.#since_warning = new Stalls(this.#options.warn_ms);
    this.#since_report = new Stalls(this.#options.warn_ms);
  }

  /** From now on; what comes before, the start of a server, keeps nobody waiting. */
  start(): void {
    this.#reported_at_ms = this.#turn_ended_ms = this.#options.steady();
    this.#wait();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  working(): void {
    this.#is_working = true;
    if (this.#turn_began_ms !== undefined || this.#timer === undefined) return;
    const now_ms = this.#options.steady();
    this.#addOverdue(now_ms);
    this.#turn_began_ms = now_ms;
    setImmediate(this.#turned);
  }

  /** One turn more is looked at than was told of: what was put off to the turn's end is done before it comes here again. */
  readonly #turned = (): void => {
    const now_ms = this.#options.steady();
    this.#add(now_ms - (this.#turn_began_ms ?? now_ms));
    this.#turn_ended_ms = now_ms;
    this.#turn_began_ms = this.#is_working ? now_ms : undefined;
    if (this.#is_working) setImmediate(this.#turned);
    else this.#putOff(now_ms);
    this.#is_working = false;
  };

  /** Where turns follow each other the timer has nothing to find out, and need not wake the loop up. */
  #putOff(now_ms: number): void {
    this.#due_ms = now_ms + this.#options.interval_ms;
    this.#timer?.refresh();
    this.#tell(now_ms);
  }

  #wait(): void {
    const { interval_ms } = this.#options;
    this.#due_ms = this.#options.steady() + interval_ms;
    this.#timer = setTimeout(() => this.#look(), interval_ms);
    this.#timer.unref();
  }

  #look(): void {
    const now_ms = this.#options.steady();
    if (this.#turn_began_ms === undefined) this.#addOverdue(now_ms); // else the turn tells of itself
    this.#tell(now_ms);
    this.#wait();
  }

  /** How late the timer is, without the turns that were measured. */
  #addOverdue(now_ms: number): void {
    if (now_ms <= this.#due_ms) return;
    this.#add(now_ms - Math.max(this.#due_ms, this.#turn_ended_ms));
    this.#due_ms = now_ms;
  }

  #add(lag_ms: number): void {
    this.#since_warning.add(lag_ms);
    this.#since_report.add(lag_ms);
  }

  #tell(now_ms: number): void {
    const { log, warn_every_ms, report_every_ms } = this.#options;
    if (this.#since_warning.count > 0 && now_ms - this.#warned_at_ms >= warn_every_ms) {
      log.warn("loop_stalled", this.#since_warning.take());
      this.#warned_at_ms = now_ms;
    }
    if (now_ms - this.#reported_at_ms >= report_every_ms) {
      log.debug("loop_lag", this.#since_report.take());
      this.#reported_at_ms = now_ms;
    }
  }
}

/** A clock whose callbacks are told of as work. */
export const watchedClock = (clock: Clock, loop: Loop): Clock => ({
  now: () => clock.now(),
  steady: () => clock.steady(),
  after: (delay_ms, callback) =>
    clock.after(delay_ms, () => {
      loop.working();
      callback();
    }),
});

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
