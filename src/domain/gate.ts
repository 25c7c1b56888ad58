import type { Account } from "./fair-queue.ts";

/** What waits of one who asks: the first one's turn comes first. */
type Line = PromiseWithResolvers<void>[];

/**
 * Lets a bounded number of tasks run at once and a bounded number wait. Those who ask take turns, one task of each in
 * every round and each one's own in the order asked: who asks for much holds up only itself. With all places taken, who
 * has most waiting gives its last one up to who has fewer.
 */
export class Gate {
  #running = 0;
  #waiting = 0;
  /** Of those who have something waiting; whose turn is next stands first. */
  readonly #lines = new Map<Account, Line>();

  /** `refusal`: what is thrown when too many wait. */
  constructor(
    readonly concurrency: number,
    readonly waiting_max: number,
    readonly refusal: () => Error,
  ) {}

  /** Runs the task when its turn comes. Throws the refusal, and the task never runs, when there is no place for it. */
  async run<T>(asker: Account, task: () => Promise<T>): Promise<T> {
    if (this.#running < this.concurrency) this.#running++;
    else await this.#turn(asker);
    try {
      return await task();
    } finally {
      this.#release();
    }
  }

  /** Resolves when a place that was another's is the asker's. */
  #turn(asker: Account): Promise<void> {
    if (this.#waiting >= this.waiting_max) this.#giveUpOneFor(asker);
    const place = Promise.withResolvers<void>();
    const line = this.#lines.get(asker);
    if (line) line.push(place);
    else this.#lines.set(asker, [place]);
    this.#waiting++;
    return place.promise;
  }

  #giveUpOneFor(asker: Account): void {
    const own = this.#lines.get(asker)?.length ?? 0;
    const most = [...this.#lines.values()].reduce((a, b) => (b.length > a.length ? b : a), []);
    if (most.length <= own + 1) throw this.refusal();
    this.#waiting--;
    most.pop()?.reject(this.refusal());
  }

  /** The place goes straight to the next who waits, so that no newcomer can slip in between. */
  #release(): void {
    const [next] = this.#lines;
    if (next === undefined) {
      this.#running--;
      return;
    }
    const [asker, line] = next;
    this.#waiting--;
    this.#lines.delete(asker);
    const place = line.shift();
    if (line.length > 0) this.#lines.set(asker, line); // behind all others
    place?.resolve();
  }
}
