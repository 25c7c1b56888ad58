import { Gate } from "../../domain/gate.ts";
import type { Log } from "../../domain/ports/log.ts";
import type { Search, SearchWish } from "../../domain/ports/search.ts";
import { ChatError } from "../../protocol/errors.ts";
import { limits } from "../../protocol/limits.ts";
import type { Reply } from "../../protocol/registry.ts";
import { locate } from "../sqlite/location.ts";
import type { EngineOptions } from "./engine.ts";
import { Source } from "./source.ts";
import { type FromSearchWorker, moment, type ToSearchWorker } from "./worker-messages.ts";

/** In the executable all of the program but its workers is one file at the root. */
const worker_url = Bun.isStandaloneExecutable
  ? new URL("./store/search/search.worker.js", import.meta.url)
  : new URL("./search.worker.ts", import.meta.url);

/** What is written within this time is taken into the index together; a search takes in at once what it needs. */
const wake_ms = 2_000;
/** So many changes in that time are a storm: the index leaves the processor to the messages, and follows later. */
const storm_changes = 1_000;
const answer_ms_max = 10_000;
/** One is worked on, and the next is there when it ends. The others wait where users take turns. */
const under_way_max = 2;
const close_ms_max = 5_000;

/**
 * The search over an open store's file, in a thread of its own. Its index lies beside the database, as
 * `<db>-search`: it holds nothing that is not in the database, may be deleted, and is then made anew.
 */
export function openSearch(options: { path: string; log: Log }): Search {
  if (options.path === ":memory:") return unavailable;
  const database = locate(options.path);
  const source = new Source(database);
  const revs = source.revs();
  source.close();
  return new SearchService({ database, index: `${database}-search`, revs }, options.log);
}

interface Call {
  resolve(reply?: Reply<"message.search">): void;
  reject(error: unknown): void;
  late: ReturnType<typeof setTimeout>;
}

class SearchService implements Search {
  readonly #worker = new Worker(worker_url.href, { ref: false });
  readonly #line = new Gate(under_way_max, limits.searches_waiting_max, tooMany);
  readonly #calls = new Map<number, Call>();
  readonly #closed = Promise.withResolvers<void>();
  #last_call = 0;
  #is_woken = false;
  /** Since the worker was woken last. */
  #changes = 0;
  #is_over = false;

  constructor(
    options: EngineOptions,
    private readonly log: Log,
  ) {
    this.#worker.addEventListener("message", ({ data }: MessageEvent<FromSearchWorker>) =>
      this.#receive(data),
    );
    // Bun ends a worker in which an error was not caught. The server goes on without a search until its next start.
    this.#worker.addEventListener("error", ({ message }) => this.#end(message));
    this.#tell({ type: "start", options });
  }

  find(wish: SearchWish): Promise<Reply<"message.search">> {
    const ends_at_ms = moment() + answer_ms_max;
    return this.#line.run(wish.user_id, () => {
      if (this.#is_over) throw noSearch();
      const left_ms = ends_at_ms - moment();
      if (left_ms <= 0) throw tooSlow();
      return this.#ask((call) => ({ type: "find", call, wish, ends_at_ms }), left_ms) as Promise<
        Reply<"message.search">
      >;
    });
  }

  wake(): void {
    this.#changes++;
    if (!this.#is_woken) this.#wakeSoon();
  }

  #wakeSoon(): void {
    if (this.#is_over) return;
    this.#is_woken = true;
    setTimeout(() => {
      this.#is_woken = false;
      const is_storm = this.#changes > storm_changes;
      this.#changes = 0;
      this.#tell({ type: "wake", is_storm });
      if (is_storm) this.#wakeSoon(); // to say that it is over
    }, wake_ms).unref();
  }

  async forget(): Promise<void> {
    if (this.#is_over) return;
    // Of what was not done in time the next upkeep sees the end.
    await this.#ask((call) => ({ type: "forget", call })).catch((error: unknown) => {
      if (!(error instanceof ChatError)) throw error;
    });
  }

  async close(): Promise<void> {
    if (this.#is_over) return;
    this.#tell({ type: "close" });
    this.#is_over = true;
    const late = setTimeout(() => this.#closed.resolve(), close_ms_max);
    await this.#closed.promise;
    clearTimeout(late);
    this.#rejectAll();
    this.#worker.terminate();
  }

  #ask(
    message: (call: number) => ToSearchWorker,
    ms_max = answer_ms_max,
  ): Promise<Reply<"message.search"> | undefined> {
    const call = ++this.#last_call;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => this.#settle(call)?.reject(tooSlow()), ms_max);
      this.#calls.set(call, { resolve, reject, late });
      this.#tell(message(call));
    });
  }

  #settle(call: number): Call | undefined {
    const waiting = this.#calls.get(call);
    this.#calls.delete(call);
    clearTimeout(waiting?.late);
    return waiting;
  }

  #receive(message: FromSearchWorker): void {
    if (message.type === "closed") return this.#closed.resolve();
    if (message.type === "found") return this.#settle(message.call)?.resolve(message.reply);
    if (message.type === "forgotten") return this.#settle(message.call)?.resolve();
    if (message.type === "refused")
      return this.#settle(message.call)?.reject(new ChatError(message.code, message.message));
    this.log.error("search.failed", { error: message.error });
    if (message.call !== undefined) this.#settle(message.call)?.reject(noSearch());
  }

  #end(error: string): void {
    this.log.error("search.ended", { error });
    this.#is_over = true;
    this.#closed.resolve();
    this.#rejectAll();
  }

  #rejectAll(): void {
    for (const call of this.#calls.keys()) this.#settle(call)?.reject(noSearch());
  }

  #tell(message: ToSearchWorker): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows; this is a worker
    this.#worker.postMessage(message);
  }
}

const noSearch = () => new ChatError("busy", "The search is not available just now.", 30_000);
const tooMany = () => new ChatError("busy", "Many people are searching just now. Please try again.", 1_000);
const tooSlow = () => new ChatError("busy", "The search takes too long just now. Please try again.", 2_000);

/** For a database that ends with the process. */
const unavailable: Search = {
  find: () => Promise.reject(noSearch()),
  wake() {},
  async forget() {},
  async close() {},
};
