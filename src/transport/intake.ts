import type { Account } from "../domain/fair-queue.ts";
import { HeldBack } from "./held-back.ts";

/** Somebody who has sent much at once, and may be made to wait with more. */
export interface Talker {
  readonly account: Account;
  /** Nothing more is read from it, until `readOn`. */
  holdBack(): void;
  readOn(): void;
}

/** What comes in less than this at once is not counted: a line of chat, and most that is asked. */
const long_bytes_min = 16_384;
/** So much that is long may be read in one turn: memory for it, filled from the system, takes up to 3 ms a megabyte. */
const turn_bytes_max = 2_097_152;
/** Bun reads half a megabyte of a socket before it looks at the next. */
const talkers_min = 4;

/**
 * Keeps a turn of the loop short when many send much at once. Bun reads all sockets that have something before anything else
 * goes on, and of each as much as the system holds of it, some hundred kilobytes once it has sent much: a hundred sockets are
 * fifty megabytes. So where a turn has read enough, all who have ever sent much are held back, and read on in turns, account by
 * account, some in each.
 */
export class Intake {
  /** Those of whom all that comes is read, in the order in which something did. */
  readonly #free = new Set<Talker>();
  /** Whom nothing is read from; of an account they go on in the order in which something came of them. */
  readonly #held = new HeldBack<Talker>();
  /** Those whose turn this is, as long as nothing has come of them; */
  readonly #going = new Set<Talker>();
  /** those who had no time left in theirs, and have the next one before all others. */
  readonly #first = new Set<Talker>();
  #turn_bytes = 0;
  #is_turn_due = false;
  #going_max = talkers_min;

  /** So many bytes of somebody have been read. */
  came(talker: Talker, bytes: number): void {
    if (bytes < long_bytes_min) return;
    this.#turn_bytes += bytes;
    if (!this.#held.has(talker) && !this.#first.has(talker)) {
      this.gone(talker);
      this.#free.add(talker);
    }
    this.#expectTurn();
    if (this.#is_over) this.#holdBack();
  }

  /** Nothing more comes from them. */
  gone(talker: Talker): void {
    for (const each of [this.#free, this.#held, this.#going, this.#first]) each.delete(talker);
  }

  get #is_over(): boolean {
    return this.#turn_bytes >= turn_bytes_max;
  }

  #holdBack(): void {
    for (const talker of [...this.#going, ...this.#free]) talker.holdBack();
    move(this.#going, this.#first);
    move(this.#free, this.#held);
  }

  #expectTurn(): void {
    if (this.#is_turn_due) return;
    this.#is_turn_due = true;
    setImmediate(this.#turn);
  }

  /** Twice as many as before where those had little to say: who has nothing more is soon free again, also among many who have. */
  readonly #turn = (): void => {
    this.#is_turn_due = false;
    this.#going_max = Math.max(talkers_min, this.#is_over ? this.#going_max / 2 : this.#going_max * 2);
    this.#turn_bytes = 0;
    move(this.#going, this.#free);
    this.#goOn();
    if (this.#going.size > 0) this.#expectTurn();
    else this.#going_max = talkers_min;
  };

  #goOn(): void {
    while (this.#going.size < this.#going_max) {
      const [before] = this.#first;
      const talker = before ?? this.#held.take();
      if (talker === undefined) return;
      this.#first.delete(talker);
      this.#going.add(talker);
      talker.readOn();
    }
  }
}

function move<T>(from: Set<T>, to: { add(each: T): unknown }): void {
  for (const each of from) to.add(each);
  from.clear();
}
