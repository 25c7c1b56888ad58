import { closeSync, fsyncSync, openSync } from "node:fs";

import { errorCode } from "../os/error-code.ts";

/** What Windows answers who opens a folder. It puts names on disk by itself. */
const no_folders: ReadonlySet<string | undefined> = new Set(["EISDIR", "EPERM", "EACCES"]);

/** Puts the names in a folder on disk, where that is to be asked for: a new file may be nameless after a power cut. */
export function syncFolder(path: string): void {
  const folder = openFolder(path);
  if (folder === undefined) return;
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function openFolder(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch (error) {
    if (no_folders.has(errorCode(error))) return undefined;
    throw error;
  }
}
