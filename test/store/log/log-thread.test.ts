import { expect, test } from "bun:test";
import { closeSync, openSync, readFileSync, statSync } from "node:fs";

import { type Disk, LogThread, system_disk } from "../../../src/store/log/log-thread.ts";
import { Connection, pragma, tune } from "../../../src/store/sqlite/connection.ts";
import { scratchFolder } from "../scratch.ts";

const scratch = scratchFolder();
let files = 0;

/** A thread's work on the log of a database that a test writes to. */
function threadOf(disk?: Disk) {
  const path = scratch.file(`log-${++files}.db`);
  const connection = new Connection(path, { create: true, readwrite: true });
  tune(connection, "normal");
  connection.exec("CREATE TABLE notes (text TEXT); PRAGMA user_version = 7");
  const log = openSync(`${path}-wal`, "r+");
  const thread = new LogThread(path, log, disk);
  const write = (times = 1) => {
    for (let time = 0; time < times; time++) connection.exec("INSERT INTO notes VALUES ('something')");
  };
  const length = () =>
    connection.query<{ log: number; checkpointed: number }, []>("PRAGMA wal_checkpoint(NOOP)").get();
  return {
    path,
    connection,
    thread,
    write,
    length,
    [Symbol.dispose]() {
      thread.close();
      closeSync(log);
      connection.close();
    },
  };
}

test("brings what is in the log into the database, while the server goes on", () => {
  using scene = threadOf();
  scene.write(20);
  expect(scene.length()?.checkpointed).toBe(0);
  scene.thread.checkpoint();
  const { log, checkpointed } = scene.length() ?? expect.unreachable();
  expect(checkpointed).toBe(log);
  scene.write();
  expect(scene.length()?.log).toBeLessThan(log); // begun anew
  expect(scene.connection.query("SELECT count(*) AS notes FROM notes").get()).toEqual({ notes: 21 });
});

test("begins the log anew itself: who does that waits for the disk", () => {
  using scene = threadOf();
  scene.write(20);
  scene.thread.renew();
  expect(scene.length()).toMatchObject({ log: 1, checkpointed: 0 });
  scene.write();
  expect(scene.length()?.log).toBeGreaterThan(1);
  expect(pragma(scene.connection, "user_version")).toBe(7);
});

test("empties the log, or says that somebody is using it", () => {
  using scene = threadOf();
  scene.write(20);
  const reader = new Connection(scene.path, { readonly: true });
  reader.exec("BEGIN");
  reader.query("SELECT * FROM notes").all();
  scene.write();
  expect(scene.thread.empty()).toBe(false);
  reader.exec("COMMIT");
  reader.close();
  expect(scene.thread.empty()).toBe(true);
  expect(scene.length()?.log).toBe(1); // begun anew, with nothing of before
  expect(statSync(`${scene.path}-wal`).size).toBeLessThan(5_000);
});

test("after a failure all of the log is written once more before it counts as being on the disk", () => {
  const calls: string[] = [];
  let faults = 2;
  using scene = threadOf({
    sync(file) {
      calls.push("sync");
      if (faults-- > 0) throw new Error("EIO");
      system_disk.sync(file);
    },
    rewrite(file) {
      calls.push("rewrite");
      system_disk.rewrite(file);
    },
  });
  scene.write(400); // longer than what is written at once
  const before = readFileSync(`${scene.path}-wal`);
  expect(before.length).toBeGreaterThan(1_048_576);
  const changed_ms = statSync(`${scene.path}-wal`).mtimeMs;
  expect(() => scene.thread.sync()).toThrow("EIO");
  expect(() => scene.thread.sync()).toThrow("EIO");
  scene.thread.sync();
  scene.thread.sync();
  expect(calls).toEqual(["sync", "rewrite", "sync", "rewrite", "sync", "sync"]);
  expect(readFileSync(`${scene.path}-wal`).equals(before)).toBe(true);
  expect(statSync(`${scene.path}-wal`).mtimeMs).toBeGreaterThan(changed_ms);
  expect(pragma(scene.connection, "integrity_check")).toBe("ok");
});

test("nothing is brought into the database before what may be missing of the log is written once more", () => {
  const calls: string[] = [];
  using scene = threadOf({
    sync() {
      calls.push("sync");
      if (calls.length === 1) throw new Error("EIO");
    },
    rewrite: () => void calls.push("rewrite"),
  });
  scene.write(20);
  expect(() => scene.thread.sync()).toThrow("EIO");
  scene.thread.checkpoint();
  expect(calls).toEqual(["sync", "rewrite", "sync"]);
  expect(scene.length()).toMatchObject({ checkpointed: scene.length()?.log });
});

test("the log is not written over itself while another program writes to it", () => {
  let syncs = 0;
  using scene = threadOf({
    sync() {
      if (syncs++ === 0) throw new Error("EIO");
    },
    rewrite: system_disk.rewrite,
  });
  scene.write();
  expect(() => scene.thread.sync()).toThrow("EIO");
  const other = new Connection(scene.path, { readwrite: true });
  other.exec("BEGIN IMMEDIATE");
  expect(() => scene.thread.sync()).toThrow("locked");
  other.exec("ROLLBACK");
  other.close();
  scene.thread.sync();
  expect(syncs).toBe(2);
});
