/** Lets a bounded number of tasks run at once and a bounded number wait, first come first served. */
export class Gate {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(
    readonly concurrency: number,
    readonly waiting_max: number,
  ) {}

  /** Runs the task when its turn comes; undefined, and the task never runs, when too many wait. */
  run<T>(task: () => Promise<T>): Promise<T> | undefined {
    if (this.#running >= this.concurrency && this.#waiting.length >= this.waiting_max) return undefined;
    return this.#take()
      .then(task)
      .finally(() => this.#release());
  }

  #take(): Promise<void> {
    if (this.#running < this.concurrency) {
      this.#running++;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The place goes straight to the next who waits, so that no newcomer can slip in between. */
  #release(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running--;
  }
}
