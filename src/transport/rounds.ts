/** What is looked at now and then. */
export interface Checked {
  /** Where it waits for its next look; the rounds write it. */
  round: Set<unknown> | undefined;
  /** Returns when it has to be looked at again, in ms of the same clock. */
  check(now_ms: number): number;
}

/** As many looks ahead one may wait. Who has more time is asked a little early, and waits once more. */
const looks_ahead_max = 63;

/**
 * All there are, each with the look that it waits for (a timing wheel): a thousand who are calm are not asked every
 * second whether they are, which keeps their objects out of the caches and the code that asks from being compiled.
 */
export class Rounds<Each extends Checked> {
  /** Who is to be looked at next, after that, ...; the first is at #next. */
  readonly #ring = Array.from({ length: looks_ahead_max + 1 }, () => new Set<Each>());
  readonly #interval_ms: number;
  #next = 0;

  /** `interval_ms`: from one look to the next. */
  constructor(interval_ms: number) {
    this.#interval_ms = interval_ms;
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

  /** To be called every interval, or later when the loop was held up: looks are counted, whatever became of the clock. */
  look(now_ms: number): void {
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
    const ahead = Math.min(Math.max(looks_ahead, 0), looks_ahead_max - 1);
    const round = this.#ring[(this.#next + ahead) % this.#ring.length]?.add(each);
    each.round = round;
  }
}
