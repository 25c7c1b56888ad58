import { migrations as released } from "../migrations/all.ts";
import { StoreError } from "../store-error.ts";
import { writeBackup } from "./backup.ts";
import { Connection, guard, inTransaction, pragma, tune } from "./connection.ts";
import { ensureFirstRows } from "./first-rows.ts";
import { type Found, inspect } from "./inspect.ts";
import { makeFile } from "./location.ts";
import { applyMigrations } from "./migrate.ts";
import type { StoreOptions } from "./open-store.ts";
import { damaged } from "./problems.ts";

/** Opens the file in the newest schema, bringing it there first where that is needed. */
export function openConnection(options: StoreOptions, migrations = released): Connection {
  const { path, durability = "full", busy_timeout_ms = 5_000 } = options;
  const found: Found = path === ":memory:" ? { what: "nothing" } : inspect(path, migrations.length);
  if (path !== ":memory:") makeFile(path);
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
  { path, clock, log }: StoreOptions,
  migrations: readonly string[],
): void {
  const now_ms = clock.now();
  const version = found.what === "ours" ? found.version : 0;
  if (version < migrations.length) {
    if (found.what !== "nothing") {
      requireSound(connection, path);
      const backup = writeBackup(connection, path, now_ms);
      log.info("store.backup_written", { backup });
    }
    connection.exec("PRAGMA foreign_keys = OFF"); // while tables are remade
    inTransaction(connection, () => applyMigrations(connection, version, migrations));
  }
  inTransaction(connection, () => ensureFirstRows(connection, now_ms));
}

/** Reads every page: worth its time before everything is rewritten, too slow for every start. */
function requireSound(connection: Connection, path: string): void {
  if (pragma(connection, "integrity_check(1)") !== "ok") throw new StoreError("damaged", damaged(path));
}
