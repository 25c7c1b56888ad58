import { expect, test } from "bun:test";
import { statSync } from "node:fs";

import { ChatError } from "../../src/protocol/errors.ts";
import { Connection, tune } from "../../src/store/sqlite/connection.ts";
import type { SlowTransaction, WriteQueueOptions } from "../../src/store/sqlite/write-queue-options.ts";
import { WriteQueue } from "../../src/store/sqlite/write-queue.ts";
import { StoreError } from "../../src/store/store-error.ts";
import { scratchFolder } from "./scratch.ts";

const scratch = scratchFolder();
let files = 0;

function notebook(options: WriteQueueOptions = {}): {
  path: string;
  connection: Connection;
  queue: WriteQueue;
  note: Note;
  notes: () => unknown[];
} {
  const path = scratch.file(`notes-${++files}.db`);
  const connection = new Connection(path, { create: true, readwrite: true });
  tune(connection, "full");
  connection.exec("CREATE TABLE notes (at INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)");
  const insert = connection.prepare<unknown, [string]>("INSERT INTO notes (text) VALUES (?)");
  const queue = new WriteQueue(connection, options);
  return {
    path,
    connection,
    queue,
    note: (text) => queue.run(() => void insert.run(text)),
    notes: () => connection.query("SELECT text FROM notes ORDER BY at").values().flat(),
  };
}

type Note = (text: string) => Promise<void>;

const statuses = async (promises: Promise<unknown>[]) =>
  (await Promise.allSettled(promises)).map(({ status }) => status);

/** What the StoreErrors say, one for each refused write. */
const reasons = (settled: PromiseSettledResult<void>[]) =>
  settled.map((one) =>
    one.status === "rejected" && one.reason instanceof StoreError ? one.reason.reason : one,
  );

test("what is asked for in one turn is one commit, in the order asked", async () => {
  const { path, connection, note, notes } = notebook();
  connection.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  const texts = Array.from({ length: 200 }, (_, at) => `note ${at}`);
  await Promise.all(texts.map(note));
  const together = statSync(`${path}-wal`).size;
  expect(notes()).toEqual(texts);
  for (let at = 0; at < 20; at++) await note(`alone ${at}`);
  // Each commit writes at least the page it changed.
  expect(statSync(`${path}-wal`).size - together).toBeGreaterThan(20 * 4_096);
  expect(together).toBeLessThan(20 * 4_096);
  connection.close();
});

test("nothing is told before it is committed", async () => {
  const { connection, queue } = notebook();
  let committed = false;
  const written = queue.run(() => connection.inTransaction);
  const seen = written.then((in_transaction) => {
    committed = !connection.inTransaction;
    return in_transaction;
  });
  expect(await seen).toBe(true);
  expect(committed).toBe(true);
  connection.close();
});

test("a refusal costs only itself", async () => {
  const { connection, queue, note, notes } = notebook();
  const refused = queue.run(() => {
    throw new ChatError("exists", "taken");
  });
  expect(await statuses([note("one"), refused, note("two")])).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(notes()).toEqual(["one", "two"]);
  connection.close();
});

test("a write that breaks a rule of the schema costs only itself, whatever it had done before", async () => {
  const { connection, queue, note, notes } = notebook();
  const half = queue.run(() => {
    connection.exec("INSERT INTO notes (text) VALUES ('half')");
    connection.exec("INSERT INTO notes (text) VALUES (NULL)");
  });
  expect(await statuses([note("one"), half, note("one"), note("two")])).toEqual([
    "fulfilled",
    "rejected",
    "rejected",
    "fulfilled",
  ]);
  expect(notes()).toEqual(["one", "two"]);
  connection.close();
});

test("a file that is held fails what was asked meanwhile, and the next works", async () => {
  const { path, connection, note, notes } = notebook({ lock_wait_ms: 0 });
  const other = new Connection(path, { readwrite: true });
  other.exec("BEGIN IMMEDIATE");
  const held = await Promise.allSettled([note("one"), note("two")]);
  expect(reasons(held)).toEqual(["locked", "locked"]);
  other.exec("ROLLBACK");
  other.close();
  await note("three");
  expect(notes()).toEqual(["three"]);
  connection.close();
});

test("while a file is held writes wait in order and hold nobody up", async () => {
  const { path, connection, note, notes } = notebook({ lock_wait_ms: 60_000 });
  const other = new Connection(path, { readwrite: true });
  other.exec("BEGIN IMMEDIATE");
  const waiting = [note("one"), note("two")];
  for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
  waiting.push(note("three"));
  expect(notes()).toEqual([]);
  other.exec("ROLLBACK");
  other.close();
  await Promise.all(waiting);
  expect(notes()).toEqual(["one", "two", "three"]);
  connection.close();
});

