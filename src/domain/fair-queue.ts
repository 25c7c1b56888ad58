/** Whom a turn is counted for: a user's id, or what the address of somebody who is not logged in counts as. */
export type Account = number | string;

/** Of each round every account that waits has so much. */
const share_ms = 1;

interface Line {
  /** The first one's turn comes first. */
  readonly waiting: (() => void)[];
  /** What the account has left of its share; below 0, what it has taken beyond. */
  left_ms: number;
}

/**
 * Who waits for a turn of the loop. Accounts are served in rounds by the time they take (deficit round robin): what one takes
 * beyond its share it owes, and is passed over until the others have had as much. So who asks for much, or for what takes long,
 * over however many connections, holds up itself; and what takes next to nothing, as a connection that has gone, loses no round.
 */
export class FairQueue {
  /** Of those who wait or owe; whose turn is next stands first. */
  readonly #lines = new Map<Account, Line>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(account: Account, go: () => void): void {
    this.#size++;
    const line = this.#lines.get(account);
    if (line) line.waiting.push(go);
    else this.#lines.set(account, { waiting: [go], left_ms: share_ms });
  }

  /** Lets the next one go on, if any waits, and runs it down: until then its turn lasts. */
  serve(runDown: () => void): void {
    const line = this.#next();
    if (line === undefined) return;
    this.#size--;
    const began_ms = performance.now();
    line.waiting.shift()?.();
    runDown();
    line.left_ms -= performance.now() - began_ms;
    if (this.#size === 0) this.#lines.clear(); // what is owed is owed to others who wait
  }

  #next(): Line | undefined {
    if (this.#size === 0) return undefined;
    // A Map hands out what is added while it is walked: round after round, until somebody's debt is paid.
    for (const [account, line] of this.#lines) {
      if (line.left_ms > 0 && line.waiting.length > 0) return line;
      this.#lines.delete(account);
      if (line.left_ms > 0) continue;
      line.left_ms += share_ms;
      this.#lines.set(account, line);
    }
    return undefined;
  }
}
