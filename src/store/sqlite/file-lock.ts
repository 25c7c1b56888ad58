import { constants, Database, SQLiteError } from "bun:sqlite";
import { rmSync } from "node:fs";

import { StoreError } from "../store-error.ts";
import { explain } from "./problems.ts";

/** Ours until released, or until this process ends in whatever way. */
export interface FileLock {
  release(): void;
}

/**
 * Makes sure that no two servers share a database file. The lock is SQLite's own, on an empty file beside
 * it: the system takes it back when the process dies, on every platform, and the database itself stays free
 * for those who only read it (a backup, sqlite3).
 */
export function lockFile(file: string): FileLock {
  const path = `${file}-lock`;
  for (let tries = 0; tries < tries_max; tries++) {
    const holder = hold(path, file);
    if (!wasRemoved(holder)) return { release: () => release(holder, path) };
    holder.close(true); // the one who held it before removed it just then
  }
  throw new StoreError("locked", inUse(file));
}

const tries_max = 20;

function hold(path: string, file: string): Database {
  let holder: Database | undefined;
  try {
    holder = new Database(path, { create: true, readwrite: true });
    holder.exec("PRAGMA journal_mode = MEMORY"); // or there would be a second file beside it
    holder.exec("BEGIN EXCLUSIVE");
    return holder;
  } catch (error) {
    holder?.close(true);
    if (error instanceof SQLiteError && error.code === "SQLITE_BUSY")
      throw new StoreError("locked", inUse(file), { cause: error });
    throw explain(error, file);
  }
}

const inUse = (file: string): string =>
  `Another chat server is using ${file}. Stop it first, or name another file with --db.`;

function wasRemoved(holder: Database): boolean {
  const answer = new Int32Array(2);
  holder.fileControl(constants.SQLITE_FCNTL_HAS_MOVED, answer);
  return answer[0] !== 0;
}

/** Removed while still held, so that nobody can hold a file that is being removed; Windows only lets go of closed files. */
function release(holder: Database, path: string): void {
  const removed = remove(path);
  holder.close(true);
  if (!removed) remove(path);
}

function remove(path: string): boolean {
  try {
    rmSync(path, { force: true });
    return true;
  } catch {
    return false; // left lying: empty, and no hindrance to the next server
  }
}
