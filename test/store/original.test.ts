import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";

import type { Store } from "../../src/domain/ports/store.ts";
import { migrations } from "../../src/store/migrations/all.ts";
import { openConnection } from "../../src/store/sqlite/open-connection.ts";
import { openStore } from "../../src/store/sqlite/open-store.ts";
import { createOriginalDatabase, type OriginalContents } from "../support/original-database.ts";
import { fingerprints, listeningLog, scratchFolder, standing_clock } from "./scratch.ts";
import { silentLog } from "./silent-log.ts";

const scratch = scratchFolder();
const options = { clock: standing_clock, log: silentLog, busy_timeout_ms: 50 };
const backup_name = "chat.db.backup-20260504-123015";

let folders = 0;
/** A file of the original in a folder of its own. */
async function originalFile(contents: OriginalContents): Promise<{ folder: string; path: string }> {
  const folder = scratch.file(`original-${++folders}`);
  mkdirSync(folder);
  const path = `${folder}/chat.db`;
  await createOriginalDatabase(path, contents);
  return { folder, path };
}

async function upgraded(
  contents: OriginalContents,
  look: (store: Store, path: string) => Promise<void>,
): Promise<void> {
  const { path } = await originalFile(contents);
  const store = await openStore({ ...options, path });
  try {
    await look(store, path);
  } finally {
    await store.close();
  }
}

const said = async (store: Store, name: string) => {
  const channel_id = await store.channels.idByName(name);
  if (channel_id === undefined) throw new Error(`There is no channel ${name}.`);
  return (await store.messages.history({ channel_id, limit: 100 })).messages;
};

const ana = { username: "Ana", password: "anas secret" };
const ben = { username: "ben", password: "bens secret" };
const general = { name: "general", description: "General discussion" };
const music = { name: "music", description: "Songs", created_by: "ben", created_at: "2024-03-02 10:00:00" };
const hello = { channel: "general", author: "Ana", content: "hello" };

const small_talk: OriginalContents = {
  users: [ana, ben],
  channels: [general, music],
  messages: [
    { channel: "general", author: "Ana", content: "hello", created_at: "2024-03-05 08:00:01" },
    { channel: "music", author: "ben", content: "la la", created_at: "2024-03-05 08:00:01" },
    {
      channel: "general",
      author: "ben",
      content: "waves",
      msg_type: "action",
      created_at: "2024-03-05T08:00:02.250Z",
    },
    { channel: "general", author: "Ana", content: "clock set back", created_at: "2024-03-05 07:00:00" },
  ],
  sessions: [{ username: "Ana", token: "f00d".repeat(16) }],
};

test("everybody keeps name and password", async () => {
  await upgraded({ ...small_talk, users: [ana, { ...ben, password: "ü".repeat(60) }] }, async (store) => {
    const found = await store.users.byName("ANA");
    expect(found).toMatchObject({ user_id: 1, username: "Ana" });
    expect(await Bun.password.verify("anas secret", found?.password_hash ?? "")).toBe(true);
    expect(await Bun.password.verify("another", found?.password_hash ?? "")).toBe(false);
    expect(await store.users.byName("ben")).toMatchObject({ user_id: 2 });
  });
});

test("a hash of twelve rounds is kept to the letter", async () => {
  const { path } = await originalFile({ users: [ana], channels: [general], rounds: 12 });
  const before = new Database(path, { readonly: true });
  const row = before.query<{ password_hash: string }, []>("SELECT password_hash FROM users").get();
  before.close();
  expect(row?.password_hash).toStartWith("$2b$12$");
  const store = await openStore({ ...options, path });
  expect((await store.users.byName("ana"))?.password_hash).toBe(row?.password_hash ?? "");
  await store.close();
});

test("every message is there, in the order it was written, whatever the clock said", async () => {
  await upgraded(small_talk, async (store) => {
    const at = (time: string) => Date.parse(time);
    expect(await said(store, "general")).toMatchObject([
      {
        id: 1,
        seq: 1,
        kind: "text",
        content: "hello",
        created_at_ms: at("2024-03-05T08:00:01Z"),
        nonce: null,
      },
      { id: 3, seq: 2, kind: "action", content: "waves", created_at_ms: at("2024-03-05T08:00:02.250Z") },
      { id: 4, seq: 3, content: "clock set back", created_at_ms: at("2024-03-05T07:00:00Z") },
    ]);
    expect(await said(store, "music")).toMatchObject([
      { id: 2, seq: 1, content: "la la", author: { user_id: 2, username: "ben" } },
    ]);
  });
});

test("channels keep ids, descriptions and times", async () => {
  await upgraded(small_talk, async (store) => {
    expect(await store.channels.listFor(2)).toMatchObject([
      { id: 1, name: "general", description: "General discussion", last_seq: 3 },
      { id: 2, name: "music", description: "Songs", created_at_ms: Date.parse("2024-03-02T10:00:00Z") },
    ]);
  });
});

test("everybody is in general and where they wrote, with all of it read", async () => {
  await upgraded(small_talk, async (store) => {
    expect(await store.members.channelIdsOf(1)).toEqual([1]);
    expect(await store.members.channelIdsOf(2)).toEqual([1, 2]);
    expect(await store.channels.viewFor(1, 1)).toMatchObject({ joined: true, last_seq: 3, read_seq: 3 });
    expect(await store.channels.viewFor(2, 2)).toMatchObject({ joined: true, last_seq: 1, read_seq: 1 });
  });
});

