import { describeFault } from "../../domain/fault.ts";
import { ChatError } from "../../protocol/errors.ts";
import { type EngineOptions, SearchEngine } from "./engine.ts";
import { search_ms_max } from "./finder.ts";
import { isDamage, removeIndexFile } from "./index-file.ts";
import { type FromSearchWorker, moment, type ToSearchWorker } from "./worker-messages.ts";

/** A step of indexing is followed by a rest as long as it took, so that it never takes more than half a core. */
const rest_ms_max = 50;
/** In a storm of messages it rests so many times as long: the index follows when there is time for it. */
const storm_rests = 30;
const storm_rest_ms_max = 2_000;
/** After a fault of the index: a full disk, say. */
const again_ms = 30_000;
const farewell_ms_max = 2_000;
/** Of the time of a search so much goes to what was written before it, at most. */
const catch_up_ms_max = 50;
/** Indexing that has been due for so long is done between two questions: while questions wait no timer comes. */
const overdue_ms = 1_000;

type Question = Extract<ToSearchWorker, { type: "find" }>;

/** Divides the time of the search's thread: questions first, then following the database, erasing, indexing. */
export class SearchThread {
  #options: EngineOptions | undefined;
  #engine: SearchEngine | undefined;
  #forgets: number[] = [];
  #is_storm = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When the timer should come. */
  #due_ms = 0;
  /** Until then no question has the index written to: after a fault, or as much as there was time for. */
  #writing_from_ms = -Infinity;
  #damaged_ms = -Infinity;

  /** `clock`: milliseconds; a test moves it by hand. */
  constructor(
    private readonly tell: (message: FromSearchWorker) => void,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  receive(message: ToSearchWorker): void {
    if (message.type === "start") this.#options = message.options;
    if (message.type === "find") return this.#answer(message);
    if (message.type === "close") return this.#close();
    if (message.type === "wake") this.#is_storm = message.is_storm;
    if (message.type === "forget") this.#forgets.push(message.call);
    if (this.#timer === undefined) this.#schedule(0);
  }

  #answer({ call, wish, ends_at_ms }: Question): void {
    if (moment() > ends_at_ms) return; // nobody waits for it any more
    this.#find(call, wish);
    if (this.#timer !== undefined && this.clock() - this.#due_ms > overdue_ms) this.#run();
  }

  #find(call: number, wish: Question["wish"]): void {
    const began_ms = this.clock();
    const is_followed = this.#catchUp(began_ms);
    const left_ms = search_ms_max - Math.min(catch_up_ms_max, this.clock() - began_ms);
    try {
      this.tell({ type: "found", call, reply: this.#open().find(wish, left_ms, is_followed) });
    } catch (error) {
      if (error instanceof ChatError)
        return this.tell({ type: "refused", call, code: error.code, message: error.message });
      this.#fail(error, call);
      if (this.#timer === undefined) this.#schedule(0);
    }
  }

  /** Whether all has been taken in. An index that cannot be written to is still searched. */
  #catchUp(now_ms: number): boolean {
    if (now_ms < this.#writing_from_ms) return false;
    try {
      while (this.#open().follow()) {
        if (this.clock() < now_ms + catch_up_ms_max) continue;
        this.#writing_from_ms = this.clock() + catch_up_ms_max; // half a core, here too
        return false;
      }
      return true;
    } catch (error) {
      this.#retreat(error);
      return false;
    }
  }

  #run(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const began_ms = this.clock();
    try {
      const more = this.#step(this.#open());
      if (more) this.#schedule(this.#restMs(this.clock() - began_ms));
    } catch (error) {
      for (const call of this.#forgets.splice(0)) this.tell({ type: "forgotten", call });
      this.#retreat(error);
    }
  }

  #schedule(wait_ms: number): void {
    this.#due_ms = this.clock() + wait_ms;
    this.#timer = setTimeout(() => this.#run(), wait_ms);
  }

  /** Writing has failed: until it is tried again the index is left as it is. A damaged one is made anew at once. */
  #retreat(error: unknown): void {
    this.#fail(error);
    const now_ms = this.clock();
    const is_anew = isDamage(error) && now_ms - this.#damaged_ms > again_ms;
    if (is_anew) this.#damaged_ms = now_ms;
    this.#writing_from_ms = now_ms + again_ms;
    clearTimeout(this.#timer);
    this.#schedule(is_anew ? 0 : again_ms);
  }

  #restMs(worked_ms: number): number {
    return this.#is_storm
      ? Math.min(storm_rest_ms_max, storm_rests * worked_ms)
      : Math.min(rest_ms_max, worked_ms);
  }

  #step(engine: SearchEngine): boolean {
    if (this.#forgets.length > 0) {
      if (engine.eraseStep()) return true;
      for (const call of this.#forgets.splice(0)) this.tell({ type: "forgotten", call });
    }
    return engine.step();
  }

  #open(): SearchEngine {
    if (this.#options === undefined) throw new Error("The search has not been started.");
    if (this.#engine === undefined) {
      this.#engine = new SearchEngine(this.#options);
      // They are of the start: since then the index may have gone on beyond them.
      this.#options = { ...this.#options, revs: undefined };
    }
    return this.#engine;
  }

  /** What is in memory may be ahead of the file now: the next use opens it anew, or begins a new one when it is damaged. */
  #fail(error: unknown, call?: number): void {
    this.tell({ type: "failed", call, error: describeFault(error) });
    this.#engine?.close();
    this.#engine = undefined;
    if (isDamage(error) && this.#options) removeIndexFile(this.#options.index);
  }

  /** What was deleted goes from the files now, if that takes no time to speak of; else at the next start. */
  #close(): void {
    clearTimeout(this.#timer);
    const ends_ms = this.clock() + farewell_ms_max;
    try {
      while (this.#engine?.eraseStep() === true && this.clock() < ends_ms);
      this.#engine?.close();
    } catch (error) {
      this.tell({ type: "failed", call: undefined, error: describeFault(error) });
    }
    this.tell({ type: "closed" });
  }
}
