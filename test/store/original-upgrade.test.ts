import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { copyFileSync, readdirSync, readFileSync, statSync } from "node:fs";

import { migrations } from "../../src/store/migrations/all.ts";
import { openConnection } from "../../src/store/sqlite/open-connection.ts";
import { openStore } from "../../src/store/sqlite/open-store.ts";
import { hello, options, originalFile, said, small_talk } from "./original-file.ts";
import { fingerprints, listeningLog, scratchFolder } from "./scratch.ts";

const scratch = scratchFolder();
const backup_name = "chat.db.backup-20260504-123015";

test("a backup that is the original, readable by the owner alone, is written first", async () => {
  const { folder, path } = await originalFile(small_talk);
  const log = listeningLog();
  const store = await openStore({ ...options, path, log });
  await store.close();
  expect(readdirSync(folder).toSorted()).toEqual(["chat.db", backup_name]);
  expect(log.heard.get("store.original_upgraded")).toMatchObject({ users: 2, messages: 4, made_up_users: 0 });
  for (const name of ["chat.db", backup_name]) expect(statSync(`${folder}/${name}`).mode & 0o777).toBe(0o600);
  const backup = new Database(`${folder}/${backup_name}`, { readonly: true });
  expect(backup.query("SELECT username FROM users ORDER BY id").values()).toEqual([["Ana"], ["ben"]]);
  expect(backup.query("SELECT count(*) FROM messages").values()).toEqual([[4]]);
  expect(backup.query("SELECT token FROM sessions").values()).toEqual([["f00d".repeat(16)]]);
  backup.close();
});

test("a backup of the same second is not overwritten", async () => {
  const { folder, path } = await originalFile(small_talk);
  await Bun.write(`${folder}/${backup_name}`, "precious");
  await (await openStore({ ...options, path })).close();
  expect(await Bun.file(`${folder}/${backup_name}`).text()).toBe("precious");
  expect(readdirSync(folder).toSorted()).toEqual(["chat.db", backup_name, `${backup_name}-2`]);
});

test("the upgraded file opens as ours from then on, without another backup", async () => {
  const { folder, path } = await originalFile(small_talk);
  const first = await openStore({ ...options, path });
  await first.close();
  const again = await openStore({ ...options, path });
  expect(again.server_id).toBe(first.server_id);
  expect(await said(again, "general")).toHaveLength(3);
  await again.close();
  expect(readdirSync(folder)).toHaveLength(2);
});

for (const journal_mode of ["delete", "wal"] as const)
  test(`old tokens cannot be read in the upgraded file, journal mode ${journal_mode}`, async () => {
    const tokens = Array.from({ length: 300 }, (_, at) => `70ce${at}`.padEnd(64, "e"));
    const sessions = tokens.map((token) => ({ username: "Ana", token }));
    const { path } = await originalFile({ ...small_talk, sessions, journal_mode });
    // The original deletes what has expired: those tokens lie in free pages, known to nobody.
    const original = new Database(path);
    original.exec("DELETE FROM sessions WHERE rowid > 10");
    original.close();
    expect(readFileSync(path, "latin1")).toContain("70ce7");
    expect(readFileSync(path, "latin1")).toContain("70ce200");
    const store = await openStore({ ...options, path });
    for (const suffix of ["", "-wal"]) expect(readFileSync(path + suffix, "latin1")).not.toContain("70ce");
    await store.close();
    expect(readFileSync(path, "latin1")).not.toContain("70ce");
  });

test("a failure in the middle leaves the original as it was", async () => {
  const messages = Array.from({ length: 3_000 }, (_, at) => ({
    ...hello,
    content: `message ${at} `.repeat(40),
  }));
  const { folder, path } = await originalFile({ ...small_talk, messages });
  const before = fingerprints(folder);
  const broken = [...migrations, "CREATE TABLE broken (x TEXT); INSERT INTO nowhere VALUES (1);"];
  expect(() => openConnection({ ...options, path }, broken)).toThrow("no such table: nowhere");
  const { [backup_name]: backup, ...after } = fingerprints(folder);
  expect(backup).toBeDefined();
  expect(after).toEqual(before);
  const store = await openStore({ ...options, path });
  expect(await said(store, "general")).toHaveLength(100);
  await store.close();
});

test("a power cut in the middle leaves the original as it was", async () => {
  const messages = Array.from({ length: 3_000 }, (_, at) => ({
    ...hello,
    content: `message ${at} `.repeat(40),
  }));
  const { folder, path } = await originalFile({ ...small_talk, messages });
  const child = Bun.spawn([process.execPath, `${import.meta.dir}/upgrading-child.ts`, path]);
  await child.exited;
  expect(child.signalCode).toBe("SIGKILL");
  expect(statSync(`${path}-journal`).size).toBeGreaterThan(0);
  const copy = scratch.file("after-power-cut.db");
  for (const suffix of ["", "-journal"]) copyFileSync(path + suffix, copy + suffix);
  const reader = new Database(copy, { readwrite: true });
  expect(reader.query("PRAGMA integrity_check").values()).toEqual([["ok"]]);
  expect(reader.query("SELECT count(*) FROM messages WHERE msg_type = 'message'").values()).toEqual([
    [3_000],
  ]);
  expect(reader.query("SELECT token FROM sessions").values()).toEqual([["f00d".repeat(16)]]);
  reader.close();
  const store = await openStore({ ...options, path });
  expect(await said(store, "general")).toHaveLength(100);
  await store.close();
  expect(readdirSync(folder).filter((name) => name.includes("backup"))).toHaveLength(2);
});

test("free pages that could not be written over are at the next start", async () => {
  const { path } = await originalFile(small_talk);
  await (await openStore({ ...options, path })).close();
  const database = new Database(path);
  database.exec("CREATE TABLE tokens (token TEXT); INSERT INTO tokens VALUES (printf('%.*c', 9000, 's'))");
  database.exec("DROP TABLE tokens; INSERT INTO meta (key, value) VALUES ('scrub', 'due')");
  database.close();
  expect(readFileSync(path, "latin1")).toContain("ssssssss");
  await (await openStore({ ...options, path })).close();
  expect(readFileSync(path, "latin1")).not.toContain("ssssssss");
  const after = fingerprints(path.slice(0, path.lastIndexOf("/")));
  await (await openStore({ ...options, path })).close();
  expect(fingerprints(path.slice(0, path.lastIndexOf("/")))).toEqual(after);
});
