import { describeFault } from "../../domain/fault.ts";
import type { Log } from "../../domain/ports/log.ts";
import { type Connection, pragma } from "../sqlite/connection.ts";
import { emptyLog } from "../sqlite/scrub.ts";
import { LogSync } from "./log-sync.ts";

/** Pages in the log, 4 KiB each, that are brought into the database together: as many as SQLite would take. */
const checkpoint_pages = 1_000;
/** So many are brought there by the server's loop: when the log grows faster than the thread can keep up with. */
const checkpoint_pages_max = 4_000;

/** How long the end waits for a disk that does not answer. */
const close_ms_max = 5_000;

export interface KeptLogOptions {
  log: Log;
  /** Does work while nobody writes. */
  hold: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** The thread is no more, and from now on commits wait for the disk themselves. */
  onEnd: () => void;
}

/** The write-ahead log of an open database whose commits do not wait for the disk: a thread does, here. */
export class KeptLog {
  #thread: LogSync | undefined;
  /** Reads how long the log is. */
  readonly #length: { get(): LogLength | null } | undefined;
  #is_shortening = false;

  constructor(
    readonly connection: Connection,
    readonly options: KeptLogOptions,
  ) {
    connection.exec("PRAGMA synchronous = NORMAL");
    if (!tellsItsLength(connection)) return;
    connection.exec(`PRAGMA wal_autocheckpoint = ${checkpoint_pages_max}`);
    this.#length = connection.prepare("PRAGMA wal_checkpoint(NOOP)");
  }

  /** Begins the thread, which has the database open from here on until close(). */
  start(): void {
    pragma(this.connection, "schema_version"); // the log is made by the first look into the database
    this.#thread = new LogSync(this.connection.filename, (fault) => this.#leaveToCommits(fault));
  }

  /** Resolves when all that has been committed is on the disk. Rejects with what the system says. */
  async sync(): Promise<void> {
    try {
      await this.#started.sync();
    } catch (error) {
      if (!this.#started.can_sync) throw error;
      this.#started.syncNow();
    }
  }

  /** To be called after a commit: a log that has become long is brought into the database. */
  async shorten(): Promise<void> {
    if (this.#is_shortening) return;
    this.#is_shortening = true;
    try {
      const { log = 0, checkpointed = 0 } = this.#length?.get() ?? {};
      if (log - checkpointed >= checkpoint_pages) await this.#renew();
    } catch (error) {
      if (!this.#started.has_ended)
        this.options.log.warn("store_checkpoint_failed", { error: describeFault(error) });
    } finally {
      this.#is_shortening = false;
    }
  }

  /** Leaves nothing in it that is there now. False when somebody else uses it. */
  async empty(): Promise<boolean> {
    const thread = this.#started;
    if (thread.has_ended) return emptyLog(this.connection);
    await thread.ask("checkpoint");
    return (await this.options.hold(() => thread.ask("empty"))) === "done";
  }

  /** `waits`: for work that is under way, but not for a disk that does not answer. False when something is left open for that. */
  async close(waits = true): Promise<boolean> {
    return (await this.#thread?.close(waits ? close_ms_max : 0)) ?? true;
  }

  get #started(): LogSync {
    if (this.#thread === undefined) throw new Error("The thread of the log has not been started.");
    return this.#thread;
  }

  async #renew(): Promise<void> {
    const thread = this.#started;
    await thread.ask("checkpoint");
    await this.options.hold(() => thread.ask("renew"));
  }

  #leaveToCommits(fault: Error): void {
    this.options.log.error("store_log_ended", { error: describeFault(fault) });
    this.connection.exec("PRAGMA synchronous = FULL");
    this.connection.exec(`PRAGMA wal_autocheckpoint = ${checkpoint_pages}`);
    this.options.onEnd();
  }
}

/** Since 3.51; others take NOOP for a checkpoint. On macOS SQLite is the system's. */
function tellsItsLength(connection: Connection): boolean {
  const { version } =
    connection.prepare<{ version: string }, []>("SELECT sqlite_version() AS version").get() ?? {};
  return version !== undefined && Bun.semver.satisfies(version, ">=3.51.0");
}

interface LogLength {
  log: number;
  checkpointed: number;
}
