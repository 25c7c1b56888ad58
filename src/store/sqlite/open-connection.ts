import { migrations as released } from "../migrations/all.ts";
import { StoreError } from "../store-error.ts";
import { writeBackup } from "./backup.ts";
import { Connection, guard, inTransaction, pragma, tune } from "./connection.ts";
import { ensureFirstRows } from "./first-rows.ts";
import { type Found, inspect } from "./inspect.ts";
import { makeFile, makePrivate } from "./location.ts";
import { applyMigrations } from "./migrate.ts";
import type { StoreOptions } from "./open-store.ts";
import { upgradeOriginal } from "./original/upgrade.ts";
import { damaged } from "./problems.ts";
import { scrubIfMarked } from "./scrub.ts";

/** Opens the file in the newest schema, bringing it there first where that is needed. */
export function openConnection(options: StoreOptions, migrations = released): Connection {
  const { path, durability = "full", busy_timeout_ms = 5_000 } = options;
  const found: Found = path === ":memory:" ? { what: "nothing" } : inspect(path, migrations.length);
  if (path !== ":memory:") makeFile(path);
  if (path !== ":memory:" && found.what === "nothing") makePrivate(path, options.log); // an empty one may have been there
  const connection = new Connection(path, { readwrite: true, create: false });
  try {
    guard(connection, busy_timeout_ms);
    bringUp(connection, found, options, migrations);
    tune(connection, durability);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function bringUp(
  connection: Connection,
  found: Found,
  options: StoreOptions,
  migrations: readonly string[],
): void {
  const now_ms = options.clock.now();
  if (found.what === "original") upgrade(connection, options, now_ms, migrations);
  else migrate(connection, found, options, now_ms, migrations);
  inTransaction(connection, () => ensureFirstRows(connection, now_ms));
  scrubIfMarked(connection, options.log);
}

function upgrade(
  connection: Connection,
  { path, log }: StoreOptions,
  now_ms: number,
  migrations: readonly string[],
): void {
  requireSound(connection, path);
  const backup = writeBackup(connection, path, now_ms);
  const upgraded = upgradeOriginal(connection, now_ms, migrations);
  log.info("store.original_upgraded", { ...upgraded, backup });
  makePrivate(path, log);
}

function migrate(
  connection: Connection,
  found: Found,
  { path, log }: StoreOptions,
  now_ms: number,
  migrations: readonly string[],
): void {
  const version = found.what === "ours" ? found.version : 0;
  if (version === migrations.length) return;
  connection.exec("PRAGMA foreign_keys = OFF"); // while tables are remade
  if (found.what === "ours") {
    requireSound(connection, path);
    const backup = writeBackup(connection, path, now_ms);
    log.info("store.migrating", { from_version: version, to_version: migrations.length, backup });
  }
  inTransaction(connection, () => applyMigrations(connection, version, migrations));
}

/** Reads every page: worth its time before everything is rewritten, too slow for every start. */
function requireSound(connection: Connection, path: string): void {
  if (pragma(connection, "integrity_check(1)") !== "ok") throw new StoreError("damaged", damaged(path));
}
