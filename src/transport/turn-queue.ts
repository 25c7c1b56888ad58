/**
 * The order in which one connection's requests run: one after the other, but those marked as
 * overlapping may be under way together, so that sends that arrive together share a commit. They start
 * in the order they came.
 */
export class TurnQueue {
  /** Settles when the last exclusive task has. */
  #exclusive: Promise<void> = Promise.resolve();
  /** Settles when all overlapping tasks since then have. */
  #overlapping: Promise<void> = Promise.resolve();
  #running = 0;

  /** Tasks that have not settled. */
  get size(): number {
    return this.#running;
  }

  /** Tasks must not reject: the queue has nobody to tell. */
  run(task: () => Promise<void>, overlaps: boolean): void {
    this.#running++;
    const before = overlaps ? this.#exclusive : this.#all();
    const done = before.then(task).finally(() => this.#running--);
    if (overlaps) this.#overlapping = both(this.#overlapping, done);
    else this.#exclusive = done;
  }

  /** Resolves when everything asked for until now has settled. */
  settled(): Promise<void> {
    return this.#all();
  }

  #all(): Promise<void> {
    return both(this.#exclusive, this.#overlapping);
  }
}

const both = async (a: Promise<void>, b: Promise<void>): Promise<void> => {
  await a;
  await b;
};
