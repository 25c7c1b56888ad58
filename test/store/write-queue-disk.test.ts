import { expect, test } from "bun:test";

import { Connection, tune } from "../../src/store/sqlite/connection.ts";
import {
  type SlowTransaction,
  WriteQueue,
  type WriteQueueOptions,
} from "../../src/store/sqlite/write-queue.ts";
import { StoreError, SystemError } from "../../src/store/store-error.ts";
import { scratchFolder } from "./scratch.ts";

const scratch = scratchFolder();
let files = 0;

const turn = () => new Promise(setImmediate);

/** A queue over a disk that a test lets write. */
async function slowDisk(options: WriteQueueOptions = {}) {
  const connection = new Connection(scratch.file(`disk-${++files}.db`), { create: true, readwrite: true });
  tune(connection, "normal");
  connection.exec("CREATE TABLE notes (at INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)");
  const insert = connection.prepare<unknown, [string]>("INSERT INTO notes (text) VALUES (?)");
  const asked: PromiseWithResolvers<void>[] = [];
  const sync = () => {
    const next = Promise.withResolvers<void>();
    asked.push(next);
    return next.promise;
  };
  const queue = new WriteQueue(connection, { sync, ...options });
  const told: string[] = [];
  const note = (text: string) => {
    const written = queue.run(() => void insert.run(text));
    void written.then(
      () => told.push(text),
      (error: unknown) => told.push(`${text}: ${error instanceof StoreError ? error.reason : String(error)}`),
    );
  };
  /** The disk answers what it was asked first. */
  const answer = async (fault?: Error) => {
    while (asked.length === 0) await turn();
    const first = asked.shift();
    if (fault === undefined) first?.resolve();
    else first?.reject(fault);
    await turn();
  };
  const notes = () => connection.query("SELECT text FROM notes ORDER BY at").values().flat();
  return { connection, queue, note, told, notes, asked, answer };
}

const broken = new SystemError("EIO", "EIO: i/o error, fdatasync");

test("nothing is told before it is on the disk, and what comes meanwhile is committed together", async () => {
  const { connection, note, told, notes, asked, answer } = await slowDisk();
  note("one");
  while (asked.length === 0) await turn();
  note("two");
  await turn();
  note("three");
  for (let turns = 0; turns < 5; turns++) await turn();
  expect(notes()).toEqual(["one"]);
  expect(told).toEqual([]);
  await answer();
  expect(told).toEqual(["one"]);
  await answer();
  expect(told).toEqual(["one", "two", "three"]);
  connection.close();
});

test("what does not get onto the disk is not acknowledged, and nothing is committed behind it before it is there", async () => {
  const { connection, note, told, notes, asked, answer } = await slowDisk();
  note("one");
  await answer(broken);
  expect(told).toEqual(["one: failed"]);
  note("two");
  while (asked.length === 0) await turn();
  expect(notes()).toEqual(["one"]);
  await answer(broken);
  expect(told).toEqual(["one: failed", "two: failed"]);
  expect(notes()).toEqual(["one"]);
  note("three");
  await answer();
  await answer();
  expect(told).toEqual(["one: failed", "two: failed", "three"]);
  expect(notes()).toEqual(["one", "three"]);
  connection.close();
});

test("a full disk is told as such", async () => {
  const { connection, note, told, answer } = await slowDisk();
  note("one");
  await answer(new SystemError("ENOSPC", "ENOSPC: no space left on device, fdatasync"));
  expect(told).toEqual(["one: full"]);
  connection.close();
});

test("a write that breaks a rule costs only itself, on a slow disk too", async () => {
  const { connection, note, told, notes, answer } = await slowDisk();
  note("one");
  note("one");
  note("two");
  await answer();
  expect(notes()).toEqual(["one", "two"]);
  expect(told.toSorted()).toEqual(["one", expect.stringContaining("one: SQLiteError"), "two"]);
  connection.close();
});

test("closing waits for the disk, and commits what waited behind it", async () => {
  const { connection, queue, note, told, asked, answer } = await slowDisk();
  note("one");
  while (asked.length === 0) await turn();
  note("two");
  let is_closed = false;
  const closed = queue.close().then(() => (is_closed = true));
  await answer();
  expect([told, is_closed]).toEqual([["one"], false]);
  await answer();
  await closed;
  expect(told).toEqual(["one", "two"]);
  connection.close();
});

test("a disk that takes long is told, apart from what held everybody up", async () => {
  const slow: SlowTransaction[] = [];
  const { connection, note, answer, asked } = await slowDisk({
    slow_ms: 50,
    onSlow: (each) => void slow.push(each),
  });
  note("one");
  while (asked.length === 0) await turn();
  for (const began_ms = performance.now(); performance.now() - began_ms < 60;) await turn();
  await answer();
  expect(slow).toEqual([{ writes: 1, writes_ms: 0, commit_ms: 0, sync_ms: expect.any(Number) }]);
  connection.close();
});

test("left to the commits again, the disk is asked no more", async () => {
  const { connection, queue, note, told, asked, answer } = await slowDisk();
  note("one");
  await answer(broken);
  queue.disk.leaveToCommits();
  note("two");
  while (told.length < 2) await turn();
  expect(told).toEqual(["one: failed", "two"]);
  expect(asked).toEqual([]);
  connection.close();
});
