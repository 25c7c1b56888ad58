import type { Log } from "../../domain/ports/log.ts";
import type { Store } from "../../domain/ports/store.ts";
import { avatarsIn } from "./avatars.ts";
import { changesIn } from "./changes.ts";
import { channelViewsIn } from "./channel-views.ts";
import { channelsIn } from "./channels.ts";
import type { Connection } from "./connection.ts";
import { queriesOf } from "./database.ts";
import type { FileLock } from "./file-lock.ts";
import { filesIn } from "./files.ts";
import { hasUsers, serverId } from "./first-rows.ts";
import { joiningIn } from "./joining.ts";
import { removeFiles } from "./location.ts";
import { membersIn } from "./members.ts";
import { messagesIn } from "./messages.ts";
import { Outage } from "./outage.ts";
import { watchPlace } from "./place.ts";
import { LogScrubber } from "./scrub.ts";
import { sessionsIn } from "./sessions.ts";
import { usersIn } from "./users.ts";
import { WriteQueue } from "./write-queue.ts";

export interface OpenFile {
  lock: FileLock;
  /** Whether there was none before. */
  is_new: boolean;
}

/** The store's parts over a connection in the newest schema; closing it closes that and gives up the lock. */
export function storeOver(connection: Connection, log: Log, file?: OpenFile): Store {
  const queries = queriesOf(connection);
  const outage = new Outage(connection.filename, log);
  const isInPlace = connection.filename === ":memory:" ? undefined : watchPlace(connection.filename);
  // From here on the queue does the waiting: SQLite's would hold up everybody.
  connection.exec("PRAGMA busy_timeout = 0");
  const writes = new WriteQueue(connection, {
    ...(isInPlace ? { isInPlace } : {}),
    onCommit: () => outage.over(),
    onSlow: ({ writes, writes_ms, commit_ms }) => {
      const times = { writes_ms: Math.round(writes_ms), commit_ms: Math.round(commit_ms) };
      log.warn("store_slow", { writes, ...times });
    },
  });
  const views = channelViewsIn(queries);
  const join = joiningIn(queries, views);
  const scrubber = new LogScrubber(connection);
  let open = true;
  const close = (finish?: () => void): void => {
    if (!open) return;
    open = false;
    writes.close();
    connection.close();
    finish?.();
    file?.lock.release();
  };
  return {
    users: usersIn(queries, writes),
    sessions: sessionsIn(queries, writes, log),
    channels: channelsIn(queries, writes, views, join),
    members: membersIn(queries, writes, join),
    messages: messagesIn(connection, queries, writes, views),
    changes: changesIn(queries, writes, () => scrubber.note()),
    files: filesIn(queries, writes),
    avatars: avatarsIn(queries, writes),
    server_id: serverId(connection),
    explain: (error) => outage.explain(error),
    async forget() {
      if (open) scrubber.scrub();
    },
    close: async () => close(),
    async abandon() {
      const is_unused = file?.is_new === true && open && !hasUsers(connection);
      close(is_unused ? () => removeFiles(connection.filename) : undefined);
    },
  };
}
