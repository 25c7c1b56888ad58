import type { Log } from "../../domain/ports/log.ts";
import { type Connection, pragma } from "./connection.ts";

/** Old pages in the write-ahead log still hold what was deleted since: this empties it, where there is a reason to. */
export class LogScrubber {
  /** At first: a log that a crash left behind may hold anything. */
  #is_due = true;

  /** `empty`: false when it cannot be done just now. */
  constructor(readonly empty: () => boolean | Promise<boolean>) {}

  /** Something was deleted. */
  note(): void {
    this.#is_due = true;
  }

  /** While somebody else reads the file the log cannot be emptied: then it is done the next time. */
  async scrub(): Promise<void> {
    if (!this.#is_due) return;
    this.#is_due = false; // what is deleted meanwhile is a reason for another time
    let is_done = false;
    try {
      is_done = await this.empty();
    } finally {
      this.#is_due ||= !is_done;
    }
  }
}

/** Brings all of the write-ahead log into the database. False while somebody else uses it. */
export const emptyLog = (connection: Connection): boolean =>
  pragma(connection, "wal_checkpoint(TRUNCATE)") === 0;

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
