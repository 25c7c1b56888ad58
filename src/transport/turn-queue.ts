import type { Asker, Pace } from "./pace.ts";
import type { Sort } from "./peer.ts";

/** Whose turns these are. */
export interface TurnTaker extends Asker {
  /** Undefined: the next may be worked on. Otherwise resolves when it may, for all who ask in the order they ask. */
  ready(): Promise<void> | undefined;
  /** Works on one payload. Must not reject: the queue has nobody to tell. */
  work(payload: unknown): Promise<void>;
  /** One is done. */
  worked(): void;
}

interface Turn {
  payload: unknown;
  sort: Sort;
  /** What it takes until it is done. */
  bytes: number;
}

/**
 * The order in which one connection's requests run: one after the other, but what is said may be
 * under way together, so that sends that arrive together share a commit. They start in the order they came, at
 * once when nothing holds them up.
 */
export class TurnQueue {
  #running = 0;
  #is_exclusive = false;
  #waiting: Turn[] | undefined;
  #idle: PromiseWithResolvers<void> | undefined;
  #bytes = 0;

  /** What is asked goes on when the pace says so. */
  constructor(
    readonly taker: TurnTaker,
    readonly pace: Pick<Pace, "turn">,
  ) {}

  /** Payloads that are not done. */
  get size(): number {
    return this.#waiting === undefined ? this.#running : this.#running + this.#waiting.length;
  }

  /** How many bytes the payloads take that are not done: they are kept until then. */
  get bytes(): number {
    return this.#bytes;
  }

  run(payload: unknown, sort: Sort, bytes: number): void {
    const turn = { payload, sort, bytes };
    this.#bytes += bytes;
    if (this.#waiting !== undefined) this.#waiting.push(turn);
    else if (this.#mayStart(sort)) this.#start(turn);
    else this.#waiting = [turn];
  }

  /** Resolves when nothing is under way and nothing waits. */
  settled(): Promise<void> {
    if (this.size === 0) return Promise.resolve();
    this.#idle ??= Promise.withResolvers();
    return this.#idle.promise;
  }

  #mayStart(sort: Sort): boolean {
    return this.#running === 0 || (sort === "said" && !this.#is_exclusive);
  }

  #start(turn: Turn): void {
    this.#running++;
    this.#is_exclusive = turn.sort !== "said";
    void this.#see(turn);
  }

  async #see({ payload, sort, bytes }: Turn): Promise<void> {
    try {
      const ready = this.taker.ready();
      if (ready !== undefined) await ready;
      const turn = sort === "said" ? undefined : this.pace.turn(this.taker, sort);
      if (turn !== undefined) await turn;
      await this.taker.work(payload);
    } finally {
      this.#done(bytes);
    }
  }

  #done(bytes: number): void {
    this.#running--;
    this.#bytes -= bytes;
    this.#startWaiting();
    this.taker.worked();
    if (this.size > 0) return;
    this.#idle?.resolve();
    this.#idle = undefined;
  }

  #startWaiting(): void {
    for (let next = this.#waiting?.[0]; next && this.#mayStart(next.sort); next = this.#waiting?.[0]) {
      this.#waiting?.shift();
      this.#start(next);
    }
    if (this.#waiting?.length === 0) this.#waiting = undefined;
  }
}
