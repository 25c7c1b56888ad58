import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

import { errorCode } from "./error-code.ts";

const pause_ms = 5;

/** What Windows answers while somebody else has a file open. EACCES is left out for reading: there it means what it says. */
const busy_to_read: readonly string[] = ["EBUSY", "EPERM"];
const busy_to_replace: readonly string[] = [...busy_to_read, "EACCES"];

/** The text of a file that others may just be replacing; undefined when there is none. Throws what the file system throws. */
export function readText(path: string, wait_ms: number, read = readFileSync): string | undefined {
  try {
    return whileBusy(busy_to_read, wait_ms, () => read(path, "utf8"));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** Writes a file that only its owner can read, and returns when it is on disk. Throws what the file system throws. */
export function writeThrough(path: string, text: string, flags: "w" | "wx" = "w"): void {
  const file = openSync(path, flags, 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Whoever reads sees the old content or the new, whole, also after a power cut. Throws what the file system throws. */
export function replaceFile(path: string, text: string, wait_ms: number, rename = renameSync): void {
  const next = join(dirname(path), `.${basename(path)}.${crypto.randomUUID()}`);
  try {
    writeThrough(next, text, "wx");
    // The folder takes files, so what is in the way is a reader: on Windows a file cannot be replaced while it is read.
    whileBusy(busy_to_replace, wait_ms, () => rename(next, path));
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
}

/**
 * Gives a file a name that nothing has; the former one may stay, to be removed. Throws EEXIST where something has the name,
 * a link included, else what the file system throws.
 */
export function nameAnew(
  path: string,
  name: string,
  wait_ms: number,
  { link = linkSync, rename = renameSync } = {},
): void {
  try {
    return link(path, name); // unlike a rename it never replaces
  } catch (error) {
    if (errorCode(error) === "EEXIST") throw error;
  }
  // Not every disk has files of two names: there an empty one takes the place first.
  closeSync(openSync(name, "wx", 0o600));
  try {
    whileBusy(busy_to_replace, wait_ms, () => rename(path, name));
  } catch (error) {
    rmSync(name, { force: true });
    throw error;
  }
}

/** Removes a file that others may just be looking at; none is there in the end, or it throws what the file system throws. */
export function removeFile(path: string, wait_ms: number, remove: typeof rmSync = rmSync): void {
  whileBusy(busy_to_replace, wait_ms, () => remove(path, { force: true }));
}

/** Tries again while the error is one of these, this long at most. */
function whileBusy<T>(codes: readonly string[], wait_ms: number, work: () => T): T {
  const give_up_at_ms = performance.now() + wait_ms;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!codes.includes(errorCode(error) ?? "") || performance.now() > give_up_at_ms) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause_ms);
    }
  }
}
