import { readdir } from "node:fs/promises";

import type { FileContents } from "../../domain/ports/file-contents.ts";
import type { Log } from "../../domain/ports/log.ts";
import { StoreError } from "../store-error.ts";
import { contentsIn, isStart } from "./contents.ts";
import { isCode, isMissing } from "./place.ts";

interface ContentsOptions {
  folder: string;
  /** Whether the database knows of contents, so that there must be a folder. */
  is_known: boolean;
  log: Log;
}

/** A file of this name in the folder says that one goes on without the contents. */
export const begin_anew = "begin-anew";

/**
 * Contents in a folder, made by the first that comes. Throws StoreError when there are none and there must be some: what is
 * begun anew would be in the way of the others, which were moved away or are not mounted. An empty folder tells
 * nothing: a place where nothing is mounted is one.
 */
export async function openContents({ folder, is_known, log }: ContentsOptions): Promise<FileContents> {
  const names = await namesAt(folder);
  if (is_known && !names?.some(isStart)) {
    if (!names?.includes(begin_anew))
      throw new StoreError(
        "no_folder",
        `The folder ${folder} is ${names ? "empty" : "missing"}, where the files of this database lie. Put it back or mount it; ` +
          `to go on without these files, make the folder with a file named ${begin_anew} in it.`,
      );
    log.warn("files_folder_empty", { folder });
  }
  return contentsIn(folder, log);
}

/** Undefined when there is no folder. */
async function namesAt(folder: string): Promise<string[] | undefined> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return undefined;
    if (isCode(error, "ENOTDIR"))
      throw new StoreError(
        "no_folder",
        `${folder} is no folder, and this is where the files of the database lie. Put the folder in its place.`,
        { cause: error },
      );
    throw new StoreError(
      "unreadable",
      `The folder ${folder} cannot be read, where the files of the database lie: ${String(error)}.`,
      { cause: error },
    );
  }
}
