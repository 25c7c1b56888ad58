import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { readdirSync } from "node:fs";

import { migrations } from "../../src/store/migrations/all.ts";
import { application_id } from "../../src/store/sqlite/migrate.ts";
import { openConnection } from "../../src/store/sqlite/open-connection.ts";
import { openStore } from "../../src/store/sqlite/open-store.ts";
import { say } from "../conformance/scene.ts";
import { fingerprints, listeningLog, scratchFolder, standing_clock } from "./scratch.ts";
import { silentLog } from "./silent-log.ts";

const options = { clock: standing_clock, log: silentLog };

/** As a later version of chat might: a table is remade, though others refer to it. */
const next = `
  CREATE TABLE users_new (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, username TEXT NOT NULL COLLATE NOCASE UNIQUE,
    password_hash TEXT NOT NULL, created_at_ms INTEGER NOT NULL, chosen_status TEXT NOT NULL,
    status_text TEXT NOT NULL, display_name TEXT, avatar_id INTEGER, theme TEXT NOT NULL DEFAULT '') STRICT;
  INSERT INTO users_new SELECT *, '' FROM users;
  DROP TABLE users;
  ALTER TABLE users_new RENAME TO users;
`;

async function ourFile(): Promise<{ folder: string; path: string }> {
  const folder = scratchFolder().path;
  const path = `${folder}/chat.db`;
  const store = await openStore({ ...options, path });
  const ana = await store.users.create({ username: "ana", password_hash: "x", now_ms: 1 });
  await say(store, 1, ana.user_id, "hello");
  await store.close();
  return { folder, path };
}

test("a new file is marked as ours, in the newest version, with the settings a server needs", () => {
  const connection = openConnection({ ...options, path: `${scratchFolder().path}/chat.db` });
  const setting = (name: string) => connection.query(`PRAGMA ${name}`).values()[0]?.[0];
  expect(setting("application_id")).toBe(application_id);
  expect(setting("user_version")).toBe(migrations.length);
  expect(setting("journal_mode")).toBe("wal");
  expect(setting("synchronous")).toBe(2);
  expect(setting("foreign_keys")).toBe(1);
  expect(setting("busy_timeout")).toBe(5_000);
  expect(setting("trusted_schema")).toBe(0);
  expect(setting("cell_size_check")).toBe(1);
  connection.close();
});

test("opening a file of the same version leaves it as it is", async () => {
  const { folder, path } = await ourFile();
  const before = fingerprints(folder);
  await (await openStore({ ...options, path })).close();
  expect(fingerprints(folder)).toEqual(before);
});

test("an older file is brought up after a backup, references kept", async () => {
  const { folder, path } = await ourFile();
  const log = listeningLog();
  const connection = openConnection({ ...options, path, log }, [...migrations, next]);
  expect(connection.query("SELECT username, theme FROM users").values()).toEqual([["ana", ""]]);
  expect(
    connection.query("SELECT count(*) FROM messages JOIN users ON users.id = author_id").values(),
  ).toEqual([[1]]);
  expect(connection.query("PRAGMA user_version").values()).toEqual([[migrations.length + 1]]);
  expect(connection.query("PRAGMA foreign_keys").values()).toEqual([[1]]);
  connection.close();
  expect(readdirSync(folder).toSorted()).toEqual(["chat.db", "chat.db.backup-20260504-123015"]);
  expect(log.heard.get("store.migrating")).toMatchObject({
    from_version: migrations.length,
    to_version: migrations.length + 1,
  });
  const backup = await openStore({ ...options, path: `${folder}/chat.db.backup-20260504-123015` });
  expect(await backup.users.byName("ana")).toBeDefined();
  await backup.close();
});

test("a migration that fails, or that would leave rows without what they refer to, changes nothing", async () => {
  const { folder, path } = await ourFile();
  const before = fingerprints(folder);
  const broken = [`${next} SELECT nothing FROM nowhere;`, "DELETE FROM users"];
  for (const migration of broken) {
    expect(() => openConnection({ ...options, path }, [...migrations, migration])).toThrow();
    const after = Object.entries(fingerprints(folder)).filter(([name]) => !name.includes("backup"));
    expect(Object.fromEntries(after)).toEqual(before);
  }
});

test("a new file needs no backup, however many migrations make it", () => {
  const folder = scratchFolder().path;
  openConnection({ ...options, path: `${folder}/chat.db` }, [...migrations, next]).close();
  expect(readdirSync(folder)).toEqual(["chat.db"]);
});

test("general and the server's id come back when they are missing", async () => {
  const { path } = await ourFile();
  const database = new Database(path);
  database.exec("PRAGMA foreign_keys = OFF; DELETE FROM messages; DELETE FROM channels; DELETE FROM meta");
  database.close();
  const store = await openStore({ ...options, path });
  expect(await store.channels.idsByName(1, "general")).toHaveLength(1);
  expect(store.server_id).toBeTruthy();
  await store.close();
});
