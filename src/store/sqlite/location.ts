import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  openSync,
  realpathSync,
  rmSync,
  statSync,
} from "node:fs";
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
  const folder = requireFolder(dirname(resolve(path)));
  const found = statSync(resolve(path), { throwIfNoEntry: false });
  if (!found) {
    requireWritable(folder);
    return join(folder, basename(path));
  }
  if (!found.isFile()) {
    const what = found.isDirectory() ? "a folder" : "a special file";
    throw new StoreError("not_a_file", `${resolve(path)} is ${what}, not a database file. Name a file.`);
  }
  const file = realpathSync(path);
  requireAccess(file, found.mode);
  requireWritable(dirname(file));
  return file;
}

/** Makes the file, readable by its owner alone, unless it is there. */
export function makeFile(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })) return;
  closeSync(openSync(file, "wx", private_mode));
}

/** Removes a database, with what lies beside it. */
export function removeFiles(file: string): void {
  for (const path of [file, `${file}-search`])
    for (const suffix of ["", "-wal", "-shm", "-journal"]) rmSync(path + suffix, { force: true });
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

function requireFolder(folder: string): string {
  const found = stat(folder);
  if (!found)
    throw new StoreError(
      "no_folder",
      `The folder ${folder} does not exist. Make it, or name a file elsewhere.`,
    );
  if (!found.isDirectory())
    throw new StoreError("no_folder", `${folder} is not a folder. Name a file elsewhere.`);
  return realpathSync(folder);
}

/** Undefined also where a part of the way is no folder. */
function stat(path: string) {
  try {
    return statSync(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && /^(ENOENT|ENOTDIR)$/.test(String(error.code)))
      return undefined;
    throw error;
  }
}

function requireWritable(folder: string): void {
  if (may(folder, constants.W_OK | constants.X_OK)) return;
  throw new StoreError(
    "read_only",
    `The folder ${folder} may not be written, and the database keeps files beside it. ` +
      "Give this user the right to write there, or name a file elsewhere.",
  );
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
