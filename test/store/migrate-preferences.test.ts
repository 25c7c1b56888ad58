import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { readdirSync } from "node:fs";

import { migrations } from "../../src/store/migrations/all.ts";
import { application_id } from "../../src/store/sqlite/migrate.ts";
import { openStore } from "../../src/store/sqlite/open-store.ts";
import { scratchFolder, standing_clock } from "./scratch.ts";
import { silentLog } from "./silent-log.ts";

test("a file of version 3 is brought up after a backup: members stay, and want all as it comes", async () => {
  const folder = scratchFolder().path;
  const path = `${folder}/chat.db`;
  const database = new Database(path, { create: true });
  for (const migration of migrations.slice(0, 3)) database.exec(migration);
  database.exec(`
    PRAGMA application_id = ${application_id}; PRAGMA user_version = 3;
    INSERT INTO users (id, username, password_hash, created_at_ms) VALUES (1, 'ana', 'hash', 1);
    INSERT INTO channels (id, kind, name, created_at_ms) VALUES (1, 'public', 'general', 1);
    INSERT INTO members (channel_id, user_id, joined_at_ms) VALUES (1, 1, 7);
  `);
  database.close();
  const store = await openStore({ path, clock: standing_clock, log: silentLog });
  expect(await store.channels.viewFor(1, 1)).not.toContainAnyKeys(["level", "muted", "favorite", "place"]);
  expect(await store.members.setPreferences(1, 1, { muted: true })).toEqual({
    level: "all",
    muted: true,
    favorite: false,
    place: null,
    changed: true,
  });
  await store.close();
  const backup = new Database(`${folder}/chat.db.backup-20260504-123015`, { readonly: true });
  expect(backup.query("PRAGMA user_version").values()).toEqual([[3]]);
  expect(backup.query("SELECT joined_at_ms FROM members").values()).toEqual([[7]]);
  backup.close();
  expect(readdirSync(folder)).toContain("chat.db");
});