test("what comes after goes on from there", async () => {
  await upgraded(small_talk, async (store) => {
    const next = { channel_id: 1, author_id: 1, kind: "text", content: "on", nonce: "n", now_ms: 1 } as const;
    expect((await store.messages.append(next)).message).toMatchObject({ id: 5, seq: 4 });
    const cleo = await store.users.create({ username: "cleo", password_hash: "x", now_ms: 1 });
    expect(cleo.user_id).toBe(3);
  });
});

test("general is added when it is missing", async () => {
  await upgraded({ users: [ana], channels: [music] }, async (store) => {
    const id = await store.channels.idByName("general");
    expect(await store.channels.viewFor(1, id ?? 0)).toMatchObject({
      name: "general",
      description: "General discussion",
      joined: true,
    });
  });
});

test("the database without users, channels and messages becomes an empty one", async () => {
  await upgraded({}, async (store) => {
    const { user_id } = await store.users.create({ username: "ana", password_hash: "x", now_ms: 1 });
    expect(await store.channels.listFor(user_id)).toHaveLength(1);
  });
});

test("messages whose author or channel is missing are kept", async () => {
  const orphans = (database: Database) =>
    database.exec(`
      INSERT INTO messages (channel_id, user_id, content) VALUES (1, 77, 'by someone gone');
      INSERT INTO messages (channel_id, user_id, content) VALUES (88, 1, 'somewhere gone');
      INSERT INTO messages (channel_id, user_id, content) VALUES (NULL, NULL, 'from nowhere');
      INSERT INTO messages (channel_id, user_id, content) VALUES (NULL, 0, 'also from nowhere');
      INSERT INTO messages (channel_id, user_id, content) VALUES (1, 1, NULL);
    `);
  const taken = { username: "deleted_77", password: "a real person" };
  await upgraded({ users: [ana, taken], channels: [general], also: orphans }, async (store) => {
    expect(await said(store, "general")).toMatchObject([
      { seq: 1, content: "by someone gone", author: { user_id: 77, username: "deleted_77_2" } },
      { seq: 2, content: "", author: { user_id: 1 } },
    ]);
    expect(await said(store, "lost-88")).toMatchObject([{ channel_id: 88, content: "somewhere gone" }]);
    expect(await said(store, "lost-messages")).toMatchObject([
      { content: "from nowhere", author: { username: "deleted_user" } },
      { content: "also from nowhere", author: { username: "deleted_user" } },
    ]);
    expect(await store.members.channelIdsOf(77)).toEqual([]);
    expect(await store.channels.viewFor(1, 88)).toMatchObject({ joined: true, last_seq: 1, read_seq: 1 });
  });
});

test("nobody can log in as someone made up, and trying costs what it costs for others", async () => {
  const orphan = (database: Database) =>
    database.exec("INSERT INTO messages (channel_id, user_id, content) VALUES (1, 77, 'x')");
  await upgraded({ channels: [general], also: orphan }, async (store) => {
    const made_up = await store.users.byName("deleted_77");
    expect(made_up?.password_hash).toStartWith("$2b$12$");
    expect(made_up?.password_hash).toHaveLength(60);
    expect(await Bun.password.verify("", made_up?.password_hash ?? "")).toBe(false);
  });
});

test("names that break our rules, blank descriptions and unreadable times are kept as well as can be", async () => {
  const users = [
    { ...ana, username: "Ünal Öz!", created_at: "yesterday" },
    { ...ana, username: "ünal öz!", created_at: null },
    { ...ana, username: "x" },
  ];
  const channels = [general, { name: "Ein Raum_mit Ö", description: null, created_at: "" }];
  const messages = [
    { channel: "general", author: "x", content: "0", created_at: "2024-01-01 00:00:00" },
    { channel: "general", author: "x", content: "1", created_at: null },
    { channel: "general", author: "x", content: "2", created_at: "31.12.2023" },
    { channel: "Ein Raum_mit Ö", author: "Ünal Öz!", content: "3", created_at: "soon" },
    { channel: "general", author: "x", content: "4".repeat(5_000), msg_type: "system" },
  ];
  await upgraded({ users, channels, messages }, async (store) => {
    expect(await store.users.byName("Ünal Öz!")).toMatchObject({ user_id: 1 });
    expect(await store.users.byName("ünal öz!")).toMatchObject({ user_id: 2 });
    expect(await store.channels.viewFor(1, 2)).toMatchObject({
      name: "Ein Raum_mit Ö",
      description: "",
      created_at_ms: standing_clock.now(),
    });
    const times = (await said(store, "general")).map(({ created_at_ms }) => created_at_ms);
    expect(times.slice(0, 3)).toEqual(Array(3).fill(Date.UTC(2024, 0, 1)));
    expect(await said(store, "Ein Raum_mit Ö")).toMatchObject([{ created_at_ms: standing_clock.now() }]);
    expect((await said(store, "general")).at(-1)).toMatchObject({ kind: "text", content: "4".repeat(5_000) });
  });
});

test("tables of others in the file, with our names or others, are kept", async () => {
  const also = (database: Database) =>
    database.exec(`
      CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('mine');
      CREATE TABLE members (name TEXT); INSERT INTO members VALUES ('also mine');
      CREATE INDEX messages_by_seq ON messages (id);
      ALTER TABLE users ADD COLUMN theme TEXT;
    `);
  await upgraded({ ...small_talk, also }, async (store, path) => {
    expect(await said(store, "general")).toHaveLength(3);
    const reader = new Database(path, { readonly: true });
    expect(reader.query("SELECT text FROM notes").values()).toEqual([["mine"]]);
    expect(reader.query("SELECT name FROM original_members").values()).toEqual([["also mine"]]);
    reader.close();
  });
});

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
