import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";

import type { Store } from "../../src/domain/ports/store.ts";
import { limits } from "../../src/protocol/limits.ts";
import { migrations } from "../../src/store/migrations/all.ts";
import { ErasedTexts } from "../../src/store/sqlite/erased-texts.ts";
import { application_id } from "../../src/store/sqlite/migrate.ts";
import { openConnection } from "../../src/store/sqlite/open-connection.ts";
import { storeOver } from "../../src/store/sqlite/store-over.ts";
import { pick, type Random, randomFrom } from "../conformance/random.ts";
import { generalOf, register, say, wholeHistory } from "../conformance/scene.ts";
import { scratchFolder, standing_clock } from "./scratch.ts";
import { silentLog } from "./silent-log.ts";

const { file } = scratchFolder();
const general = 1;

function opened(path: string) {
  const connection = openConnection({ path, clock: standing_clock, log: silentLog, durability: "normal" });
  const store = storeOver(connection, silentLog);
  const count = (sql: string) => Number(connection.query(sql).values()[0]?.[0]);
  return {
    connection,
    store,
    pages: () => count("PRAGMA page_count"),
    rows: () => count("SELECT count(*) FROM texts"),
    newestId: () => count("SELECT max(id) FROM texts"),
    isSound: () =>
      connection.query("PRAGMA integrity_check").values()[0]?.[0] === "ok" &&
      connection.query("PRAGMA foreign_key_check").values().length === 0,
  };
}

const edit = (store: Store, id: number, content: string) =>
  store.changes.edit({ id, content, mentions: undefined, now_ms: 1 });

test("the room of texts that were edited away goes to what comes", async () => {
  const { store, pages, rows, newestId, isSound } = opened(file("edited.db"));
  const [ana] = await register(store, "ana");
  const nonce = "n1";
  const { id } = await say(store, general, ana, "first", { nonce });
  let written = 0;
  const editAway = async () => {
    for (let count = 0; count < 400; count++) await edit(store, id, `${++written} ${"🙂".repeat(1_990)}`);
    await store.forget();
    return pages();
  };
  await editAway();
  const pages_before = await editAway();
  const newest_before = newestId();
  expect([await editAway(), await editAway()]).toEqual([pages_before, pages_before]);
  expect(newestId()).toBe(newest_before + 800);
  expect(rows()).toBeLessThan(limits.edits_per_message_max + 20);
  const earlier = (await store.messages.edits(id)).map(({ content }) => content.split(" ")[0]);
  const last = Array.from({ length: limits.edits_per_message_max - 1 }, (_, at) => `${written - 99 + at}`);
  expect(earlier).toEqual(["first", ...last]);
  expect(await say(store, general, ana, "first", { nonce })).toMatchObject({ id });
  await store.changes.remove(id, 2);
  await store.forget();
  expect(rows()).toBeLessThan(20);
  expect(isSound()).toBe(true);
  await store.close();
});

test("the room of deleted messages' texts goes to what comes, their places stay", async () => {
  const { store, pages, rows, isSound } = opened(file("deleted.db"));
  const [ana] = await register(store, "ana");
  const writeAndDelete = async () => {
    const said = await Promise.all(
      Array.from({ length: 300 }, (_, number) => say(store, general, ana, `${number} ${"x".repeat(5_000)}`)),
    );
    for (const { id } of said) await store.changes.remove(id, 2);
    await store.forget();
    return pages();
  };
  await say(store, general, ana, "stays");
  await writeAndDelete();
  const pages_before = await writeAndDelete();
  expect((await writeAndDelete()) - pages_before).toBeLessThan(20); // their rows, without texts
  expect(rows()).toBeLessThan(100);
  await say(store, general, ana, "stays, too");
  const contents = (await wholeHistory(store, ana, general)).map(({ content }) => content);
  expect(contents).toEqual(["stays", ...Array<string>(900).fill(""), "stays, too"]);
  expect(isSound()).toBe(true);
  await store.close();
});

