import { SQLiteError } from "bun:sqlite";

import { StoreError, type StoreProblem } from "../store-error.ts";

/** Turns an error of SQLite into one for a person; others stay as they are. `path` names the file in the words. */
export function explain(error: unknown, path: string): unknown {
  if (!(error instanceof SQLiteError)) return error;
  const known = problems.find(({ code }) => error.code?.startsWith(code));
  if (!known) return error;
  return new StoreError(known.reason, known.words(path), { cause: error });
}

interface Problem {
  /** The beginning of SQLite's name for it: SQLITE_IOERR_WRITE is an SQLITE_IOERR. */
  code: string;
  reason: StoreProblem;
  words: (path: string) => string;
}

const problems: readonly Problem[] = [
  {
    code: "SQLITE_BUSY",
    reason: "locked",
    words: (path) => `${path} is in use by another program. Close that program, then try again.`,
  },
  { code: "SQLITE_NOTADB", reason: "not_a_database", words: notADatabase },
  { code: "SQLITE_CORRUPT", reason: "damaged", words: damaged },
  {
    code: "SQLITE_READONLY",
    reason: "read_only",
    words: (path) => `${path} cannot be written. Give this user the right to write the file and its folder.`,
  },
  {
    code: "SQLITE_CANTOPEN",
    reason: "failed",
    words: (path) => `${path} cannot be opened. Check that this user may read and write it and its folder.`,
  },
  {
    code: "SQLITE_FULL",
    reason: "full",
    words: (path) => `There is no room left on the disk of ${path}. Make room, then try again.`,
  },
  {
    code: "SQLITE_IOERR",
    reason: "failed",
    words: (path) => `The disk refused to read or write ${path}. Check the disk.`,
  },
];

export function notADatabase(path: string): string {
  return `${path} is not a database. Name another file with --db; a name that is not in use starts a new one.`;
}

export function damaged(path: string): string {
  return `${path} is damaged. Nothing was changed in it. Put a backup in its place, or name another file with --db.`;
}
