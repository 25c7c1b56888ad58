import type { Clock } from "../../src/domain/ports/clock.ts";

/** A clock that a test moves by hand; callbacks that fall due are called while it moves. */
export class FakeClock implements Clock {
  #now_ms: number;
  /** By how much somebody has set it. */
  set_by_ms = 0;
  #waiting: { due_ms: number; callback: () => void }[] = [];

  constructor(now_ms = 1_000_000) {
    this.#now_ms = now_ms;
  }

  now(): number {
    return this.#now_ms + this.set_by_ms;
  }

  /** What now() says, unless somebody has set it. */
  steady(): number {
    return this.#now_ms;
  }

  after(delay_ms: number, callback: () => void): () => void {
    const entry = { due_ms: this.#now_ms + delay_ms, callback };
    this.#waiting.push(entry);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry);
    };
  }

  /** Callbacks that wait for their time. */
  get waiting(): number {
    return this.#waiting.length;
  }

  move(by_ms: number): void {
    const end_ms = this.#now_ms + by_ms;
    for (let next = this.#nextDue(end_ms); next; next = this.#nextDue(end_ms)) {
      this.#now_ms = next.due_ms;
      next.callback();
    }
    this.#now_ms = end_ms;
  }

  #nextDue(end_ms: number) {
    const [next] = this.#waiting.filter(({ due_ms }) => due_ms <= end_ms).sort((a, b) => a.due_ms - b.due_ms);
    this.#waiting = this.#waiting.filter((other) => other !== next);
    return next;
  }
}
