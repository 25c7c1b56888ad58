import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";

import { migrations } from "../../src/store/migrations/all.ts";
import { application_id } from "../../src/store/sqlite/migrate.ts";
import { openStore } from "../../src/store/sqlite/open-store.ts";
import { scratchFolder, standing_clock } from "./scratch.ts";
import { silentLog } from "./silent-log.ts";

const heart = "\u2764";

test("a file of version 8 is brought up: one reaction for both forms of an emoji, and none that cannot be taken back", async () => {
  const path = `${scratchFolder().path}/chat.db`;
  const database = new Database(path, { create: true });
  for (const migration of migrations.slice(0, 8)) database.exec(migration);
  database.exec(`
    PRAGMA application_id = ${application_id}; PRAGMA user_version = 8;
    INSERT INTO users (id, username, password_hash, created_at_ms) VALUES (1, 'ana', 'hash', 1), (2, 'ben', 'hash', 1);
    INSERT INTO channels (id, kind, name, created_at_ms, last_seq, last_rev) VALUES (1, 'public', 'general', 1, 1, 20);
    INSERT INTO members (channel_id, user_id, joined_at_ms) VALUES (1, 1, 7), (1, 2, 7);
    INSERT INTO texts (id, content, written_at_ms) VALUES (1, 'hello', 1);
    INSERT INTO messages (id, channel_id, seq, rev, author_id, kind, text_id, created_at_ms)
      VALUES (1, 1, 1, 20, 1, 'text', 1, 1);
  `);
  const add = database.prepare("INSERT INTO reactions (message_id, emoji, user_id, rev) VALUES (1, ?, ?, ?)");
  const given: [string, number][] = [
    [heart, 1],
    [`${heart}\ufe0f`, 1],
    [`${heart}\ufe0f`, 2],
    ["\u{1f1e6}", 1],
    ["\u{1f3fb}", 1],
    ["#\ufe0f", 1],
    ["\u{1f1e9}\u{1f1ea}", 1],
    ["1\ufe0f\u20e3", 1],
    ["\u{1f44d}\u{1f3fb}", 2],
  ];
  for (const [at, [emoji, user_id]] of given.entries()) add.run(emoji, user_id, at + 2);
  database.close();

  const store = await openStore({ path, clock: standing_clock, log: silentLog });
  const message = await store.messages.find(1, 1);
  expect(message?.reactions).toEqual([
    { emoji: `${heart}\ufe0f`, count: 2, mine: true },
    { emoji: "\u{1f1e9}\u{1f1ea}", count: 1, mine: true },
    { emoji: "1\ufe0f\u20e3", count: 1, mine: true },
    { emoji: "\u{1f44d}\u{1f3fb}", count: 1, mine: false },
  ]);
  expect((await store.messages.reactors(1, heart)).map(({ username }) => username)).toEqual(["ana", "ben"]);
  await store.close();
});
