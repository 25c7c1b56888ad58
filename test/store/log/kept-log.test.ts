import { expect, spyOn, test } from "bun:test";
import { existsSync, renameSync, statSync } from "node:fs";

import { KeptLog } from "../../../src/store/log/kept-log.ts";
import { system_disk } from "../../../src/store/log/log-thread.ts";
import { Connection, pragma, tune } from "../../../src/store/sqlite/connection.ts";
import { openStore } from "../../../src/store/sqlite/open-store.ts";
import { KeptLog as Journal } from "../../support/context.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { scratchFolder } from "../scratch.ts";
import { silentLog } from "../silent-log.ts";

const scratch = scratchFolder();

const unheld = <Result>(work: () => Promise<Result>): Promise<Result> => work();

function database(name: string) {
  const path = scratch.file(name);
  const connection = new Connection(path, { create: true, readwrite: true });
  tune(connection, "full");
  connection.exec("CREATE TABLE notes (text TEXT)");
  return { path, connection };
}

test("commits do not wait for the disk, a thread does, and brings the log into the database", async () => {
  const { path, connection } = database("kept.db");
  let held = 0;
  const log = new KeptLog(connection, {
    log: silentLog,
    hold(work) {
      held++;
      return work();
    },
    onEnd: () => expect.unreachable(),
  });
  log.start();
  expect(pragma(connection, "synchronous")).toBe(1);
  expect(pragma(connection, "wal_autocheckpoint")).toBe(4_000);
  const insert = connection.prepare("INSERT INTO notes VALUES ('something')");
  const length = connection.query<{ log: number }, []>("PRAGMA wal_checkpoint(NOOP)");
  for (let written = 0; written < 1_000; written++) insert.run();
  expect(length.get()?.log).toBeGreaterThan(1_000);
  await log.sync();
  await log.shorten();
  expect(length.get()?.log).toBe(1); // begun anew
  await log.shorten();
  expect(held).toBe(1);
  insert.run();
  expect(await log.empty()).toBe(true);
  expect([length.get()?.log, held]).toEqual([1, 2]);
  await log.close();
  connection.close();
  expect(existsSync(`${path}-wal`)).toBe(false);
});

test("what is asked of a log that is closed is refused", async () => {
  const { connection } = database("closed.db");
  const options = { log: silentLog, hold: unheld, onEnd: () => {} };
  const log = new KeptLog(connection, options);
  log.start();
  const emptied = log.empty();
  await log.close();
  await Promise.allSettled([emptied]); // it settles
  await expect(log.sync()).rejects.toThrow();
  connection.close();
});

test("when the thread ends, commits wait for the disk themselves", async () => {
  const { path, connection } = database("ended.db");
  renameSync(path, `${path}-away`); // the thread does not find it
  const journal = new Journal();
  const ended = Promise.withResolvers<void>();
  const log = new KeptLog(connection, {
    log: journal,
    hold: unheld,
    onEnd: ended.resolve,
  });
  using rewrite = spyOn(system_disk, "rewrite");
  log.start();
  await log.sync(); // here, and what the thread may have left behind as written is written once more
  expect(rewrite).toHaveBeenCalledTimes(1);
  await ended.promise;
  expect(pragma(connection, "synchronous")).toBe(2);
  expect(journal.entries).toMatchObject([{ level: "error", event: "store_log_ended" }]);
  connection.exec("INSERT INTO notes VALUES ('something')");
  expect(await log.empty()).toBe(true);
  expect(statSync(`${path}-wal`).size).toBe(0);
  await log.sync(); // here
  expect(rewrite).toHaveBeenCalledTimes(1);
  await log.close();
  connection.close();
});

test("a store of a file waits for the disk in the thread, and leaves no log behind", async () => {
  const path = scratch.file("store.db");
  const clock = new FakeClock();
  const store = await openStore({ path, clock, log: silentLog });
  const user = { username: "ana", password_hash: "x", now_ms: clock.now() };
  expect(await store.users.create(user)).toMatchObject({ username: "ana" });
  expect(await store.users.byName("ana")).toMatchObject({ username: "ana" });
  await store.forget();
  expect(statSync(`${path}-wal`).size).toBeLessThan(5_000);
  await Promise.all([store.close(), store.close()]);
  expect(existsSync(`${path}-wal`)).toBe(false);
});

test("the log of a store does not grow on and on", async () => {
  const path = scratch.file("growing.db");
  const clock = new FakeClock();
  const store = await openStore({ path, clock, log: silentLog });
  using other = new Connection(path, { readonly: true });
  const length = () => other.query<{ log: number }, []>("PRAGMA wal_checkpoint(NOOP)").get()?.log ?? 0;
  let longest = 0;
  for (let count = 0; length() >= longest; count++) {
    longest = length();
    expect(longest).toBeLessThan(4_000); // or the loop would have done it
    await store.users.create({ username: `user${count}`, password_hash: "x", now_ms: clock.now() });
  }
  expect(longest).toBeGreaterThan(999);
  await store.close();
});
