import { Database } from "bun:sqlite";
import { expect } from "bun:test";

import type { SearchWish } from "../../../src/domain/ports/search.ts";
import { SearchThread } from "../../../src/store/search/search-thread.ts";
import { Source } from "../../../src/store/search/source.ts";
import { type FromSearchWorker, moment } from "../../../src/store/search/worker-messages.ts";
import { makeChannel, register, say } from "../../conformance/scene.ts";
import { type SearchScene, searchScenes } from "./scene.ts";

const searchTest = searchScenes();

const none = { without: [], author_ids: [], channel_ids: [], has: [], limit: 25 };

/** The thread of a scene's search, started, and what it tells. */
function startThread({ path, index }: SearchScene) {
  const source = new Source(path);
  const revs = source.revs();
  source.close();
  const told: FromSearchWorker[] = [];
  const forgotten = Promise.withResolvers<void>();
  const thread = new SearchThread((message) => {
    told.push(message);
    if (message.type === "forgotten") forgotten.resolve();
  });
  const find = (call: number, wish: SearchWish, ends_at_ms = Infinity) =>
    thread.receive({ type: "find", call, wish, ends_at_ms });
  thread.receive({ type: "start", options: { database: path, index, revs } });
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
  "an index that cannot be written to is searched as it is, and left alone for a while",
  async (scene) => {
    const [ana] = await register(scene.store, "ana");
    const { thread, told, find } = startThread(scene);
    const wish = { ...none, user_id: ana, words: ["written"] };
    await say(scene.store, 1, ana, "written first");
    find(1, wish);
    using other = new Database(scene.index);
    other.run("BEGIN IMMEDIATE");
    await say(scene.store, 1, ana, "written while it is held");
    find(2, wish);
    expect(told.slice(-2)).toMatchObject([
      { type: "failed", error: expect.stringContaining("locked") },
      { type: "found", call: 2, reply: { hits: [{}] } },
    ]);
    // The next ones do not try it again: each would wait for the lock, and tell of it.
    for (let call = 3; call < 10; call++) find(call, wish);
    expect(told.filter(({ type }) => type === "failed")).toHaveLength(1);
    expect(told.at(-1)).toMatchObject({ type: "found", call: 9, reply: { hits: [{}] } });
    other.run("COMMIT");
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
    const { thread, told, find } = startThread(scene);
    await say(scene.store, 1, ana, "to be erased");
    thread.receive({ type: "forget", call: 1 });
    find(2, { ...none, user_id: ana, words: ["erased"] });
    expect(told.at(-1)).toMatchObject({ type: "found", call: 2 });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_100);
    find(3, { ...none, user_id: ana, words: ["erased"] });
    expect(told.slice(-2)).toMatchObject([{ type: "found", call: 3 }, { type: "forgotten" }]);
    thread.receive({ type: "close" });
  },
);
