import { Database } from "bun:sqlite";
import { closeSync, openSync } from "node:fs";

import { errorCode } from "../os/error-code.ts";

/** Another process held the lock all the time. */
export class LockBusy extends Error {
  readonly code = "EBUSY";

  constructor() {
    super("another process holds the lock");
    this.name = "LockBusy";
  }
}

/**
 * Does something while no other process, or thread, holds this lock. The lock is SQLite's on an empty file, which means
 * the system's own: it ends with the process that holds it, so there are no stale ones that somebody would have to tell
 * from live ones. Throws LockBusy when it cannot be had in time, else what `work` and the file system throw.
 */
export function withLock<T>(path: string, wait_ms: number, work: () => T): T {
  makeLockFile(path);
  const file = new Database(path, { readwrite: true });
  try {
    file.run(`PRAGMA busy_timeout = ${wait_ms}`);
    take(file);
    // Nothing is ever written: to close the file is to let go.
    return work();
  } finally {
    file.close();
  }
}

/** Opened only when it is missing: on Unix, to close a file lets go of every lock that this process has on it. */
export function makeLockFile(path: string): void {
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  }
}

function take(file: Database): void {
  try {
    file.run("BEGIN EXCLUSIVE");
  } catch (error) {
    throw errorCode(error) === "SQLITE_BUSY" ? new LockBusy() : error;
  }
}
