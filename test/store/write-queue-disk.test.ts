import { expect, jest, test } from "bun:test";

import { ChatError } from "../../src/protocol/errors.ts";
import { Connection, tune } from "../../src/store/sqlite/connection.ts";
import type { SlowTransaction, WriteQueueOptions } from "../../src/store/sqlite/write-queue-options.ts";
import { WriteQueue } from "../../src/store/sqlite/write-queue.ts";
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

test("what does not get onto the disk is not acknowledged before it is there, and nothing else is begun until then", async () => {
  const faults: unknown[] = [];
  const { connection, queue, note, told, notes, asked, answer } = await slowDisk({
    onFault: (fault) => faults.push(fault),
  });
  note("one");
  while (asked.length === 0) await turn();
  note("two");
  await answer(broken);
  expect(told).toEqual(["two: failed"]);
  note("three");
  await turn();
  expect(told).toEqual(["two: failed", "three: failed"]);
  await expect(queue.disk.settled()).rejects.toBe(broken);
  expect(faults).toEqual([broken]);
  // It is tried again by itself.
  await answer(broken);
  await answer();
  expect(told).toEqual(["two: failed", "three: failed", "one"]);
  await queue.disk.settled();
  note("four");
  await answer();
  expect(notes()).toEqual(["one", "four"]);
  connection.close();
});

test("a full disk is told as such", async () => {
  const { connection, note, told, asked, answer } = await slowDisk();
  note("one");
  while (asked.length === 0) await turn();
  note("two");
  await answer(new SystemError("ENOSPC", "ENOSPC: no space left on device, fdatasync"));
  expect(told).toEqual(["two: full"]);
  await answer();
  connection.close();
});

test("what changes nothing waits for no disk", async () => {
  const { connection, queue, note, told, asked, answer } = await slowDisk();
  await queue.run(() => {});
  const refused = queue.run(() => {
    throw new ChatError("exists", "taken");
  });
  await expect(refused).rejects.toThrow("taken");
  expect(asked).toEqual([]);
  note("one");
  await answer();
  expect(told).toEqual(["one"]);
  connection.close();
});

test("what was committed to a file that was moved meanwhile is synchronised before anything of it is shown", async () => {
  let is_in_place = true;
  const { connection, queue, asked, answer } = await slowDisk({ isInPlace: () => is_in_place });
  const moved = queue.run(() => {
    connection.exec("INSERT INTO notes (text) VALUES ('away')");
    is_in_place = false;
  });
  await expect(moved).rejects.toMatchObject({ reason: "vanished" });
  expect(asked).toHaveLength(1);
  expect(queue.disk.is_settled).toBe(false);
  await answer();
  expect(queue.disk.is_settled).toBe(true);
  connection.close();
});

test("while it is held nothing is committed, and what waits goes on afterwards", async () => {
  const { connection, queue, note, told, notes, answer } = await slowDisk();
  const work = Promise.withResolvers<string>();
  const held = queue.hold(() => work.promise);
  await turn();
  note("one");
  for (let turns = 0; turns < 5; turns++) await turn();
  expect(notes()).toEqual([]);
  work.resolve("done");
  expect(await held).toBe("done");
  await answer();
  expect(told).toEqual(["one"]);
  connection.close();
});

test("it is held when what is under way is on the disk", async () => {
  const { connection, queue, note, told, asked, answer } = await slowDisk();
  note("one");
  while (asked.length === 0) await turn();
  const held = queue.hold(async () => [...told]);
  await answer();
  expect(await held).toEqual(["one"]);
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

test("the end does not wait for ever: what is under way then is refused", async () => {
  jest.useFakeTimers();
  try {
    const { connection, queue, note, told, asked } = await slowDisk();
    note("one");
    while (asked.length === 0) await turn();
    note("two");
    const closed = queue.close();
    await turn();
    jest.advanceTimersByTime(5_000);
    await closed;
    await turn();
    expect(told).toEqual([
      "one: Error: The disk did not answer before the end.",
      "two: Error: The disk did not answer before the end.",
    ]);
    connection.close();
  } finally {
    jest.useRealTimers();
  }
});

test("left to the commits again, the disk is asked no more", async () => {
  const { connection, queue, note, told, asked, answer } = await slowDisk();
  note("one");
  await answer();
  queue.disk.leaveToCommits();
  note("two");
  while (told.length < 2) await turn();
  expect(told).toEqual(["one", "two"]);
  expect(asked).toEqual([]);
  connection.close();
});

test("writes that take long together are spread over several commits, in their order, and one that fails costs only itself", async () => {
  const { connection, queue, note, told, notes, asked, answer } = await slowDisk({ writes_ms_max: -1 });
  const first = queue.run(() => note("asked during the first"));
  for (const text of ["one", "two", "one", "three"]) note(text);
  await first;
  while (asked.length === 0) await turn();
  expect(notes()).toEqual(["one"]);
  await answer();
  while (asked.length === 0) await turn();
  expect(notes()).toEqual(["one", "two"]);
  await answer();
  await answer();
  const texts = ["one", "two", "one", "three", "asked during the first"];
  expect(told.map((text) => text.split(":")[0])).toEqual(texts);
  expect(notes()).toEqual(["one", "two", "three", "asked during the first"]);
  connection.close();
});
