import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";

import { migrations } from "../../src/store/migrations/all.ts";
import { application_id } from "../../src/store/sqlite/migrate.ts";
import { openStore } from "../../src/store/sqlite/open-store.ts";
import { scratchFolder, standing_clock } from "./scratch.ts";
import { silentLog } from "./silent-log.ts";

const ana = 1;

/** One letter for each message: "d" was deleted. Channels in which nobody wrote, nothing or all was deleted are among them. */
const histories: readonly [written: string, runs: [from_seq: number, to_seq: number][]][] = [
  [
    "-ddd-d--dd",
    [
      [2, 4],
      [6, 6],
      [9, 10],
    ],
  ],
  ["", []],
  ["---", []],
  ["d".repeat(150), [[1, 150]]],
];

test("a file of version 9 is brought up: the deleted messages in a row are those that lie there", async () => {
  const path = `${scratchFolder().path}/chat.db`;
  write(path);
  const store = await openStore({ path, clock: standing_clock, log: silentLog });
  for (const [index, [written, runs]] of histories.entries()) {
    const channel_id = index + 1;
    for (let read_seq = 0; read_seq <= written.length; read_seq++) {
      const run = runs.find(([from_seq, to_seq]) => from_seq <= read_seq + 1 && read_seq < to_seq);
      await store.members.markRead(channel_id, ana, read_seq);
      const view = await store.channels.viewFor(ana, channel_id);
      expect({ channel_id, read_seq: view?.read_seq }).toEqual({
        channel_id,
        read_seq: run?.[1] ?? read_seq,
      });
    }
  }
  await store.close();
  const database = new Database(path);
  const found = database
    .query("SELECT channel_id, from_seq, to_seq FROM deleted_runs ORDER BY 1, 2")
    .values();
  expect(found).toEqual(histories.flatMap(([, runs], index) => runs.map((run) => [index + 1, ...run])));
  database.close();
});

function write(path: string): void {
  const database = new Database(path, { create: true });
  for (const migration of migrations.slice(0, 9)) database.exec(migration);
  database.exec(`
    PRAGMA application_id = ${application_id}; PRAGMA user_version = 9;
    INSERT INTO users (id, username, password_hash, created_at_ms) VALUES (${ana}, 'ana', 'hash', 1);
    INSERT INTO texts (id, content, written_at_ms) VALUES (1, 'hello', 1);
  `);
  const channel = database.prepare(
    "INSERT INTO channels (id, kind, name, created_at_ms, last_seq, last_rev) VALUES (?1, 'public', 'c' || ?1, 1, ?2, ?2)",
  );
  const message = database.prepare(
    `INSERT INTO messages (channel_id, seq, rev, author_id, kind, text_id, created_at_ms, deleted_at_ms)
     VALUES (?1, ?2, ?2, ${ana}, 'text', 1, 1, ?3)`,
  );
  for (const [index, [written]] of histories.entries()) {
    channel.run(index + 1, written.length);
    database.run("INSERT INTO members (channel_id, user_id, joined_at_ms) VALUES (?, ?, 1)", [
      index + 1,
      ana,
    ]);
    for (const [at, letter] of [...written].entries())
      message.run(index + 1, at + 1, letter === "d" ? 2 : null);
  }
  database.close();
}
