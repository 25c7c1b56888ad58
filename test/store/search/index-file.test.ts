import { Database } from "bun:sqlite";
import { expect } from "bun:test";
import { copyFileSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";

import { openIndexFile } from "../../../src/store/search/index-file.ts";
import { Source } from "../../../src/store/search/source.ts";
import { makeChannel, register, say } from "../../conformance/scene.ts";
import { engineOver, searchScenes } from "./scene.ts";

const searchTest = searchScenes({ part_messages: 64, step_messages: 10 });

searchTest(
  "messages that were there before the index: the newest first, and it says how far it is",
  async (scene) => {
    const [ana] = await register(scene.store, "ana");
    for (let at = 1; at <= 200; at++) await say(scene.store, 1, ana, `message ${at}`);
    const engine = scene.reopen();
    const look = () => scene.find({ user_id: ana, words: ["message"], limit: 1 });
    expect(look()).toMatchObject({ hits: [], indexing: { done: 0, total: 200 } });
    let before = 0;
    while (look().hits.length === 0) {
      expect(engine.step()).toBe(true);
      const { done = 0 } = look().indexing ?? {};
      expect(done).toBeGreaterThanOrEqual(before);
      before = done;
    }
    expect(look().hits[0]?.excerpt).toBe("message 200");
    expect(look().indexing).toMatchObject({ total: 200 });
    // What is written meanwhile is found too.
    await say(scene.store, 1, ana, "a new message");
    engine.step();
    expect(look().hits[0]?.excerpt).toBe("a new message");
    scene.settle();
    expect(look().indexing).toBeNull();
    expect(scene.texts({ user_id: ana, words: ["message"] })).toHaveLength(201);
  },
);

searchTest("closed in the middle it goes on where it was", async (scene) => {
  const [ana] = await register(scene.store, "ana");
  for (let at = 1; at <= 200; at++) await say(scene.store, 1, ana, `message ${at}`);
  const done = () => scene.find({ user_id: ana, words: ["x"] }).indexing?.done ?? 200;
  for (let steps = 0; done() < 200; steps++) {
    expect(steps).toBeLessThan(40);
    const before = done();
    expect(scene.reopen().step()).toBe(true);
    expect(done()).toBeGreaterThanOrEqual(before);
  }
  scene.settle();
  expect(scene.texts({ user_id: ana, words: ["message"] })).toHaveLength(200);
});

searchTest("one that was made and got no further is not taken for a whole one", async (scene) => {
  const [ana] = await register(scene.store, "ana");
  for (const text of ["one rose", "two roses"]) await say(scene.store, 1, ana, text);
  const source = new Source(scene.path);
  openIndexFile(scene.index, source.server_id, undefined).connection.close();
  source.close();
  const wish = { user_id: ana, words: ["rose"] };
  expect(scene.find(wish)).toMatchObject({ hits: [], indexing: { done: 0, total: 2 } });
  scene.settle();
  expect(scene.find(wish)).toMatchObject({ hits: [{}, {}], indexing: null });
});

searchTest("a lively channel holds up no other", async (scene) => {
  const [ana] = await register(scene.store, "ana");
  const quiet = await makeChannel(scene.store, "public", "quiet", ana);
  const engine = scene.reopen();
  scene.settle();
  for (let at = 1; at <= 35; at++) await say(scene.store, 1, ana, `lively ${at}`);
  await say(scene.store, quiet, ana, "a quiet word");
  engine.step();
  expect(scene.texts({ user_id: ana, words: ["quiet word"] })).toEqual([]);
  engine.step();
  expect(scene.texts({ user_id: ana, words: ["quiet word"] })).toEqual(["a quiet word"]);
});

searchTest("only its owner can read it", async ({ reopen, index }) => {
  reopen();
  expect(statSync(index).mode & 0o777).toBe(0o600);
});

searchTest("a damaged, foreign or older index is made anew", async (scene) => {
  const { store, index } = scene;
  const [ana] = await register(store, "ana");
  await say(store, 1, ana, "still here");
  const spoil: (() => void)[] = [
    () => writeFileSync(index, "not a database at all, but long enough to be taken for one".repeat(20)),
    () => writeFileSync(index, ""),
    () => writeFileSync(index, readFileSync(index).fill(0xff, 4_096)),
    () => change("UPDATE meta SET value = '0' WHERE key = 'version'"),
    () => change("UPDATE meta SET value = 'another' WHERE key = 'server_id'"),
    () => change("UPDATE revs SET rev = rev + 1000"),
    () => change("INSERT INTO revs VALUES (99, 1)"),
    () => change("DROP TABLE meta"),
    () => rmSync(index),
  ];
  const change = (sql: string) => {
    const database = new Database(index);
    database.exec(sql);
    database.close(true);
  };
  for (const each of spoil) {
    scene.reopen();
    scene.settle();
    expect(scene.texts({ user_id: ana, words: ["still"] })).toEqual(["still here"]);
    scene.close();
    each();
  }
  scene.settle();
  expect(scene.texts({ user_id: ana, words: ["still"] })).toEqual(["still here"]);
});

searchTest("a database that was put back from a backup", async ({ store, path, index, reopen, settle }) => {
  const [ana] = await register(store, "ana");
  await say(store, 1, ana, "before the backup");
  await store.forget();
  const restored = `${path}-restored`;
  copyFileSync(path, restored);
  await say(store, 1, ana, "after the backup");
  reopen();
  settle();
  const engine = engineOver(restored, index);
  while (engine.step());
  const wish = { user_id: ana, words: ["backup"], without: [], author_ids: [], channel_ids: [], has: [] };
  expect(engine.find({ ...wish, limit: 5 }).hits.map(({ excerpt }) => excerpt)).toEqual([
    "before the backup",
  ]);
  engine.close();
});
