import type { SearchWish } from "../../domain/ports/search.ts";
import type { Reply } from "../../protocol/registry.ts";
import { type Connection, pragma } from "../sqlite/connection.ts";
import { Finder, search_ms_max } from "./finder.ts";
import { openIndexFile } from "./index-file.ts";
import { Indexer } from "./indexer.ts";
import { Parts } from "./parts.ts";
import { Source } from "./source.ts";

export interface EngineOptions {
  /** The chat's database. */
  database: string;
  /** The index, made when there is none. */
  index: string;
  /** The revs of all channels, read before anything was written since the start; not given when the index is opened once more. */
  revs?: ReadonlyMap<number, number> | undefined;
  /** For tests. */
  part_messages?: number;
  step_messages?: number;
}

/** So many that few parts are to be looked through, so few that one is made anew within a second. */
const part_messages_default = 32_768;
/** So few that a transaction takes some milliseconds, unless texts are slow: a search waits for no more than one. */
const step_messages_default = 200;

/** The whole of the search, for one thread: nothing here waits. */
export class SearchEngine {
  readonly #opened: DisposableStack;
  readonly #source: Source;
  readonly #connection: Connection;
  readonly #parts: Parts;
  readonly #indexer: Indexer;
  readonly #finder: Finder;
  /** Whether old pages of the log may hold what was erased. At first: what a crash left may. */
  #is_log_due = true;

  /** `clock`: milliseconds; a test moves it by hand. */
  constructor(
    { database, index, revs, ...sizes }: EngineOptions,
    clock: () => number = () => performance.now(),
  ) {
    const { part_messages = part_messages_default, step_messages = step_messages_default } = sizes;
    using opened = new DisposableStack(); // what cannot be opened whole leaves nothing open
    this.#source = opened.adopt(new Source(database), (source) => source.close());
    const { connection, is_new } = openIndexFile(index, this.#source.server_id, revs);
    this.#connection = opened.adopt(connection, (each) => each.close());
    this.#parts = new Parts(connection, part_messages);
    this.#indexer = new Indexer(connection, this.#source, this.#parts, step_messages, clock);
    this.#finder = new Finder({ connection, source: this.#source, parts: this.#parts, now_ms: clock });
    if (is_new) this.#indexer.begin();
    this.#opened = opened.move();
  }

  /** Some milliseconds of taking in what has changed. False when there was nothing. */
  follow(): boolean {
    return this.#indexer.follow();
  }

  /** Some milliseconds of indexing. False when there is nothing left to do. */
  step(): boolean {
    return this.follow() || this.#indexer.build();
  }

  /** Some milliseconds of erasing what was deleted from the files. False when nothing of it is left. */
  eraseStep(): boolean {
    if (this.follow()) return true;
    if (this.#indexer.erase()) return (this.#is_log_due = true);
    if (this.#is_log_due) this.#is_log_due = pragma(this.#connection, "wal_checkpoint(TRUNCATE)") !== 0;
    return false;
  }

  /**
   * With what was found after `ms_max` it ends, and tells where to go on. `is_followed`: all that had changed when the
   * question came has been taken in.
   */
  find(wish: SearchWish, ms_max: number = search_ms_max, is_followed = false): Reply<"message.search"> {
    const total = this.#source.newestId();
    const unfollowed = is_followed ? 0 : this.#indexer.unfollowed();
    const missing = Math.min(total, this.#parts.unsearchable(total) + unfollowed);
    const indexing = missing === 0 ? null : { done: total - missing, total };
    return { ...this.#finder.find(wish, ms_max), indexing };
  }

  close(): void {
    this.#opened.dispose();
  }
}
