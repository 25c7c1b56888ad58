import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";

import { limits } from "../../src/protocol/limits.ts";
import { migrations } from "../../src/store/migrations/all.ts";
import { application_id } from "../../src/store/sqlite/migrate.ts";
import { openStore } from "../../src/store/sqlite/open-store.ts";
import { wholeHistory } from "../conformance/scene.ts";
import { scratchFolder, standing_clock } from "./scratch.ts";
import { silentLog } from "./silent-log.ts";

const ana = 1;
const general = 1;

/** How often each message was edited, and whether it was deleted then. */
const messages: readonly { edits: number; is_deleted?: boolean }[] = [
  { edits: 0 },
  { edits: 3 },
  { edits: 2_000 },
  { edits: 0, is_deleted: true },
  { edits: 1_500, is_deleted: true },
  { edits: 100 },
  { edits: 101 },
];

const textOf = (message: number, edit: number) => `text ${message}-${edit}.`;

/** A number for each text of each message, as the file has them. */
const firstIdOf = (message: number) =>
  1 + messages.slice(0, message).reduce((sum, { edits }) => sum + edits + 1, 0);

const isKept = ({ edits, is_deleted }: (typeof messages)[number], edit: number) =>
  !is_deleted && (edit === 0 || edits - edit < limits.edits_per_message_max);

const open = (path: string) => openStore({ path, clock: standing_clock, log: silentLog });

test("a file of version 11 is brought up: what was overwritten is known, goes, and all else is there", async () => {
  const path = `${scratchFolder().path}/chat.db`;
  write(path);
  await (await open(path)).close();
  const all = messages.flatMap((message, number) =>
    Array.from({ length: message.edits + 1 }, (_, edit) => ({ message, id: firstIdOf(number) + edit, edit })),
  );
  const erased = all.filter(({ message, edit }) => !isKept(message, edit)).map(({ id }) => id);
  expect(read(path, "SELECT id FROM erased_texts ORDER BY id")).toEqual(erased);

  const store = await open(path);
  await store.forget();
  const contents = (await wholeHistory(store, ana, general)).map(({ content }) => content);
  expect(contents).toEqual(
    messages.map(({ edits, is_deleted }, number) => (is_deleted ? "" : textOf(number, edits))),
  );
  for (const [number, message] of messages.entries()) {
    const earlier = (await store.messages.edits(number + 1)).map(({ content }) => content);
    const kept = Array.from({ length: message.edits }, (_, edit) => edit).filter((edit) =>
      isKept(message, edit),
    );
    expect(earlier).toEqual(kept.map((edit) => textOf(number, edit)));
  }
  await store.close();
  const [rows] = read(path, "SELECT count(*) FROM texts");
  expect(rows).toBeLessThan(all.length - 700);
  expect(read(path, "SELECT count(*) FROM pragma_foreign_key_check")).toEqual([0]);
  expect(read(path, "SELECT integrity_check FROM pragma_integrity_check")).toEqual(["ok"]);
});

function read(path: string, sql: string): unknown[] {
  const database = new Database(path, { readwrite: true });
  const found = database.query(sql).values().flat();
  database.close();
  return found;
}

function write(path: string): void {
  const database = new Database(path, { create: true });
  for (const migration of migrations.slice(0, 11)) database.exec(migration);
  database.exec(`
    PRAGMA application_id = ${application_id}; PRAGMA user_version = 11;
    INSERT INTO users (id, username, password_hash, created_at_ms) VALUES (${ana}, 'ana', 'hash', 1);
    INSERT INTO channels (id, kind, name, created_at_ms, last_seq, last_rev)
      VALUES (${general}, 'public', 'general', 1, ${messages.length}, ${messages.length});
    INSERT INTO members (channel_id, user_id, joined_at_ms) VALUES (${general}, ${ana}, 1);
    INSERT INTO deleted_runs (channel_id, from_seq, to_seq) VALUES (${general}, 4, 5);
    BEGIN;
  `);
  const text = database.prepare("INSERT INTO texts (content, written_at_ms, earlier_id) VALUES (?, 1, ?)");
  const row = database.prepare(
    `INSERT INTO messages (channel_id, seq, rev, author_id, kind, text_id, first_text_id, created_at_ms, edited_at_ms, deleted_at_ms)
     VALUES (${general}, ?1, ?1, ${ana}, 'text', ?2, ?3, 1, ?4, ?5)`,
  );
  for (const [number, message] of messages.entries()) {
    const { edits, is_deleted } = message;
    const first_id = firstIdOf(number);
    for (let edit = 0; edit <= edits; edit++) {
      const content = textOf(number, edit);
      text.run(
        isKept(message, edit) ? content : "0".repeat(content.length),
        edit > 0 ? first_id + edit - 1 : null,
      );
    }
    row.run(
      number + 1,
      first_id + edits,
      edits > 0 ? first_id : null,
      edits > 0 && !is_deleted ? 2 : null,
      is_deleted ? 3 : null,
    );
  }
  database.exec("COMMIT");
  database.close();
}
