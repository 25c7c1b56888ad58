import { expect, test } from "bun:test";
import { copyFileSync, readdirSync, readFileSync } from "node:fs";

import type { Store } from "../../src/domain/ports/store.ts";
import { limits } from "../../src/protocol/limits.ts";
import { writeBackup } from "../../src/store/sqlite/backup.ts";
import { openConnection } from "../../src/store/sqlite/open-connection.ts";
import { openStore } from "../../src/store/sqlite/open-store.ts";
import { storeOver } from "../../src/store/sqlite/store-over.ts";
import { pick, type Random, randomFrom } from "../conformance/random.ts";
import { register, say } from "../conformance/scene.ts";
import { scratchFolder, standing_clock } from "./scratch.ts";
import { silentLog } from "./silent-log.ts";

const options = { clock: standing_clock, log: silentLog, durability: "normal" } as const;

interface Said {
  id: number;
  /** The beginning of each text it ever had; no other text has it. */
  marks: string[];
  is_deleted: boolean;
}

/** Writes, edits and deletes in turns; texts of all lengths, so that pages split, merge and overflow. */
async function talk(store: Store, random: Random, turns: number): Promise<Said[]> {
  const [ana] = await register(store, "ana");
  const all: Said[] = [];
  let written = 0;
  const newText = () =>
    `mark-${String(++written).padStart(6, "0")}-${"x".repeat(random(random(4) ? 200 : 6_000))}`;
  const markOf = (text: string) => text.slice(0, 12);
  const write = async (text = newText()) => {
    const { id } = await say(store, 1, ana, text);
    all.push({ id, marks: [markOf(text)], is_deleted: false });
  };
  const edit = async (said: Said, content = newText()) => {
    if (said.is_deleted) return;
    said.marks.push(markOf(content));
    await store.changes.edit({ id: said.id, content, mentions: undefined, now_ms: 1 });
  };
  const remove = async (said: Said) => {
    said.is_deleted = true;
    await store.changes.remove(said.id, 2);
  };
  for (let turn = 0; turn < turns; turn++) {
    await Promise.all(Array.from({ length: 12 }, () => write()));
    for (let count = 0; count < 8; count++) await edit(pick(random, all));
    await Promise.all(Array.from({ length: 4 }, () => remove(pick(random, all))));
  }
  return all;
}

const marksOf = (all: Said[], is_deleted: boolean) =>
  all.filter((said) => said.is_deleted === is_deleted).flatMap(({ marks }) => marks);

/** Which of the marks stand in these files. */
function found(marks: string[], ...paths: string[]): string[] {
  const text = paths.map((path) => readFileSync(path, "latin1")).join("\n");
  return marks.filter((mark) => text.includes(mark));
}

for (let seed = 1; seed <= 4; seed++)
  test(`deleted texts, earlier ones too, are in no file, conversation ${seed}`, async () => {
    const { path: folder } = scratchFolder();
    const path = `${folder}/chat.db`;
    const store = await openStore({ ...options, path });
    const all = await talk(store, randomFrom(seed), 40);
    const [gone, kept] = [marksOf(all, true), marksOf(all, false)];
    expect(gone.length).toBeGreaterThan(100);
    // Until the upkeep they may be seen in the log, or in pages of the file that newer ones in the log stand for.
    expect(found(gone, path, `${path}-wal`)).not.toEqual([]);
    await store.forget();
    expect(found(gone, path, `${path}-wal`)).toEqual([]);
    expect(found(kept, path)).toEqual(kept);
    await store.close();
    expect(readdirSync(folder)).toEqual(["chat.db"]);
    expect(found(gone, path)).toEqual([]);
  });

test("of very many edits what is not kept is in no file either, and in the end nothing is", async () => {
  const { path: folder } = scratchFolder();
  const path = `${folder}/chat.db`;
  const store = await openStore({ ...options, path });
  const [ana] = await register(store, "ana");
  const marks = Array.from({ length: 250 }, (_, number) => `mark-${String(number).padStart(6, "0")}`);
  const [first = "", ...later] = marks;
  const { id } = await say(store, 1, ana, first);
  const random = randomFrom(31);
  for (const mark of later) {
    const content = `${mark}-${"x".repeat(random(3_000))}`;
    await store.changes.edit({ id, content, mentions: undefined, now_ms: 1 });
  }
  await store.forget();
  const kept = [first, ...later.slice(-limits.edits_per_message_max)];
  expect(found(marks, path, `${path}-wal`)).toEqual(kept);
  await store.changes.remove(id, 2);
  await store.forget();
  expect(found(marks, path, `${path}-wal`)).toEqual([]);
  await store.close();
});

test("closing forgets too, and a backup has nothing of it", async () => {
  const { path: folder } = scratchFolder();
  const path = `${folder}/chat.db`;
  const connection = openConnection({ ...options, path });
  const store = storeOver(connection, silentLog);
  const all = await talk(store, randomFrom(11), 20);
  const backup = writeBackup(connection, path, 1);
  await store.close();
  for (const file of [path, backup]) {
    expect(found(marksOf(all, true), file)).toEqual([]);
    expect(found(marksOf(all, false), file)).toHaveLength(marksOf(all, false).length);
  }
});

test("what a crash left in the log is gone after the first upkeep", async () => {
  const { path: folder } = scratchFolder();
  const path = `${folder}/chat.db`;
  const store = await openStore({ ...options, path });
  const all = await talk(store, randomFrom(21), 20);
  const gone = marksOf(all, true);
  const crashed = `${folder}/crashed.db`;
  for (const suffix of ["", "-wal"]) copyFileSync(path + suffix, crashed + suffix);
  await store.close();
  expect(found(gone, crashed, `${crashed}-wal`)).not.toEqual([]);
  const again = await openStore({ ...options, path: crashed });
  await again.forget();
  expect(found(gone, crashed, `${crashed}-wal`)).toEqual([]);
  await again.close();
});

test("forgetting waits for one who reads the file", async () => {
  const { path: folder } = scratchFolder();
  const path = `${folder}/chat.db`;
  const store = await openStore({ ...options, path, busy_timeout_ms: 20 });
  const [ana] = await register(store, "ana");
  const { id } = await say(store, 1, ana, "mark-secret");
  const reader = openConnection({ ...options, path });
  reader.exec("BEGIN");
  expect(reader.query("SELECT content FROM texts").values()).toEqual([["mark-secret"]]);
  await store.changes.remove(id, 1);
  await store.forget();
  expect(found(["mark-secret"], path, `${path}-wal`)).toEqual(["mark-secret"]);
  reader.exec("COMMIT");
  reader.close();
  await store.forget();
  expect(found(["mark-secret"], path, `${path}-wal`)).toEqual([]);
  await store.close();
});
