import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";

import { migrations } from "../../src/store/migrations/all.ts";
import { application_id } from "../../src/store/sqlite/migrate.ts";
import { openStore } from "../../src/store/sqlite/open-store.ts";
import { scratchFolder, standing_clock } from "./scratch.ts";
import { silentLog } from "./silent-log.ts";

const [everyone, ana, ben] = [0, 1, 2];

/** Of each message of two channels who wrote it and whom it names. */
const histories: readonly (readonly [author_id: number, names: number])[][] = [
  [
    [ana, everyone],
    [ben, everyone],
    [ana, ben],
    [ana, everyone],
    [ben, ana],
  ],
  [
    [ben, everyone],
    [ana, everyone],
  ],
];

test("a file of version 12 is brought up: who wrote to everybody is not named by it", async () => {
  const path = `${scratchFolder().path}/chat.db`;
  write(path);
  const store = await openStore({ path, clock: standing_clock, log: silentLog });
  for (const [index, messages] of histories.entries()) {
    for (const user_id of [ana, ben]) {
      for (let read_seq = 0; read_seq <= messages.length; read_seq++) {
        const named = messages
          .slice(read_seq)
          .filter(([author_id, names]) => author_id !== user_id && [everyone, user_id].includes(names));
        const marked = await store.members.markRead(index + 1, user_id, read_seq);
        expect({ index, user_id, ...marked }).toMatchObject({
          index,
          user_id,
          read_seq,
          mention_count: named.length,
        });
      }
    }
  }
  await store.close();
});

function write(path: string): void {
  const database = new Database(path, { create: true });
  for (const migration of migrations.slice(0, 12)) database.exec(migration);
  database.exec(`
    PRAGMA application_id = ${application_id}; PRAGMA user_version = 12;
    INSERT INTO users (id, username, password_hash, created_at_ms) VALUES (${ana}, 'ana', 'hash', 1), (${ben}, 'ben', 'hash', 1);
    INSERT INTO texts (id, content, written_at_ms) VALUES (1, 'hello', 1);
  `);
  const message = database.prepare(
    "INSERT INTO messages (channel_id, seq, rev, author_id, kind, text_id, created_at_ms) VALUES (?1, ?2, ?2, ?3, 'text', 1, 1)",
  );
  const mention = database.prepare("INSERT INTO mentions (user_id, channel_id, seq) VALUES (?, ?, ?)");
  for (const [index, { length }] of histories.entries()) {
    const id = index + 1;
    database.exec(`
      INSERT INTO channels (id, kind, name, created_at_ms, last_seq, last_rev)
        VALUES (${id}, 'public', 'c${id}', 1, ${length}, ${length});
      INSERT INTO members (channel_id, user_id, joined_at_ms) VALUES (${id}, ${ana}, 1), (${id}, ${ben}, 1);
    `);
  }
  for (const [index, messages] of histories.entries()) {
    for (const [at, [author_id, names]] of messages.entries()) {
      message.run(index + 1, at + 1, author_id);
      mention.run(names, index + 1, at + 1);
    }
  }
  database.close();
}
