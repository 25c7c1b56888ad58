import { accessSync, chmodSync, closeSync, constants, openSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

import type { Log } from "../../domain/ports/log.ts";
import { StoreError } from "../store-error.ts";

/** Only the owner: the file holds password hashes. SQLite gives -wal and -shm the same mode. */
const private_mode = 0o600;

/**
 * Where the database really is (links followed, so that two names of one file are one), after seeing that
 * it can be there: throws a StoreError otherwise. Changes nothing.
 */
export function locate(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  const folder = found ? dirname(realpathSync(path)) : requireFolder(path);
  if (found && !found.isFile())
    throw new StoreError("not_a_file", `${path} is ${whatIs(found)}, not a database file. Name a file.`);
  if (!may(folder, constants.W_OK | constants.X_OK))
    throw new StoreError(
      "read_only",
      `The folder ${folder} may not be written, and the database keeps files beside it. ` +
        "Give this user the right to write there, or name a file elsewhere.",
    );
  if (!found) return join(folder, basename(path));
  const file = realpathSync(path);
  requireAccess(file, found.mode);
  return file;
}

/** Makes the file, readable by its owner alone, unless it is there. */
export function makeFile(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })) return;
  closeSync(openSync(file, "wx", private_mode));
}

/** Closes a file that others might read until now. One that belongs to somebody else stays as it is. */
export function makePrivate(file: string, log: Log): void {
  for (const path of [file, `${file}-wal`, `${file}-shm`]) {
    if (!statSync(path, { throwIfNoEntry: false })) continue;
    try {
      chmodSync(path, private_mode);
    } catch (error) {
      log.warn("store.file_stays_readable_for_others", { path, error: String(error) });
    }
  }
}

function requireFolder(path: string): string {
  const folder = dirname(resolve(path));
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found)
    throw new StoreError(
      "no_folder",
      `The folder ${folder} does not exist. Make it, or name a file elsewhere.`,
    );
  if (!found.isDirectory())
    throw new StoreError("no_folder", `${folder} is not a folder. Name a file elsewhere.`);
  return realpathSync(folder);
}

function requireAccess(file: string, mode: number): void {
  if (!may(file, constants.R_OK))
    throw new StoreError("unreadable", `${file} may not be read. Give this user the right to read it.`);
  // An administrator may write every file, but one without any write bit was closed on purpose.
  const closed = (mode & 0o222) === 0;
  if (closed || !may(file, constants.W_OK))
    throw new StoreError(
      "read_only",
      `${file} is read-only. Give this user the right to write it, or name another file.`,
    );
}

function may(path: string, access: number): boolean {
  try {
    accessSync(path, access);
    return true;
  } catch {
    return false; // whatever the reason: it may not
  }
}

const whatIs = (found: { isDirectory(): boolean }): string =>
  found.isDirectory() ? "a folder" : "a special file";
