import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";

import { migrations } from "../../src/store/migrations/all.ts";
import { application_id } from "../../src/store/sqlite/migrate.ts";
import { openStore } from "../../src/store/sqlite/open-store.ts";
import { say } from "../conformance/scene.ts";
import { scratchFolder, standing_clock } from "./scratch.ts";
import { silentLog } from "./silent-log.ts";

const ana = 1;
const general = 1;

/** How often each message was edited. */
const edits = [0, 1, 99, 100, 101, 250];

const textOf = (message: number, edit: number) => `text ${message}-${edit}.`;
const textsOf = (message: number, from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => textOf(message, from + index));

test("a file of version 10 is brought up: of very many edits the first text and the last ones are kept", async () => {
  const path = `${scratchFolder().path}/chat.db`;
  write(path);
  const store = await openStore({ path, clock: standing_clock, log: silentLog });
  const earlier = async (id: number) => (await store.messages.edits(id)).map(({ content }) => content);
  for (const [message, count] of edits.entries()) {
    const id = message + 1;
    const kept =
      count <= 100
        ? textsOf(message, 0, count)
        : [textOf(message, 0), ...textsOf(message, count - 99, count)];
    expect({ id, earlier: await earlier(id) }).toEqual({ id, earlier: kept });
    const again = await say(store, general, ana, textOf(message, 0), { nonce: `nonce ${message}` });
    expect(again).toMatchObject({ id, content: textOf(message, count) });
  }
  await store.changes.edit({ id: 4, content: "one more", mentions: undefined, now_ms: 1 });
  expect(await earlier(4)).toEqual([textOf(3, 0), ...textsOf(3, 2, 101)]);
  await store.forget();
  const inFile = (texts: string[]) => {
    const file = readFileSync(path, "latin1");
    return texts.filter((text) => file.includes(text));
  };
  expect(inFile(textsOf(5, 0, 251))).toEqual([textOf(5, 0), ...textsOf(5, 151, 251)]);
  for (let id = 1; id <= edits.length; id++) await store.changes.remove(id, 2);
  await store.close();
  expect(inFile(edits.flatMap((count, message) => textsOf(message, 0, count + 1)))).toEqual([]);
});

function write(path: string): void {
  const database = new Database(path, { create: true });
  for (const migration of migrations.slice(0, 10)) database.exec(migration);
  database.exec(`
    PRAGMA secure_delete = FAST;
    PRAGMA application_id = ${application_id}; PRAGMA user_version = 10;
    INSERT INTO users (id, username, password_hash, created_at_ms) VALUES (${ana}, 'ana', 'hash', 1);
    INSERT INTO channels (id, kind, name, created_at_ms, last_seq, last_rev)
      VALUES (${general}, 'public', 'general', 1, ${edits.length}, ${edits.length});
    INSERT INTO members (channel_id, user_id, joined_at_ms) VALUES (${general}, ${ana}, 1);
  `);
  const text = database.prepare<{ id: number }, [string, number | null]>(
    "INSERT INTO texts (content, written_at_ms, earlier_id) VALUES (?, 1, ?) RETURNING id",
  );
  const message = database.prepare(
    `INSERT INTO messages (channel_id, seq, rev, author_id, kind, text_id, nonce, created_at_ms, edited_at_ms)
     VALUES (${general}, ?1, ?1, ${ana}, 'text', ?2, ?3, 1, ?4)`,
  );
  database.exec("BEGIN");
  for (const [number, count] of edits.entries()) {
    let text_id: number | null = null;
    for (let edit = 0; edit <= count; edit++) text_id = text.get(textOf(number, edit), text_id)?.id ?? null;
    message.run(number + 1, text_id, `nonce ${number}`, count > 0 ? 2 : null);
  }
  database.exec("COMMIT");
  database.close();
}
