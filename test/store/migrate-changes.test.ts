import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";

import type { Store } from "../../src/domain/ports/store.ts";
import { migrations } from "../../src/store/migrations/all.ts";
import { application_id } from "../../src/store/sqlite/migrate.ts";
import { openStore } from "../../src/store/sqlite/open-store.ts";
import { makeChannel, messageOf, register, say, undelivered, wholeHistory } from "../conformance/scene.ts";
import { fingerprints, scratchFolder, standing_clock } from "./scratch.ts";
import { silentLog } from "./silent-log.ts";

const options = { clock: standing_clock, log: silentLog };
const [ana, ben, cleo] = [1, 2, 3];
const [general, music, dm] = [1, 2, 5];
const server_id = "11111111-2222-4333-8444-555555555555";

/** A file as version 1 left it: ids of channels, messages and users that were given once are gone. */
function firstVersion(): { folder: string; path: string } {
  const folder = scratchFolder().path;
  const path = `${folder}/chat.db`;
  const database = new Database(path, { create: true });
  database.exec("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON");
  database.exec(migrations[0] ?? "");
  database.exec(`
    PRAGMA application_id = ${application_id}; PRAGMA user_version = 1;
    INSERT INTO meta VALUES ('server_id', '${server_id}');
    INSERT INTO users (id, username, password_hash, created_at_ms)
      VALUES (1, 'Ana', 'hash 1', 10), (2, 'ben', 'hash 2', 20), (3, 'cleo', 'hash 3', 30), (9, 'gone', 'x', 40);
    INSERT INTO channels (id, kind, name, description, created_by, created_at_ms, last_seq, dm_key) VALUES
      (1, 'public', 'general', 'General discussion', NULL, 1, 3, NULL), (2, 'public', 'Music', 'Songs', 2, 2, 1, NULL),
      (5, 'dm', NULL, '', NULL, 3, 2, '1:2'), (8, 'public', 'gone', '', NULL, 4, 0, NULL);
    INSERT INTO members (channel_id, user_id, joined_at_ms, read_seq, delivered_seq) VALUES
      (1, 1, 10, 3, 0), (1, 2, 20, 1, 0), (1, 3, 30, 0, 0), (2, 2, 21, 1, 1), (5, 1, 22, 1, 1), (5, 2, 22, 2, 2);
    INSERT INTO messages (id, channel_id, seq, author_id, kind, content, nonce, created_at_ms) VALUES
      (1, 1, 1, 1, 'text', 'hello', 'n1', 100), (2, 2, 1, 2, 'action', 'sings', NULL, 101),
      (4, 1, 2, 2, 'text', 'hello, Ana', NULL, 102), (6, 5, 1, 1, 'text', 'psst', 'n2', 103),
      (7, 5, 2, 2, 'text', '${"long ".repeat(3_000)}', NULL, 104), (9, 1, 3, 1, 'text', 'bye', 'n3', 50),
      (30, 1, 4, 1, 'text', 'gone', NULL, 105);
    INSERT INTO sessions (id, token_hash, user_id, device, created_at_ms, last_used_at_ms, expires_at_ms)
      VALUES (4, '${"a".repeat(64)}', 1, 'laptop', 5, 6, 1000000), (7, 'gone', 1, '', 5, 6, 7);
    DELETE FROM messages WHERE id = 30; DELETE FROM channels WHERE id = 8; DELETE FROM users WHERE id = 9;
    DELETE FROM sessions WHERE id = 7;
  `);
  database.close();
  return { folder, path };
}

async function withMigrated(
  look: (store: Store, path: string, folder: string) => Promise<void>,
): Promise<void> {
  const { folder, path } = firstVersion();
  const store = await openStore({ ...options, path });
  try {
    await look(store, path, folder);
  } finally {
    await store.close();
  }
}

const backup_name = "chat.db.backup-20260504-123015";

test("a backup of version 1, with all of it, is written first", () =>
  withMigrated(async (_store, path, folder) => {
    expect(readdirSync(folder).filter((name) => name.includes("backup"))).toEqual([backup_name]);
    const backup = new Database(`${folder}/${backup_name}`, { readonly: true });
    expect(backup.query("PRAGMA user_version").values()).toEqual([[1]]);
    expect(backup.query("SELECT id FROM messages ORDER BY id").values().flat()).toEqual([1, 2, 4, 6, 7, 9]);
    expect(backup.query("SELECT content FROM messages WHERE id = 9").values()).toEqual([["bye"]]);
    backup.close();
    const database = new Database(path, { readonly: true });
    expect(database.query("PRAGMA user_version").values()).toEqual([[migrations.length]]);
    expect(database.query("PRAGMA foreign_key_check").values()).toEqual([]);
    expect(database.query("PRAGMA integrity_check").values()).toEqual([["ok"]]);
    database.close();
  }));