/** A file of the first version with pages of another size, as the original's may be. */
function write(path: string, page_bytes: number): void {
  const database = new Database(path, { create: true });
  database.exec(`PRAGMA page_size = ${page_bytes}`);
  database.exec(migrations[0] ?? "");
  database.exec(`PRAGMA application_id = ${application_id}; PRAGMA user_version = 1`);
  database.close();
}

/** Texts that are edited away and deleted by the hundred among others that stay, whose lengths are of all kinds. */
async function talk(store: Store, random: Random) {
  const [ana] = await register(store, "ana");
  const general = await generalOf(store);
  const alive = new Map<number, string[]>();
  const gone: string[] = [];
  let written = 0;
  const newText = () => {
    const mark = `mark-${String(++written).padStart(6, "0")}`;
    return { mark, content: `${mark}-${"x".repeat(random(pick(random, [3, 60, 500, 9_000])))}` };
  };
  const add = async () => {
    const { mark, content } = newText();
    const { id } = await say(store, general, ana, content);
    alive.set(id, [mark]);
    return id;
  };
  const remove = async (id: number) => {
    gone.push(...(alive.get(id) ?? []));
    alive.delete(id);
    await store.changes.remove(id, 2);
  };
  for (let turn = 0; turn < 10; turn++) {
    const edited = await add();
    for (let count = random(500); count > 0; count--) {
      const { mark, content } = newText();
      await edit(store, edited, content);
      alive.get(edited)?.push(mark);
      if (random(60) === 0) await add();
    }
    const marks = alive.get(edited) ?? [];
    gone.push(...marks.splice(1, Math.max(0, marks.length - 1 - limits.edits_per_message_max)));
    if (random(2) === 0) await remove(edited);
    await store.forget();
    // Those that stayed until now, beside rows that have gone: no copy of them may lie about.
    for (let count = 0; count < 5 && alive.size > 0; count++) await remove(pick(random, [...alive.keys()]));
  }
  await store.forget();
  return { gone, kept: [...alive.values()].flat() };
}

for (const [seed, page_bytes] of [4_096, 4_096, 1_024, 8_192].entries())
  test(`rows go without a copy of any text staying about, conversation ${seed} in pages of ${page_bytes}`, async () => {
    const path = file(`talk-${seed}.db`);
    if (page_bytes !== 4_096) write(path, page_bytes);
    const { connection, store, newestId, rows, isSound } = opened(path);
    expect(connection.query("PRAGMA page_size").values()).toEqual([[page_bytes]]);
    const { gone, kept } = await talk(store, randomFrom(41 + seed));
    const text = [path, `${path}-wal`].map((name) => readFileSync(name, "latin1")).join("\n");
    const found = new Set(text.match(/mark-\d{6}/g));
    expect(newestId() - rows()).toBeGreaterThan(1_000);
    expect(gone.filter((mark) => found.has(mark))).toEqual([]);
    expect(kept.filter((mark) => !found.has(mark))).toEqual([]);
    expect(isSound()).toBe(true);
    await store.close();
  });

test("few go at once, and others write in between", async () => {
  const { connection, store, rows } = opened(file("portions.db"));
  const [ana] = await register(store, "ana");
  const { id } = await say(store, general, ana, "first");
  for (let count = 0; count < 600; count++) await edit(store, id, `${count} ${"x".repeat(3_000)}`);
  const gone: number[] = [];
  const erased = new ErasedTexts(connection, async (work) => {
    const before = rows();
    const result = await work();
    gone.push(before - rows());
    return result;
  });
  const said: unknown[] = [];
  await erased.remove(() => {
    void say(store, general, ana, "in between").then(({ seq }) => said.push(seq));
    return true;
  });
  expect(Math.max(...gone)).toBeLessThanOrEqual(60);
  expect(gone.reduce((sum, count) => sum + count)).toBeGreaterThan(450);
  expect(said.length).toBeGreaterThan(gone.length - 2);
  await erased.remove(() => true);
  expect(gone.length).toBeLessThan(20); // nothing was erased since
  await store.close();
});
