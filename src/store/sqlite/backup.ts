import { Database } from "bun:sqlite";
import { closeSync, fsyncSync, openSync, rmSync } from "node:fs";
import { dirname } from "node:path";

import { StoreError } from "../store-error.ts";
import { type Connection, pragma } from "./connection.ts";

/**
 * Writes a copy of the database beside it, `<file>.backup-<yyyymmdd-hhmmss>` (UTC), for the owner alone,
 * and returns its path after it is on disk and was read back. Never overwrites: the next one of the same
 * second ends in -2. Throws a StoreError when it cannot; then nothing was changed.
 */
export function writeBackup(connection: Connection, file: string, now_ms: number): string {
  const backup = reserveName(`${file}.backup-${stamp(now_ms)}`);
  try {
    connection.prepare<unknown, [string]>("VACUUM INTO ?").run(backup);
    flush(backup);
    requireReadable(backup);
    return backup;
  } catch (error) {
    rmSync(backup, { force: true });
    throw new StoreError(
      "failed",
      `No backup of ${file} could be written beside it, so it was left as it is. ` +
        "See that there is room on the disk and the folder may be written, then try again.",
      { cause: error },
    );
  }
}

const stamp = (now_ms: number): string =>
  new Date(now_ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-");

const names_max = 100;

/** An empty file that nobody had before: VACUUM INTO fills it. */
function reserveName(wanted: string): string {
  for (let number = 1; number <= names_max; number++) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (madeNew(name)) return name;
  }
  throw new StoreError("failed", `There are too many backups named ${wanted}. Move them elsewhere.`);
}

function madeNew(name: string): boolean {
  try {
    closeSync(openSync(name, "wx", 0o600));
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw new StoreError("read_only", `No backup can be written to ${dirname(name)}.`, { cause: error });
  }
}

function flush(file: string): void {
  sync(file, "r+");
  try {
    sync(dirname(file), "r");
  } catch {
    // Windows opens no folders; there the file's own flush has to do.
  }
}

function sync(path: string, flags: string): void {
  const handle = openSync(path, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function requireReadable(backup: string): void {
  const copy = new Database(backup, { readonly: true });
  try {
    const answer = pragma(copy, "quick_check");
    if (answer !== "ok") throw new Error("The backup cannot be read back.");
  } finally {
    copy.close(true);
  }
}
