import { ChatError } from "../../protocol/errors.ts";
import { type EngineOptions, SearchEngine } from "./engine.ts";
import { isDamage, removeIndexFile } from "./index-file.ts";
import type { FromSearchWorker, ToSearchWorker } from "./worker-messages.ts";

/** A step of indexing is followed by a rest as long as it took, so that it never takes more than half a core. */
const rest_ms_max = 50;
/** In a storm of messages it rests so many times as long: the index follows when there is time for it. */
const storm_rests = 30;
const storm_rest_ms_max = 2_000;
/** After a fault of the index: a full disk, say. */
const again_ms = 30_000;
const farewell_ms_max = 2_000;
/** A question waits so long for the index to follow what was written before it. */
const catch_up_ms_max = 50;

const clock = () => performance.now();

/** Divides the time of the search's thread: questions first, then following the database, erasing, indexing. */
export class SearchThread {
  #options: EngineOptions | undefined;
  #engine: SearchEngine | undefined;
  #forgets: number[] = [];
  #is_storm = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly tell: (message: FromSearchWorker) => void) {}

  receive(message: ToSearchWorker): void {
    if (message.type === "start") this.#options = message.options;
    if (message.type === "find") return this.#find(message.call, message.wish);
    if (message.type === "close") return this.#close();
    if (message.type === "wake") this.#is_storm = message.is_storm;
    if (message.type === "forget") this.#forgets.push(message.call);
    this.#timer ??= setTimeout(() => this.#run(), 0);
  }

  #find(call: number, wish: Parameters<SearchEngine["find"]>[0]): void {
    this.#catchUp();
    try {
      this.tell({ type: "found", call, reply: this.#open().find(wish) });
    } catch (error) {
      if (error instanceof ChatError)
        return this.tell({ type: "refused", call, code: error.code, message: error.message });
      this.#fail(error, call);
    }
  }

  /** An index that cannot be written to is still searched. */
  #catchUp(): void {
    const ends_ms = clock() + catch_up_ms_max;
    try {
      while (this.#open().follow() && clock() < ends_ms);
    } catch (error) {
      this.#fail(error);
    }
  }

  #run(): void {
    this.#timer = undefined;
    const began_ms = clock();
    try {
      const more = this.#step(this.#open());
      if (more) this.#timer = setTimeout(() => this.#run(), this.#restMs(clock() - began_ms));
    } catch (error) {
      this.#fail(error);
      for (const call of this.#forgets.splice(0)) this.tell({ type: "forgotten", call });
      this.#timer = setTimeout(() => this.#run(), again_ms);
    }
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
    this.tell({ type: "failed", call, error: Bun.inspect(error) });
    this.#engine?.close();
    this.#engine = undefined;
    if (isDamage(error) && this.#options) removeIndexFile(this.#options.index);
  }

  /** What was deleted goes from the files now, if that takes no time to speak of; else at the next start. */
  #close(): void {
    clearTimeout(this.#timer);
    const ends_ms = clock() + farewell_ms_max;
    try {
      while (this.#engine?.eraseStep() === true && clock() < ends_ms);
      this.#engine?.close();
    } catch (error) {
      this.tell({ type: "failed", call: undefined, error: Bun.inspect(error) });
    }
    this.tell({ type: "closed" });
  }
}
