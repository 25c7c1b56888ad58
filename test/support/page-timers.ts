import type { Cancel, Timers } from "../../ui/link/timers.ts";

/** A clock that stands still until `pass` moves it; what comes due runs in order of time. */
export class FakeTimers implements Timers {
  #now_ms: number;
  #due: { at_ms: number; run: () => void }[] = [];
  chance = 0.5;

  constructor(now_ms = Date.UTC(2026, 10, 22, 12)) {
    this.#now_ms = now_ms;
  }

  now_ms(): number {
    return this.#now_ms;
  }

  random(): number {
    return this.chance;
  }

  after(delay_ms: number, run: () => void): Cancel {
    const one = { at_ms: this.#now_ms + delay_ms, run };
    this.#due.push(one);
    return () => {
      this.#due = this.#due.filter((other) => other !== one);
    };
  }

  /** Lets time pass, and after each thing that came due everything that follows from it in promises. */
  async pass(span_ms: number): Promise<void> {
    const end_ms = this.#now_ms + span_ms;
    await settled();
    for (let next = this.#next(end_ms); next !== undefined; next = this.#next(end_ms)) {
      this.#due = this.#due.filter((other) => other !== next);
      this.#now_ms = Math.max(this.#now_ms, next.at_ms);
      next.run();
      await settled();
    }
    this.#now_ms = end_ms;
  }

  #next(end_ms: number) {
    return this.#due.filter(({ at_ms }) => at_ms <= end_ms).sort((a, b) => a.at_ms - b.at_ms)[0];
  }
}

/** After every promise that is ready now, and all that follows from them, has been handled. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
