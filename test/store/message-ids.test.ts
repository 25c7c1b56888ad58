import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";

import { openStore } from "../../src/store/sqlite/open-store.ts";
import { generalOf, register, say } from "../conformance/scene.ts";
import { scratchFolder } from "./scratch.ts";
import { silentLog } from "./silent-log.ts";

const { file } = scratchFolder();

/** Three messages in a file that something is done to; the id of the next one. */
async function idAfter(name: string, sql: string): Promise<number> {
  const path = file(name);
  const open = () => openStore({ path, clock: Date, log: silentLog });
  const before = await open();
  const [ana] = await register(before, "ana");
  const general = await generalOf(before);
  for (const text of ["one", "two", "three"]) await say(before, general, ana, text);
  await before.close();
  const database = new Database(path);
  database.exec(sql);
  database.close();
  const after = await open();
  const { id, content } = await say(after, general, ana, "four");
  expect(await after.messages.find(ana, id)).toMatchObject({ id, content, seq: 4 });
  await after.close();
  return id;
}

test("ids go on where they were", async () => {
  expect(await idAfter("as-it-was.db", "SELECT 1")).toBe(4);
});

test("an id that was given once is not given again, whatever has become of its message", async () => {
  const gone = "UPDATE sqlite_sequence SET seq = 41 WHERE name = 'messages'";
  expect(await idAfter("gone.db", gone)).toBe(42);
});

test("a file that has lost its sequences is written to all the same", async () => {
  expect(await idAfter("lost.db", "DELETE FROM sqlite_sequence")).toBe(4);
  expect(await idAfter("low.db", "UPDATE sqlite_sequence SET seq = 1 WHERE name = 'messages'")).toBe(4);
});
