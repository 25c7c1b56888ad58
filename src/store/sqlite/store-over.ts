import type { Log } from "../../domain/ports/log.ts";
import type { Store } from "../../domain/ports/store.ts";
import { KeptLog } from "../log/kept-log.ts";
import { avatarsIn } from "./avatars.ts";
import { changesIn } from "./changes.ts";
import { channelViewsIn } from "./channel-views.ts";
import { channelsIn } from "./channels.ts";
import type { Connection } from "./connection.ts";
import { queriesOf } from "./database.ts";
import { ErasedTexts } from "./erased-texts.ts";
import type { FileLock } from "./file-lock.ts";
import { filesIn } from "./files.ts";
import { hasUsers, serverId } from "./first-rows.ts";
import { joiningIn } from "./joining.ts";
import { removeFiles } from "./location.ts";
import { membersIn } from "./members.ts";
import { messagesIn } from "./messages.ts";
import { Outage } from "./outage.ts";
import { watchPlace } from "./place.ts";
import { emptyLog, LogScrubber } from "./scrub.ts";
import { sessionsIn } from "./sessions.ts";
import { type Methods, settled } from "./settled.ts";
import { usersIn } from "./users.ts";
import { WriteQueue } from "./write-queue.ts";

export interface OpenFile {
  lock: FileLock;
  /** Whether there was none before. */
  is_new: boolean;
  /** Whether what was acknowledged survives a power cut. */
  is_durable: boolean;
}

/** The store's parts over a connection in the newest schema; closing it closes that and gives up the lock. */
export function storeOver(connection: Connection, log: Log, file?: OpenFile): Store {
  const queries = queriesOf(connection);
  const outage = new Outage(connection.filename, log);
  // From here on the queue does the waiting: SQLite's would hold up everybody.
  connection.exec("PRAGMA busy_timeout = 0");
  const { writes, kept_log } = queueOver(connection, log, outage, file?.is_durable === true);
  const views = channelViewsIn(queries);
  const join = joiningIn(queries, views);
  const erasures = erasuresIn(connection, writes, kept_log);
  const onDisk = <Part extends Methods<Part>>(part: Part) => settled(part, writes.disk);
  let closing: Promise<boolean> | undefined;
  const closeAll = async (finish?: () => void): Promise<boolean> => {
    await writes.close();
    const is_answering = (await kept_log?.close(writes.disk.is_settled)) ?? true;
    // The last one to close the database brings its log into it, which waits for the disk. The next start does that as well.
    if (is_answering) connection.close();
    else log.warn("store_left_open", { reason: "the disk did not come to an end in time" });
    finish?.();
    file?.lock.release();
    return is_answering;
  };
  const close = (finish?: () => void) => (closing ??= closeAll(finish));
  const store: Store = {
    users: onDisk(usersIn(queries, writes)),
    sessions: onDisk(sessionsIn(queries, writes, log)),
    channels: onDisk(channelsIn(queries, writes, views, join)),
    members: onDisk(membersIn(queries, writes, join)),
    messages: onDisk(messagesIn(connection, queries, writes, views)),
    changes: onDisk(changesIn(queries, writes, () => erasures.note())),
    files: onDisk(filesIn(queries, writes)),
    avatars: onDisk(avatarsIn(queries, writes)),
    server_id: serverId(connection),
    explain: (error) => outage.explain(error),
    forget: () => erasures.forget(() => closing === undefined),
    settled: () => writes.disk.settled(),
    close: () => close(),
    async abandon() {
      const is_unused = file?.is_new === true && closing === undefined && !hasUsers(connection);
      await close(is_unused ? () => removeFiles(connection.filename) : undefined);
    },
  };
  kept_log?.start(); // last: where something above throws, nobody would end it
  return store;
}

/** The queue of writes, and who sees them onto the disk where COMMIT does not. */
function queueOver(connection: Connection, log: Log, outage: Outage, is_durable: boolean) {
  const isInPlace = connection.filename === ":memory:" ? undefined : watchPlace(connection.filename);
  const kept_log = is_durable
    ? new KeptLog(connection, {
        log,
        hold: (work) => writes.hold(work),
        onEnd: () => writes.disk.leaveToCommits(),
      })
    : undefined;
  const writes = new WriteQueue(connection, {
    ...(isInPlace ? { isInPlace } : {}),
    ...(kept_log ? { sync: () => kept_log.sync() } : {}),
    onCommit(has_written) {
      outage.over(has_written);
      if (has_written) void kept_log?.shorten(); // says itself when it cannot
    },
    onFault: (fault) => void outage.explain(fault), // notes it
    onSlow: ({ writes, ...times }) => log.warn("store_slow", { writes, ...rounded(times) }),
  });
  return { writes, kept_log };
}

/** What is still to be done with what was erased. */
function erasuresIn(connection: Connection, writes: WriteQueue, kept_log: KeptLog | undefined) {
  const scrubber = new LogScrubber(() => (kept_log ? kept_log.empty() : emptyLog(connection)));
  const texts = new ErasedTexts(connection, (work) => writes.hold(work));
  return {
    note() {
      scrubber.note();
      texts.note();
    },
    async forget(mayGoOn: () => boolean) {
      try {
        await texts.remove(mayGoOn);
      } finally {
        if (mayGoOn()) await scrubber.scrub();
      }
    },
  };
}

const rounded = (times: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(times).map(([name, value]) => [name, Math.round(value)]));
