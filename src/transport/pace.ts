import { drainMicrotasks } from "bun:jsc";

import { type Account, FairQueue } from "../domain/fair-queue.ts";
import { Intake } from "./intake.ts";

/** Long enough to make what comes together worth a common commit, short enough that nobody notices. */
const turn_ms_max = 10;

/**
 * So many bytes of peers are parsed without a look at the time. Brackets within brackets take some 60 ns a byte, a usual message
 * a tenth of that.
 */
const unlooked_bytes_max = 262_144;
/** So much of a frame may have come before the rest of it, whoever sends it: more than any request has. */
const gathered_free_bytes = 262_144;
/** What there may be beyond that of all frames together. */
const gathered_bytes_max = 16_777_216;
/** What is said, and nearly all that is asked, is no longer than this: it does not wait behind what is. */
const short_bytes_max = 16_384;
/** In so many turns without time left for them one goes on in the last: of what takes long to answer, of what is long to parse. */
const lengthy_turns_max = 2;
const long_turns_max = 4;

/** Those for whom the time is that others leave. */
class Left extends FairQueue {
  turns_passed = 0;

  constructor(readonly turns_max: number) {
    super();
  }
}

/** Who asks for a turn; whom it is counted for is looked up only when they have to wait. */
export interface Asker {
  readonly account: Account;
}

/**
 * Keeps a turn of the loop short when many ask for much at once: what is asked after that time waits for the next turn,
 * account by account, and of each in the order asked. In between the loop reads what has come, and writes what is ready.
 */
export class Pace {
  readonly intake = new Intake();
  readonly #asked = new FairQueue();
  readonly #lengthy = new Left(lengthy_turns_max);
  /** Payloads that wait to be parsed. */
  readonly #short = new FairQueue();
  readonly #long = new Left(long_turns_max);
  /** Since when this turn has been under way; undefined before it has been asked in it. */
  #began_ms: number | undefined;
  /** Of frames that are not whole. */
  #gathered_bytes = 0;
  /** Bytes that were parsed since a turn was last looked at. */
  #read_bytes = 0;

  /** Undefined: go on at once. Otherwise resolves when it is the turn of who asks. */
  turn(asker: Asker, sort: "asked" | "lengthy" = "asked"): Promise<void> | undefined {
    return this.#turnIn(sort === "lengthy" ? this.#lengthy : this.#asked, asker);
  }

  /** The same, before so many bytes are parsed. */
  reading(bytes: number, asker: Asker): Promise<void> | undefined {
    this.#read_bytes += bytes;
    if (this.#read_bytes <= unlooked_bytes_max) return undefined;
    return this.#turnIn(bytes > short_bytes_max ? this.#long : this.#short, asker);
  }

  /** Of a frame that is not whole so many bytes have come, where it were that many before. False: more than there is room for. */
  gathers(bytes: number, before_bytes: number): boolean {
    const more = Math.max(0, bytes - gathered_free_bytes) - Math.max(0, before_bytes - gathered_free_bytes);
    this.#gathered_bytes += more;
    return more <= 0 || this.#gathered_bytes <= gathered_bytes_max;
  }

  #turnIn(waiting: FairQueue, asker: Asker): Promise<void> | undefined {
    // What one has asked may end while others of that sort still wait, and let its list ask for a turn.
    const goes_before = waiting === this.#lengthy ? this.#asked : waiting;
    if (waiting.size === 0 && goes_before.size === 0 && this.#hasTime()) return undefined;
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.push(asker.account, resolve);
    return promise;
  }

  #hasTime(): boolean {
    const now_ms = performance.now();
    if (this.#began_ms !== undefined) return now_ms - this.#began_ms < turn_ms_max;
    this.#began_ms = now_ms;
    setImmediate(() => this.#next());
    return true;
  }

  /**
   * What is short first, then what is asked, one at least. What takes long to answer, and what is long to parse, in the time that is
   * left, and now and then without, but never both in one turn.
   */
  #next(): void {
    this.#began_ms = undefined;
    this.#read_bytes = 0;
    while (this.#short.size > 0 && this.#hasTime()) this.#go(this.#short);
    this.#goAtLeast(1, this.#asked);
    const is_over_time = this.#goInTimeLeft(this.#lengthy, true);
    this.#goInTimeLeft(this.#long, !is_over_time);
  }

  /** Returns whether one went on though no time was left for it. */
  #goInTimeLeft(left: Left, may_go_over: boolean): boolean {
    if (left.size === 0) return false;
    const passed = left.size;
    left.turns_passed++;
    const is_due = may_go_over && left.turns_passed >= left.turns_max && !this.#hasTime();
    this.#goAtLeast(is_due ? 1 : 0, left);
    if (left.size < passed) left.turns_passed = 0;
    return is_due;
  }

  #goAtLeast(count: number, waiting: FairQueue): void {
    for (let done = 0; waiting.size > 0 && (this.#hasTime() || done < count); done++) this.#go(waiting);
  }

  #go(waiting: FairQueue): void {
    waiting.serve(drainMicrotasks); // or all would only have begun when the time is looked at
  }
}
