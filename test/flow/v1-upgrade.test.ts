import { Database } from "bun:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { copyFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

import { createOriginalDatabase, type OriginalContents } from "../support/original-database.ts";
import { startServer, temporaryFolder } from "../support/server.ts";
import { PeerV1 } from "../support/v1-peer.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const long_password = "a sentence that is longer than the seventy-two bytes that bcrypt looks at in one";

const contents: OriginalContents = {
  users: [
    { username: "Alice", password: "wonderland" },
    { username: "bob", password: "пароль🔑" },
    { username: "Carol", password: long_password },
  ],
  channels: [
    { name: "general", description: "General discussion" },
    { name: "games", description: "Evenings", created_by: "bob" },
  ],
  messages: [
    { channel: "general", author: "Alice", content: "first", created_at: "2024-03-01 09:00:00" },
    { channel: "games", author: "bob", content: "chess?", created_at: "2024-03-01 09:00:01" },
    {
      channel: "general",
      author: "bob",
      content: "waves",
      msg_type: "action",
      created_at: "2024-03-01 09:00:02",
    },
    { channel: "general", author: "Carol", content: "grüße 👋", created_at: "2024-03-01 09:00:02" },
  ],
  sessions: [{ username: "Alice", token: "ab".repeat(32) }],
};

let folder = "";
let db = "";
beforeEach(async () => {
  folder = await temporaryFolder();
  db = join(folder, "chat_data.db");
});
afterEach(() => rm(folder, { recursive: true }));

const backups = async () => (await readdir(folder)).filter((name) => name.includes(".backup-"));

describe("a database of the original", () => {
  test.each([
    { username: "alice", password: "wonderland", as: "Alice" },
    { username: "BOB", password: "пароль🔑", as: "bob" },
    { username: "Carol", password: long_password, as: "Carol" },
  ])("lets $as in with the old password, and with no other", async ({ username, password, as }) => {
    await createOriginalDatabase(db, contents);
    await using server = await startServer({ folder });
    using peer = await PeerV1.login(server, username, password);
    expect(peer.username).toBe(as);
    await expect(PeerV1.login(server, username, `${password.slice(0, -9)}?`)).rejects.toThrow("Invalid");
    await server.stop();
  });

  test("made by the original's own cost of 12 rounds is no different", async () => {
    await createOriginalDatabase(db, { users: [{ username: "alice", password: "wonderland" }], rounds: 12 });
    await using server = await startServer({ folder });
    using peer = await PeerV1.login(server, "alice", "wonderland");
    expect(peer.username).toBe("alice");
    await server.stop();
  });

  test("shows every channel and message, in order, with times in UTC", async () => {
    await createOriginalDatabase(db, contents);
    await using server = await startServer({ folder });
    using alice = await PeerV1.connect(server);
    alice.send("auth_login", { username: "alice", password: "wonderland" });
    const { channels } = await alice.next("channel_info");
    expect(channels).toEqual([
      { id: 2, name: "games", description: "Evenings" },
      { id: 1, name: "general", description: "General discussion" },
    ]);
    const { history } = await alice.next("channel_joined");
    const row = (id: number, sender: string, msg_type: string, content: string, second: number) => ({
      id,
      sender,
      content,
      msg_type,
      timestamp: expect.stringMatching(new RegExp(String.raw`^2024-03-01T09:00:0${second}(\.000)?Z$`)),
    });
    expect(history).toEqual([
      row(1, "Alice", "message", "first", 0),
      row(3, "bob", "action", "waves", 2),
      row(4, "Carol", "message", "grüße 👋", 2),
    ]);
    expect(await alice.ask("channel_join", { channel: "games" }, "channel_joined")).toMatchObject({
      history: [row(2, "bob", "message", "chess?", 1)],
    });
    expect(await alice.say("a new one", "games")).toMatchObject({ id: 5 });
    await server.stop();
  });

  test("is backed up beside itself first, once", async () => {
    await createOriginalDatabase(db, contents);
    for (const start of ["upgrades", "finds it upgraded"]) {
      await using server = await startServer({ folder });
      using alice = await PeerV1.login(server, "alice", "wonderland");
      await alice.say(start, "general");
      expect(await server.stop()).toBe(0);
    }
    const [backup = "", ...more] = await backups();
    expect(more).toEqual([]);
    using copy = new Database(join(folder, backup), { readonly: true });
    expect(copy.query("SELECT content FROM messages ORDER BY id").values().flat()).toEqual(
      contents.messages?.map(({ content }) => content) ?? [],
    );
    expect(copy.query("SELECT token FROM sessions").values()).toEqual([["ab".repeat(32)]]);
  });

  test("keeps no session token that was stored in the clear", async () => {
    await createOriginalDatabase(db, contents);
    await using server = await startServer({ folder });
    await expect(PeerV2.resume(server, "ab".repeat(32))).rejects.toThrow("session has ended");
    expect(await server.stop()).toBe(0);
    expect(await Bun.file(db).text()).not.toContain("ab".repeat(32));
  });

  test("left in WAL mode by a crash is upgraded with what is in the log", async () => {
    const alive = join(folder, "alive.db");
    await createOriginalDatabase(alive, { ...contents, journal_mode: "wal" });
    using writer = new Database(alive);
    writer.exec("INSERT INTO messages (channel_id, user_id, content) VALUES (1, 1, 'only in the log')");
    for (const part of ["", "-wal"]) await copyFile(`${alive}${part}`, `${db}${part}`);
    await using server = await startServer({ folder });
    using alice = await PeerV1.connect(server);
    alice.send("auth_login", { username: "alice", password: "wonderland" });
    const { history } = await alice.next("channel_joined");
    expect(history).toHaveLength(4);
    expect(history).toContainEqual(expect.objectContaining({ content: "only in the log" }));
    await server.stop();
  });

  test("without the channel general gets one", async () => {
    await createOriginalDatabase(db, { ...contents, channels: [{ name: "games" }], messages: [] });
    await using server = await startServer({ folder });
    using alice = await PeerV1.login(server, "alice", "wonderland");
    expect(await alice.say("hello")).toMatchObject({ channel: "general" });
    await server.stop();
  });
});
