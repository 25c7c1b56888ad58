import { Run } from "./run.ts";

/** What can be flushed once a turn. */
interface Flushable {
  flush(): void;
}

/**
 * Joins what is written within one turn of the loop: each connection that asked is flushed once, at the turn's
 * end. What they get begins at the same run, so that the same frames are one buffer for all of them.
 */
export class Flusher {
  #start: Run | undefined;
  #due: Flushable[] = [];

  /** The run without frames with which this turn began. */
  get start(): Run {
    return (this.#start ??= Run.start());
  }

  /** Asks for flush() at the end of this turn. Each asks once. */
  add(flushable: Flushable): void {
    if (this.#due.length === 0) setImmediate(() => this.#flush());
    this.#due.push(flushable);
  }

  #flush(): void {
    const due = this.#due;
    this.#due = [];
    this.#start = undefined;
    for (const each of due) each.flush();
  }
}