test("what is written to a file that is not in its place is not acknowledged", async () => {
  let is_in_place = true;
  let commits = 0;
  const options = {
    isInPlace: () => is_in_place,
    onCommit: (has_written: boolean) => void (commits += Number(has_written)),
  };
  const { connection, note, notes, queue } = notebook(options);
  is_in_place = false;
  expect(reasons(await Promise.allSettled([note("one"), note("two")]))).toEqual(["vanished", "vanished"]);
  expect(notes()).toEqual([]);
  is_in_place = true;
  const moved_meanwhile = queue.run(() => void (is_in_place = false));
  expect(reasons(await Promise.allSettled([moved_meanwhile]))).toEqual(["vanished"]);
  is_in_place = true;
  expect(commits).toBe(0);
  await note("three");
  expect(commits).toBe(1);
  await queue.run(() => "changes nothing");
  expect(commits).toBe(1); // it may be so on a full disk
  connection.close();
});

test("a transaction that holds everybody up is told with what of it the rows and what the disk took", async () => {
  const slow: SlowTransaction[] = [];
  const { connection, note, queue } = notebook({ slow_ms: 300, onSlow: (each) => void slow.push(each) });
  await note("quick");
  expect(slow).toEqual([]);
  const busy = () => {
    const until_ms = performance.now() + 310;
    while (performance.now() < until_ms);
  };
  await Promise.all([note("one"), queue.run(busy), note("two")]);
  const times = { writes_ms: expect.any(Number), commit_ms: expect.any(Number), sync_ms: 0 };
  expect(slow).toEqual([{ writes: 2, ...times }]); // and the last of the three in the next one
  expect(slow[0]?.writes_ms).toBeGreaterThanOrEqual(310);
  connection.close();
});

test("a full disk fails what was asked meanwhile, nothing of it is kept, and the next works", async () => {
  const { connection, note, notes } = notebook();
  connection.exec("PRAGMA max_page_count = 8");
  const long = "x".repeat(20_000);
  const full = await Promise.allSettled([note("short"), note(long), note(`${long}y`)]);
  expect(reasons(full)).toEqual(["full", "full", "full"]);
  expect(notes()).toEqual([]);
  connection.exec("PRAGMA max_page_count = 1000");
  await note(long);
  expect(notes()).toEqual([long]);
  connection.close();
});

test("more than fits into one commit is spread over several, in order", async () => {
  const { connection, note, notes } = notebook();
  const texts = Array.from({ length: 2_500 }, (_, at) => `note ${at}`);
  await Promise.all(texts.map(note));
  expect(notes()).toEqual(texts);
  connection.close();
});

test("closing commits what waits and refuses what comes later", async () => {
  const { connection, queue, note, notes } = notebook();
  const waiting = [note("one"), note("two")];
  await queue.close();
  expect(notes()).toEqual(["one", "two"]);
  expect(await statuses(waiting)).toEqual(["fulfilled", "fulfilled"]);
  await expect(note("three")).rejects.toThrow("The store is closed.");
  connection.close();
});

test("work put off is done once for all of its kind, before a write of another kind and before the commit", async () => {
  const { connection, queue, note, notes } = notebook();
  const put = connection.prepare<unknown, [string]>("INSERT INTO notes (text) VALUES (?)");
  let count = 0;
  const counting = {
    settle: () => {
      put.run(`counted ${count}`);
      count = 0;
    },
    discard: () => {
      count = 0;
      return false;
    },
  };
  const add = () => queue.run(() => void count++, counting);
  await Promise.all([add(), add(), note("between"), add(), add(), add()]);
  expect(notes()).toEqual(["counted 2", "between", "counted 3"]);
  const half = queue.run(() => {
    count++;
    connection.exec("INSERT INTO notes (text) VALUES (NULL)");
  }, counting);
  // The transaction is undone: both are tried again alone, and what the broken one counted is forgotten.
  expect(await statuses([add(), half])).toEqual(["fulfilled", "rejected"]);
  expect(notes()).toEqual(["counted 2", "between", "counted 3", "counted 1"]);
  expect(count).toBe(0);
  connection.close();
});

test("what was put off may ask for another try, of all of it in order, once", async () => {
  const { connection, queue, note, notes } = notebook();
  const errors: unknown[] = [];
  const hasty = {
    settle: () => {
      if (errors.length === 0) connection.exec("INSERT INTO notes (text) VALUES (NULL)");
    },
    discard: (error: unknown) => errors.push(error) === 1,
  };
  let tries = 0;
  const add = (text: string) =>
    queue.run(() => {
      tries++;
      connection.prepare<unknown, [string]>("INSERT INTO notes (text) VALUES (?)").run(text);
      return text;
    }, hasty);
  expect(await Promise.all([note("first"), add("a"), add("b"), note("last")])).toHaveLength(4);
  expect(notes()).toEqual(["first", "a", "b", "last"]);
  expect(errors).toHaveLength(1);
  expect(tries).toBe(4);
  connection.close();
});