test("messages keep id, place, text, time and nonce, and get a rev", () =>
  withMigrated(async (store) => {
    const untouched = { reply_to_seq: null, edited_at_ms: null, deleted_at_ms: null, pinned_at_ms: null };
    const by_ana = {
      channel_id: general,
      author: { user_id: ana, username: "Ana" },
      kind: "text",
      ...untouched,
    };
    const messages = await wholeHistory(store, cleo, general);
    expect(messages[0]).toEqual(
      expect.objectContaining({
        ...by_ana,
        id: 1,
        seq: 1,
        rev: 1,
        content: "hello",
        created_at_ms: 100,
        nonce: "n1",
        reactions: [],
      }),
    );
    expect(messages.map(({ id, seq, rev, content }) => [id, seq, rev, content])).toEqual([
      [1, 1, 1, "hello"],
      [4, 2, 2, "hello, Ana"],
      [9, 3, 3, "bye"],
    ]);
    expect(await wholeHistory(store, ben, music)).toMatchObject([
      { id: 2, kind: "action", content: "sings" },
    ]);
    expect((await wholeHistory(store, ben, dm))[1]?.content).toBe("long ".repeat(3_000));
    expect(await store.messages.edits(9)).toEqual([]);
  }));

test("channels, members, markers, users and sessions are as they were", () =>
  withMigrated(async (store) => {
    expect(store.server_id).toBe(server_id);
    expect(await store.channels.listFor(ben)).toMatchObject([
      {
        id: general,
        name: "general",
        created_by: null,
        last_seq: 3,
        last_rev: 3,
        read_seq: 1,
        archived_at_ms: null,
      },
      {
        id: music,
        name: "Music",
        description: "Songs",
        created_by: ben,
        created_at_ms: 2,
        last_rev: 1,
        read_seq: 1,
      },
      { id: dm, kind: "dm", last_seq: 2, last_rev: 2, read_seq: 2, mention_count: 0 },
    ]);
    expect(await store.channels.viewFor(cleo, dm)).toBeUndefined();
    expect(await store.channels.openDm({ user_ids: [ben, ana], created_by: ben, now_ms: 1 })).toEqual({
      channel_id: dm,
      created: false,
    });
    expect(await undelivered(store, ana)).toMatchObject([{ id: 7 }]);
    expect(await store.users.byName("ana")).toEqual({
      user_id: ana,
      username: "Ana",
      password_hash: "hash 1",
    });
    expect(await store.users.presenceOf(ana)).toEqual({ chosen_status: "online", status_text: "" });
    expect(await store.sessions.use("a".repeat(64), 1_000, 1)).toMatchObject({ session_id: 4, user_id: ana });
  }));

test("what comes after goes on from there, and no id is given twice", () =>
  withMigrated(async (store) => {
    const { message } = await store.messages.append(messageOf(general, ana, { nonce: "new" }));
    expect(message).toMatchObject({ id: 31, seq: 4, rev: 4 });
    expect(await makeChannel(store, "public", "art", ana)).toBe(9);
    expect(await register(store, "dora")).toEqual([10]);
    const session = { token_hash: "b", user_id: ana, device: "", now_ms: 1, expires_at_ms: 2 };
    expect(await store.sessions.create(session)).toEqual({ session_id: 8 });
    const again = await store.messages.append(messageOf(general, ana, { content: "bye", nonce: "n3" }));
    expect(again).toMatchObject({ repeated: true, message: { id: 9, seq: 3 } });
    const edit = { id: 1, content: "hello all", mentions: undefined, now_ms: 200 };
    expect(await store.changes.edit(edit)).toMatchObject({ rev: 5, changed: true });
    expect(await store.messages.edits(1)).toEqual([{ content: "hello", written_at_ms: 100 }]);
    const { changes } = await store.messages.catchUp(ana, [{ channel_id: general, rev: 3, from_seq: 0 }]);
    expect(changes[0]?.messages.map(({ id }) => id)).toEqual([1, 31]);
  }));

test("an old text that is deleted afterwards is in the file no more", async () => {
  const { path } = firstVersion();
  const store = await openStore({ ...options, path });
  expect(readFileSync(path, "latin1")).toContain("hello, Ana");
  await store.changes.remove(4, 1);
  await store.changes.remove(7, 1);
  await store.close();
  for (const text of ["hello, Ana", "long long"]) expect(readFileSync(path, "latin1")).not.toContain(text);
  expect(readFileSync(path, "latin1")).toContain("psst");
});

test("opening it again changes nothing", async () => {
  const { folder, path } = firstVersion();
  await (await openStore({ ...options, path })).close();
  const before = fingerprints(folder);
  const store = await openStore({ ...options, path });
  expect(await wholeHistory(store, ana, general)).toHaveLength(3);
  await store.close();
  expect(fingerprints(folder)).toEqual(before);
});

test("an empty file of version 1 is brought up too", async () => {
  const path = `${scratchFolder().path}/chat.db`;
  const database = new Database(path, { create: true });
  database.exec(migrations[0] ?? "");
  database.exec(`PRAGMA application_id = ${application_id}; PRAGMA user_version = 1`);
  database.close();
  const store = await openStore({ ...options, path });
  const [first] = await register(store, "ana");
  expect(await say(store, general, first, "hello")).toMatchObject({ id: 1, seq: 1, rev: 1 });
  await store.close();
});
