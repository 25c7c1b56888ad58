import { expect, test } from "bun:test";
import { existsSync, renameSync, statSync } from "node:fs";

import { KeptLog } from "../../../src/store/log/kept-log.ts";
import { Connection, pragma, tune } from "../../../src/store/sqlite/connection.ts";
import { openStore } from "../../../src/store/sqlite/open-store.ts";
import { KeptLog as Journal } from "../../support/context.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { scratchFolder } from "../scratch.ts";
import { silentLog } from "../silent-log.ts";

const scratch = scratchFolder();

const turn = () => new Promise(setImmediate);

function database(name: string) {
  const path = scratch.file(name);
  const connection = new Connection(path, { create: true, readwrite: true });
  tune(connection, "full");
  connection.exec("CREATE TABLE notes (text TEXT)");
  return { path, connection };
}

test("commits do not wait for the disk, a thread does, and brings the log into the database", async () => {
  const { path, connection } = database("kept.db");
  const log = new KeptLog(connection, silentLog, () => expect.unreachable());
  expect(pragma(connection, "synchronous")).toBe(1);
  const insert = connection.prepare("INSERT INTO notes VALUES ('something')");
  const length = connection.query<{ log: number; checkpointed: number }, []>("PRAGMA wal_checkpoint(NOOP)");
  while (length.get()?.checkpointed === 0) {
    insert.run();
    await log.sync();
    log.shorten();
  }
  expect(length.get()?.log).toBeGreaterThan(999);
  expect(length.get()?.log).toBeLessThan(4_000); // or the loop would have done it
  while (!(await log.empty())) await turn();
  expect(statSync(`${path}-wal`).size).toBe(0);
  await log.close();
  connection.close();
  expect(existsSync(`${path}-wal`)).toBe(false);
});

test("when the thread ends, commits wait for the disk themselves", async () => {
  const { path, connection } = database("ended.db");
  renameSync(path, `${path}-away`); // the thread does not find it
  const journal = new Journal();
  const ended = Promise.withResolvers<void>();
  const log = new KeptLog(connection, journal, ended.resolve);
  await ended.promise;
  expect(pragma(connection, "synchronous")).toBe(2);
  expect(journal.entries).toMatchObject([{ level: "error", event: "store_log_ended" }]);
  connection.exec("INSERT INTO notes VALUES ('something')");
  expect(await log.empty()).toBe(true);
  expect(statSync(`${path}-wal`).size).toBe(0);
  await expect(log.sync()).rejects.toThrow();
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
  expect(statSync(`${path}-wal`).size).toBe(0);
  await store.close();
  expect(existsSync(`${path}-wal`)).toBe(false);
});
