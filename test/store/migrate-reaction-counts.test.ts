import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";

import { migrations } from "../../src/store/migrations/all.ts";
import { application_id } from "../../src/store/sqlite/migrate.ts";
import { openStore } from "../../src/store/sqlite/open-store.ts";
import { scratchFolder, standing_clock } from "./scratch.ts";
import { silentLog } from "./silent-log.ts";

const [ana, ben] = [1, 2];
const bare_heart = "\u2764";
const heart = `${bare_heart}\ufe0f`;

test("a file of version 13 is brought up: reactions are counted, in the order of their first use", async () => {
  const path = `${scratchFolder().path}/chat.db`;
  write(path);
  const store = await openStore({ path, clock: standing_clock, log: silentLog });
  const seenBy = async (user_id: number, id: number) => (await store.messages.find(user_id, id))?.reactions;
  expect(await seenBy(ana, 1)).toEqual([
    { emoji: "🎉", count: 2, mine: true },
    { emoji: heart, count: 2, mine: true },
    { emoji: "👍", count: 1, mine: false },
  ]);
  expect((await seenBy(ben, 2))?.map(({ emoji }) => emoji)).toEqual(["👍", "🎉"]);
  expect(await seenBy(ana, 3)).toEqual([]);
  await store.changes.react({ id: 1, user_id: ben, emoji: "🎉", on: false });
  const { reactions } = await store.changes.react({ id: 1, user_id: ben, emoji: heart, on: false });
  expect(reactions).toEqual([
    { emoji: heart, count: 1, mine: false },
    { emoji: "👍", count: 1, mine: true },
    { emoji: "🎉", count: 1, mine: false },
  ]);
  await store.changes.remove(1, 2);
  expect(await seenBy(ana, 1)).toEqual([]);
  expect((await seenBy(ana, 2))?.map(({ mine }) => mine)).toEqual([false, true]);
  await store.close();
});

/** Of three messages, the last of which has none. A heart is there in the form of earlier versions, too. */
function write(path: string): void {
  const database = new Database(path, { create: true });
  for (const migration of migrations.slice(0, 13)) database.exec(migration);
  database.exec(`
    PRAGMA application_id = ${application_id}; PRAGMA user_version = 13;
    INSERT INTO users (id, username, password_hash, created_at_ms) VALUES (${ana}, 'ana', 'hash', 1), (${ben}, 'ben', 'hash', 1);
    INSERT INTO channels (id, kind, name, created_at_ms, last_seq, last_rev) VALUES (1, 'public', 'general', 1, 3, 20);
    INSERT INTO members (channel_id, user_id, joined_at_ms) VALUES (1, ${ana}, 7), (1, ${ben}, 7);
    INSERT INTO texts (id, content, written_at_ms) VALUES (1, 'hello', 1);
    INSERT INTO messages (id, channel_id, seq, rev, author_id, kind, text_id, created_at_ms)
      VALUES (1, 1, 1, 18, ${ana}, 'text', 1, 1), (2, 1, 2, 19, ${ana}, 'text', 1, 1), (3, 1, 3, 20, ${ana}, 'text', 1, 1);
  `);
  const add = database.prepare("INSERT INTO reactions (message_id, emoji, user_id, rev) VALUES (?, ?, ?, ?)");
  const given: [id: number, emoji: string, user_id: number][] = [
    [1, "🎉", ben],
    [1, bare_heart, ana],
    [2, "👍", ben],
    [1, "👍", ben],
    [1, heart, ben],
    [1, "🎉", ana],
    [2, "🎉", ana],
  ];
  for (const [at, reaction] of given.entries()) add.run(...reaction, at + 4);
  database.close();
}
