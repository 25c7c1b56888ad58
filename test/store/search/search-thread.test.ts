import { Database } from "bun:sqlite";
import { expect } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";

import type { SearchWish } from "../../../src/domain/ports/search.ts";
import { SearchThread } from "../../../src/store/search/search-thread.ts";
import { Source } from "../../../src/store/search/source.ts";
import { type FromSearchWorker, moment } from "../../../src/store/search/worker-messages.ts";
import { makeChannel, register, say } from "../../conformance/scene.ts";
import { type SearchScene, searchScenes, type Sizes } from "./scene.ts";

/** Steps that are counted here end by their number of messages, however slow the machine is. */
const searchTest = searchScenes({}, () => 0);

const none = { without: [], author_ids: [], channel_ids: [], has: [], limit: 25 };

/** The thread of a scene's search, started, and what it tells. `sizes` and `clock` where they matter. */
function startThread({ path, index }: SearchScene, sizes: Sizes = {}, clock?: () => number) {
  const source = new Source(path);
  const revs = source.revs();
  source.close();
  const told: FromSearchWorker[] = [];
  const forgotten = Promise.withResolvers<void>();
  const thread = new SearchThread((message) => {
    told.push(message);
    if (message.type === "forgotten") forgotten.resolve();
  }, clock);
  const find = (call: number, wish: SearchWish, ends_at_ms = Infinity) =>
    thread.receive({ type: "find", call, wish, ends_at_ms });
  thread.receive({ type: "start", options: { database: path, index, revs, ...sizes } });
  find(0, { ...none, user_id: 0, words: ["nothing"] }); // opens the index
  return { thread, told, find, forgotten: forgotten.promise };
}

searchTest(
  "a search finds what was written a moment before, though nobody has woken the index",
  async (scene) => {
    const [ana] = await register(scene.store, "ana");
    const { thread, told, find } = startThread(scene);
    for (const call of [1, 2]) {
      await say(scene.store, 1, ana, `written as number ${call}`);
      find(call, { ...none, user_id: ana, words: ["written"] });
      const hits = Array.from({ length: call }, () => ({}));
      expect(told.at(-1)).toMatchObject({ type: "found", call, reply: { hits, indexing: null } });
    }
    thread.receive({ type: "close" });
  },
);

searchTest(
  "an index that cannot be written to is searched as it is, which is told, and left alone for a while",
  async (scene) => {
    const [ana] = await register(scene.store, "ana");
    let now_ms = 0;
    const { thread, told, find } = startThread(scene, {}, () => now_ms);
    const wish = { ...none, user_id: ana, words: ["written"] };
    await say(scene.store, 1, ana, "written first");
    find(1, wish);
    using other = new Database(scene.index);
    other.run("BEGIN IMMEDIATE");
    await say(scene.store, 1, ana, "written while it is held");
    find(2, wish);
    expect(told.slice(-2)).toMatchObject([
      { type: "failed", error: expect.stringContaining("locked") },
      { type: "found", call: 2, reply: { hits: [{}], indexing: { done: 1, total: 2 } } },
    ]);
    // The next ones do not try it again: each would wait for the lock, and tell of it.
    for (let call = 3; call < 10; call++) find(call, wish);
    expect(told.filter(({ type }) => type === "failed")).toHaveLength(1);
    const behind = { hits: [{}], indexing: { done: 1, total: 2 } };
    expect(told.at(-1)).toMatchObject({ type: "found", call: 9, reply: behind });
    other.run("COMMIT");
    now_ms += 30_001;
    find(10, wish);
    expect(told.at(-1)).toMatchObject({ type: "found", call: 10, reply: { hits: [{}, {}], indexing: null } });
    thread.receive({ type: "close" });
  },
);

searchTest(
  "after a fault the index is opened once more, and is not taken for one of another database",
  async (scene) => {
    const [ana] = await register(scene.store, "ana");
    const { thread, told, find, forgotten } = startThread(scene);
    await say(scene.store, 1, ana, "written after the start");
    thread.receive({ type: "forget", call: 1 }); // answered when all is in the index
    await forgotten;

    find(2, null as never);
    expect(told.at(-1)).toMatchObject({ type: "failed", call: 2 });
    find(3, { ...none, user_id: ana, words: ["written"] });
    expect(told.at(-1)).toMatchObject({ type: "found", call: 3, reply: { hits: [{}], indexing: null } });
    thread.receive({ type: "close" });
  },
);

