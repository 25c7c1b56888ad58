/** Somebody who has sent much at once, and may be made to wait with more. */
export interface Talker {
  /** Nothing more is read from it, until `readOn`. */
  holdBack(): void;
  readOn(): void;
}

/** What comes in less than this at once is not counted: a line of chat, and most that is asked. */
const long_bytes_min = 16_384;
/** So much that is long may be read in one turn: memory for it, filled from the system, takes up to 3 ms a megabyte. */
const turn_bytes_max = 2_097_152;
/** Bun reads half a megabyte of a socket before it looks at the next. */
const talkers_per_turn = 4;

/**
 * Keeps a turn of the loop short when many send much at once. Bun reads all sockets that have something before anything else
 * goes on, and of each as much as the system holds of it, some hundred kilobytes once it has sent much: a hundred sockets are
 * fifty megabytes. So where a turn has read enough, all who have sent much are held back, and read on in turns, a few in each.
 */
export class Intake {
  /** Who has sent much at some time: in the order in which they did it last. */
  readonly #free = new Set<Talker>();
  /** Whom nothing is read from: in the order in which they go on. */
  readonly #held = new Set<Talker>();
  #turn_bytes = 0;
  #is_turn_due = false;
  /** How many go on in the next turn. */
  #next_count = talkers_per_turn;

  /** So many bytes of somebody have been read. */
  came(talker: Talker, bytes: number): void {
    if (bytes < long_bytes_min) return;
    this.#turn_bytes += bytes;
    if (!this.#held.has(talker)) {
      this.#free.delete(talker);
      this.#free.add(talker);
    }
    this.#expectTurn();
    if (this.#turn_bytes >= turn_bytes_max) this.#holdBack();
  }

  /** Nothing more comes from them. */
  gone(talker: Talker): void {
    this.#free.delete(talker);
    this.#held.delete(talker);
  }

  #holdBack(): void {
    for (const talker of this.#free) {
      this.#held.add(talker);
      talker.holdBack();
    }
    this.#free.clear();
  }

  #expectTurn(): void {
    if (this.#is_turn_due) return;
    this.#is_turn_due = true;
    setImmediate(this.#turn);
  }

  /** Twice as many as before where those had nothing more to say: all are soon free again. */
  readonly #turn = (): void => {
    this.#next_count = this.#turn_bytes === 0 ? 2 * this.#next_count : talkers_per_turn;
    this.#turn_bytes = 0;
    this.#is_turn_due = false;
    let left = this.#next_count;
    for (const talker of this.#held) {
      if (left-- === 0) break;
      this.#held.delete(talker);
      this.#free.add(talker);
      talker.readOn();
    }
    if (this.#held.size > 0) this.#expectTurn();
  };
}
