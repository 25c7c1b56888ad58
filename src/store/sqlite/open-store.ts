import { existsSync } from "node:fs";

import type { Clock } from "../../domain/ports/clock.ts";
import type { Log } from "../../domain/ports/log.ts";
import type { Store } from "../../domain/ports/store.ts";
import type { Durability } from "./connection.ts";
import { lockFile } from "./file-lock.ts";
import { locate, removeFiles } from "./location.ts";
import { openConnection } from "./open-connection.ts";
import { explain } from "./problems.ts";
import { type OpenFile, storeOver } from "./store-over.ts";

export interface StoreOptions {
  /** The file, made when there is none; ":memory:" for a database that ends with the process. */
  path: string;
  clock: Pick<Clock, "now">;
  log: Log;
  /** full: what was acknowledged survives a power cut. normal: the last moments may not. Default: full. */
  durability?: Durability;
  /** How long to wait for another program that holds the file. Default: 5000. */
  busy_timeout_ms?: number;
}

/**
 * Opens a database file for this server alone. A missing or empty file becomes a new database; an older one
 * of ours or one of the original program is upgraded after a backup was written beside it. Throws a
 * StoreError, and leaves the file as it is, for anything it cannot or must not use.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const in_memory = options.path === ":memory:";
  try {
    return in_memory ? openOver(options) : openFile(options);
  } catch (error) {
    throw explain(error, options.path);
  }
}

function openFile(options: StoreOptions): Store {
  const path = locate(options.path);
  const lock = lockFile(path);
  const is_new = !existsSync(path);
  try {
    return openOver({ ...options, path }, { lock, is_new, is_durable: options.durability !== "normal" });
  } catch (error) {
    if (is_new && existsSync(path)) removeFiles(path);
    lock.release();
    throw error;
  }
}

function openOver(options: StoreOptions, file?: OpenFile): Store {
  const connection = openConnection(options);
  try {
    return storeOver(connection, options.log, file);
  } catch (error) {
    connection.close();
    throw error;
  }
}
