import { SQLiteError } from "bun:sqlite";

import { StoreError, type StoreProblem } from "../store-error.ts";

/** Turns an error of SQLite or the file system into one for a person; others stay as they are. */
export function explain(error: unknown, path: string): unknown {
  if (error instanceof StoreError || !(error instanceof Error) || !("code" in error)) return error;
  const code = String(error.code);
  const known = problems.find((problem) => code.startsWith(problem.code));
  if (/^no such (table|column)/.test(error.message))
    return new StoreError("damaged", damaged(path), { cause: error });
  if (known) return new StoreError(known.reason, known.words(path), { cause: error });
  if (error instanceof SQLiteError || !("syscall" in error)) return error;
  return new StoreError("failed", `${path} cannot be used: ${error.message}.`, { cause: error });
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
  { code: "ENOSPC", reason: "full", words: full },
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
  { code: "SQLITE_FULL", reason: "full", words: full },
  {
    code: "SQLITE_IOERR",
    reason: "failed",
    words: (path) => `The disk refused to read or write ${path}. Check the disk.`,
  },
];

export function vanished(path: string): string {
  return `${path} was moved or deleted while the server runs, so nothing is stored. Put it back; for another file in its place start the server anew.`;
}

export function notADatabase(path: string): string {
  return `${path} is not a database. Name another file with --db; a name that is not in use starts a new one.`;
}

function full(path: string): string {
  return `There is no room left on the disk of ${path}. Make room, then try again.`;
}

export function damaged(path: string): string {
  return `${path} is damaged. Nothing was changed in it. Put a backup in its place, or name another file with --db.`;
}

/** A broken rule is one write's fault; a full disk or a locked file is nobody's, and trying each again would only take longer. */
export function isOneWritesFault(error: unknown): boolean {
  if (error instanceof StoreError) return false;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return !/^SQLITE_(BUSY|FULL|IOERR|READONLY|CORRUPT|NOTADB|CANTOPEN|NOMEM)/.test(code);
}

export const isLocked = (error: unknown): boolean =>
  error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY");