searchTest("a question that nobody waits for any more is not answered", async (scene) => {
  const { thread, told, find } = startThread(scene);
  const before = told.length;
  find(1, { ...none, user_id: 1, words: ["late"] }, 0);
  expect(told).toHaveLength(before);
  find(2, { ...none, user_id: 1, words: ["in time"] }, moment() + 60_000);
  expect(told.at(-1)).toMatchObject({ type: "found", call: 2 });
  thread.receive({ type: "close" });
});

searchTest("a change in each of many channels is taken in together", async (scene) => {
  const [ana] = await register(scene.store, "ana");
  const engine = scene.reopen();
  for (let number = 0; number < 300; number++) {
    const channel_id = await makeChannel(scene.store, "public", `room-${number}`, ana);
    await say(scene.store, channel_id, ana, `spoken in ${number}`);
  }
  let steps = 0;
  while (engine.follow()) steps++;
  expect(steps).toBe(2); // of 200 each
  expect(scene.texts({ user_id: ana, words: ["spoken"] })).toHaveLength(300);
});

searchTest(
  "indexing that is overdue is done between questions, as no timer comes while they wait",
  async (scene) => {
    const [ana] = await register(scene.store, "ana");
    let now_ms = 0;
    const { thread, told, find } = startThread(scene, {}, () => now_ms);
    await say(scene.store, 1, ana, "to be erased");
    thread.receive({ type: "forget", call: 1 });
    find(2, { ...none, user_id: ana, words: ["erased"] });
    expect(told.at(-1)).toMatchObject({ type: "found", call: 2 });
    now_ms += 1_001;
    find(3, { ...none, user_id: ana, words: ["erased"] });
    expect(told.slice(-2)).toMatchObject([{ type: "found", call: 3 }, { type: "forgotten" }]);
    thread.receive({ type: "close" });
  },
);

searchTest(
  "a question takes in so much of what was written, and the next one waits for its turn",
  async (scene) => {
    const [ana] = await register(scene.store, "ana");
    let now_ms = 0;
    let slowness_ms = 0;
    const clock = () => (now_ms += slowness_ms);
    const { thread, told, find } = startThread(scene, { step_messages: 1 }, clock);
    for (const text of ["written one", "written two", "written three"]) await say(scene.store, 1, ana, text);
    const foundBy = (call: number) => {
      find(call, { ...none, user_id: ana, words: ["written"] });
      const last = told.at(-1);
      return last?.type === "found" ? last.reply.hits.length : undefined;
    };
    slowness_ms = 30; // two steps take longer than all that may be taken of a search
    expect(foundBy(1)).toBe(2);
    slowness_ms = 0;
    expect(foundBy(2)).toBe(2);
    now_ms += 100;
    expect(foundBy(3)).toBe(3);
    thread.receive({ type: "close" });
  },
);

searchTest("a damaged index is made anew at once, by itself", async (scene) => {
  const [ana] = await register(scene.store, "ana");
  const { thread, told, find } = startThread(scene);
  const wish = { ...none, user_id: ana, words: ["written"] };
  await say(scene.store, 1, ana, "written before");
  find(1, wish);
  damage(scene.index);
  await say(scene.store, 1, ana, "written after");
  find(2, wish);
  expect(told).toContainEqual(expect.objectContaining({ type: "failed" }));
  await until(() => {
    find(3, wish);
    const last = told.at(-1);
    return last?.type === "found" && last.reply.hits.length === 2 && last.reply.indexing === null;
  });
  thread.receive({ type: "close" });
});

/** Another program spoils every page but the first, and makes a change, so that none is taken from memory. */
function damage(path: string): void {
  using other = new Database(path);
  other.run("INSERT INTO meta (key, value) VALUES ('other', '')");
  other.run("PRAGMA wal_checkpoint(TRUNCATE)");
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.fill(0xff, 4_096), { flag: "r+" });
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(setImmediate);
}
