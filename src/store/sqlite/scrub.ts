import type { Log } from "../../domain/ports/log.ts";
import type { Connection } from "./connection.ts";

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
