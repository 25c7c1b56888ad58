import type { Log } from "../../domain/ports/log.ts";
import { type Connection, pragma } from "./connection.ts";

/** Old pages in the write-ahead log still hold what was deleted since: this empties it, where there is a reason to. */
export class LogScrubber {
  /** At first: a log that a crash left behind may hold anything. */
  #is_due = true;

  constructor(readonly connection: Connection) {}

  /** Something was deleted. */
  note(): void {
    this.#is_due = true;
  }

  /** While somebody else reads the file the log cannot be emptied: then it is done the next time. */
  scrub(): void {
    if (this.#is_due) this.#is_due = pragma(this.connection, "wal_checkpoint(TRUNCATE)") !== 0;
  }
}

/**
 * Deleted rows stay readable in the free pages of a file. Where they were secrets the file is written anew
 * without them. That cannot be part of the transaction that deletes them, so a mark says it is still to do.
 */
export function markForScrubbing(connection: Connection): void {
  connection.exec("INSERT INTO meta (key, value) VALUES ('scrub', 'due')");
}

/** Does what is marked. On failure (no room for a second copy) the mark stays, and the next start tries again. */
export function scrubIfMarked(connection: Connection, log: Log): void {
  if (!connection.prepare("SELECT 1 FROM meta WHERE key = 'scrub'").get()) return;
  try {
    connection.exec("VACUUM");
    connection.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    connection.exec("DELETE FROM meta WHERE key = 'scrub'");
  } catch (error) {
    log.warn("store.scrub_failed", { error: String(error) });
  }
}
