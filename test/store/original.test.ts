import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";

import { openStore } from "../../src/store/sqlite/open-store.ts";
import { messageOf, say } from "../conformance/scene.ts";
import {
  ana,
  ben,
  general,
  music,
  options,
  originalFile,
  said,
  small_talk,
  upgraded,
} from "./original-file.ts";
import { standing_clock } from "./scratch.ts";

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
        rev: 1,
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
    expect(await say(store, 1, 1, "on")).toMatchObject({ id: 5, seq: 4, rev: 4 });
    const { message } = await store.messages.append(messageOf(2, 2));
    expect(message).toMatchObject({ id: 6, seq: 2, rev: 2 });
    const cleo = await store.users.create({ username: "cleo", password_hash: "x", now_ms: 1 });
    expect(cleo.user_id).toBe(3);
  });
});

test("general is added when it is missing", async () => {
  await upgraded({ users: [ana], channels: [music] }, async (store) => {
    const [id] = await store.channels.idsByName(1, "general");
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
      CREATE TABLE texts (name TEXT); INSERT INTO texts VALUES ('of a later version');
      CREATE INDEX messages_by_seq ON messages (id);
      ALTER TABLE users ADD COLUMN theme TEXT;
    `);
  await upgraded({ ...small_talk, also }, async (store, path) => {
    expect(await said(store, "general")).toHaveLength(3);
    const reader = new Database(path, { readonly: true });
    expect(reader.query("SELECT text FROM notes").values()).toEqual([["mine"]]);
    expect(reader.query("SELECT name FROM original_members").values()).toEqual([["also mine"]]);
    expect(reader.query("SELECT name FROM original_texts").values()).toEqual([["of a later version"]]);
    reader.close();
  });
});
