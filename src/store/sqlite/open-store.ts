import type { Clock } from "../../domain/ports/clock.ts";
import type { Log } from "../../domain/ports/log.ts";
import type { Store } from "../../domain/ports/store.ts";
import { changesIn } from "./changes.ts";
import { channelViewsIn } from "./channel-views.ts";
import { channelsIn } from "./channels.ts";
import type { Connection, Durability } from "./connection.ts";
import { queriesOf } from "./database.ts";
import { type FileLock, lockFile } from "./file-lock.ts";
import { serverId } from "./first-rows.ts";
import { locate } from "./location.ts";
import { membersIn } from "./members.ts";
import { messagesIn } from "./messages.ts";
import { openConnection } from "./open-connection.ts";
import { explain } from "./problems.ts";
import { sessionsIn } from "./sessions.ts";
import { usersIn } from "./users.ts";
import { WriteQueue } from "./write-queue.ts";

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
  const file = in_memory ? options.path : locate(options.path);
  const lock = in_memory ? { release() {} } : lockFile(file);
  try {
    return storeOver(openConnection({ ...options, path: file }), lock, options.log);
  } catch (error) {
    lock.release();
    throw explain(error, file);
  }
}

function storeOver(connection: Connection, lock: FileLock, log: Log): Store {
  const queries = queriesOf(connection);
  const writes = new WriteQueue(connection);
  const views = channelViewsIn(queries);
  let open = true;
  return {
    users: usersIn(queries, writes),
    sessions: sessionsIn(queries, writes, log),
    channels: channelsIn(queries, writes, views),
    members: membersIn(queries, writes),
    messages: messagesIn(queries, writes, views),
    changes: changesIn(queries, writes),
    server_id: serverId(connection),
    async close() {
      if (!open) return;
      open = false;
      writes.close();
      connection.close();
      lock.release();
    },
  };
}
