/** What is looked at now and then. */
export interface Checked {
  /** Where it waits for its next look; the rounds write it. */
  round: Set<unknown> | undefined;
  /** Returns when it has to be looked at again, in ms of the same clock. */
  check(now_ms: number): number;
}

/**
 * All there are, each with the look that it waits for (a timing wheel): a thousand who are calm are not asked every
 * second whether they are, which keeps their objects out of the caches and the code that asks from being compiled.
 */
export class Rounds<Each extends Checked> {
  /** Who is to be looked at next, after that, ...; the first is at #next. */
  readonly #ring: Set<Each>[];
  readonly #interval_ms: number;
  #next = 0;
  /** When the last look was due; undefined before the first. */
  #looked_at_ms: number | undefined;

  /**
   * `interval_ms`: from one look to the next. `wait_ms_max`: who has more time than that is looked at early, so that
   * nobody is forgotten for longer because the clock was another one when their time was said.
   */
  constructor(interval_ms: number, wait_ms_max: number) {
    this.#interval_ms = interval_ms;
    // One more than they may wait: nobody is put where it is being looked.
    this.#ring = Array.from({ length: Math.ceil(wait_ms_max / interval_ms) + 2 }, () => new Set());
  }

  /** Nobody knows yet how long it can wait. */
  add(each: Each): void {
    this.#put(each, 0);
  }

  /** What it said of its next look no longer holds. Nothing happens when it is not here. */
  hurry(each: Each): void {
    if (each.round === undefined || each.round === this.#ring[this.#next]) return;
    each.round.delete(each);
    this.#put(each, 0);
  }

  /** Returns whether it was here. */
  delete(each: Each): boolean {
    const was_here = each.round?.delete(each) ?? false;
    each.round = undefined;
    return was_here;
  }

  /** To be called every interval. Comes it later, as after a sleep of the machine, looks that were missed are made up for in this one. */
  look(now_ms: number): void {
    for (let missed = this.#due(now_ms) - 1; missed > 0; missed--) this.#skip();
    const due = this.#ring[this.#next] ?? new Set();
    this.#next = (this.#next + 1) % this.#ring.length;
    try {
      for (const each of due) this.#lookAt(each, due, now_ms);
    } finally {
      // After a fault: whoever is left is looked at next, and before the one whose fault it was.
      for (const each of [...due].toReversed()) this.#put(each, 0);
      due.clear();
    }
  }

  /** How many looks are due. What is left of an interval counts next time. */
  #due(now_ms: number): number {
    const before_ms = this.#looked_at_ms ?? now_ms - this.#interval_ms;
    const due = Math.floor((now_ms - before_ms) / this.#interval_ms);
    const is_steady = due >= 1 && due <= this.#ring.length;
    this.#looked_at_ms = is_steady ? before_ms + due * this.#interval_ms : now_ms;
    return Math.min(Math.max(due, 1), this.#ring.length);
  }

  /** Who waits for the next look waits for the one after it, which comes at once. */
  #skip(): void {
    const waiting = this.#ring[this.#next] ?? new Set();
    this.#next = (this.#next + 1) % this.#ring.length;
    for (const each of waiting) this.#put(each, 0);
    waiting.clear();
  }

  get all(): Each[] {
    return this.#ring.flatMap((waiting) => [...waiting]);
  }

  get is_empty(): boolean {
    return this.#ring.every(({ size }) => size === 0);
  }

  #lookAt(each: Each, due: Set<Each>, now_ms: number): void {
    if (each.round !== due) return; // one before it had it go
    const again_ms = each.check(now_ms);
    if (each.round !== due) return; // it went, or hurries
    due.delete(each);
    this.#put(each, Math.ceil((again_ms - now_ms) / this.#interval_ms) - 1);
  }

  #put(each: Each, looks_ahead: number): void {
    const ahead = Math.min(Math.max(looks_ahead, 0), this.#ring.length - 2);
    each.round = this.#ring[(this.#next + ahead) % this.#ring.length]?.add(each);
  }
}
