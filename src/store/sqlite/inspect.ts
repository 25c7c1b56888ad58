import { constants, Database } from "bun:sqlite";
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { pathToFileURL } from "node:url";

import { StoreError } from "../store-error.ts";
import { pragma } from "./connection.ts";
import { application_id } from "./migrate.ts";
import { isOriginal } from "./original/recognise.ts";
import { notADatabase } from "./problems.ts";

/** What a file turned out to be. */
export type Found =
  | { what: "nothing" } // none there, or an empty one
  | { what: "ours"; version: number }
  | { what: "original" };

/** Looks without changing the file or leaving others beside it. Throws a StoreError for what we must not open. */
export function inspect(file: string, newest_version: number): Found {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return { what: "nothing" };
  if (!beginsAsDatabase(file)) throw new StoreError("not_a_database", notADatabase(file));
  const probe = openToRead(file);
  try {
    return judge(probe, file, newest_version);
  } finally {
    probe.close(true);
  }
}

function judge(probe: Database, file: string, newest_version: number): Found {
  const id = pragma(probe, "application_id");
  if (id === application_id) return { what: "ours", version: requireKnown(probe, file, newest_version) };
  if (id === 0 && isOriginal(probe)) return { what: "original" };
  if (id === 0 && isBlank(probe)) return { what: "nothing" };
  throw new StoreError(
    "foreign",
    `${file} is a database of another program. Name another file with --db; a name that is not in use starts a new one.`,
  );
}

function requireKnown(probe: Database, file: string, newest_version: number): number {
  const version = Number(pragma(probe, "user_version"));
  if (version <= newest_version) return version;
  throw new StoreError(
    "newer",
    `${file} was written by a newer version of chat (format ${version}; this one knows up to ${newest_version}). ` +
      "Start that version, or put the backup in its place that it made when it upgraded the file.",
  );
}

function isBlank(probe: Database): boolean {
  const statement = probe.prepare<{ tables: number }, []>("SELECT count(*) AS tables FROM sqlite_schema");
  const row = statement.get();
  statement.finalize();
  return row?.tables === 0;
}

const first_bytes = "SQLite format 3\0";

function beginsAsDatabase(file: string): boolean {
  const bytes = Buffer.alloc(first_bytes.length);
  const handle = openSync(file, "r");
  try {
    readSync(handle, bytes, 0, bytes.length, 0);
  } finally {
    closeSync(handle);
  }
  return bytes.toString("latin1") === first_bytes;
}

/**
 * With nothing beside the file, all of it is in the file, and SQLite may take it as unchangeable: then it
 * makes no files of its own. Otherwise it must read the log too; what a crash left undone (-journal) can
 * only be read by one who may put it right.
 */
function openToRead(file: string): Database {
  const beside = (suffix: string) => (statSync(file + suffix, { throwIfNoEntry: false })?.size ?? 0) > 0;
  if (beside("-journal")) return new Database(file, { readwrite: true, create: false });
  const still = beside("-wal") ? "" : "&immutable=1";
  return new Database(
    `${pathToFileURL(file).href}?mode=ro${still}`,
    constants.SQLITE_OPEN_READONLY | constants.SQLITE_OPEN_URI,
  );
}
