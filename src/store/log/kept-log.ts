import { describeFault } from "../../domain/fault.ts";
import type { Log } from "../../domain/ports/log.ts";
import { type Connection, pragma } from "../sqlite/connection.ts";
import { emptyLog } from "../sqlite/scrub.ts";
import { LogSync } from "./log-sync.ts";

/** Pages in the log, 4 KiB each, that are brought into the database together: as many as SQLite would take. */
const checkpoint_pages = 1_000;
/** So many are brought there by the server's loop: when the log grows faster than the thread can keep up with. */
const checkpoint_pages_max = 4_000;

/** The write-ahead log of an open database whose commits do not wait for the disk: a thread does, here. */
export class KeptLog {
  readonly #sync: LogSync;
  #is_left_to_commits = false;
  /** Reads how long the log is. */
  readonly #length: { get(): LogLength | null } | undefined;

  /** `onEnd`: the thread is no more, and from now on commits wait for the disk themselves. */
  constructor(
    readonly connection: Connection,
    readonly log: Log,
    onEnd: () => void,
  ) {
    pragma(connection, "schema_version"); // the log is made by the first look into the database
    this.#sync = new LogSync(connection.filename, (fault) => {
      log.error("store_log_ended", { error: describeFault(fault) });
      this.#waitInCommits();
      onEnd();
    });
    connection.exec("PRAGMA synchronous = NORMAL");
    if (!tellsItsLength(connection)) return;
    connection.exec(`PRAGMA wal_autocheckpoint = ${checkpoint_pages_max}`);
    this.#length = connection.prepare("PRAGMA wal_checkpoint(NOOP)");
  }

  sync(): Promise<void> {
    return this.#sync.sync();
  }

  /** To be called after a commit. */
  shorten(): void {
    const { log = 0, checkpointed = 0 } = this.#length?.get() ?? {};
    if (this.#is_left_to_commits || log - checkpointed < checkpoint_pages) return;
    this.#sync.checkpoint().catch((error: unknown) => {
      this.log.warn("store_checkpoint_failed", { error: describeFault(error) });
    });
  }

  /** Leaves nothing in it. False when somebody else uses it just now. */
  async empty(): Promise<boolean> {
    return this.#is_left_to_commits ? emptyLog(this.connection) : this.#sync.empty();
  }

  close(): Promise<void> {
    return this.#sync.close();
  }

  #waitInCommits(): void {
    this.#is_left_to_commits = true;
    this.connection.exec("PRAGMA synchronous = FULL");
    this.connection.exec(`PRAGMA wal_autocheckpoint = ${checkpoint_pages}`);
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
