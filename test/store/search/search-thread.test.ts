import { Database } from "bun:sqlite";
import { expect } from "bun:test";

import { SearchThread } from "../../../src/store/search/search-thread.ts";
import { Source } from "../../../src/store/search/source.ts";
import type { FromSearchWorker } from "../../../src/store/search/worker-messages.ts";
import { register, say } from "../../conformance/scene.ts";
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
  thread.receive({ type: "start", options: { database: path, index, revs } });
  thread.receive({ type: "find", call: 0, wish: { ...none, user_id: 0, words: ["nothing"] } }); // opens the index
  return { thread, told, forgotten: forgotten.promise };
}

searchTest(
  "a search finds what was written a moment before, though nobody has woken the index",
  async (scene) => {
    const [ana] = await register(scene.store, "ana");
    const { thread, told } = startThread(scene);
    for (const call of [1, 2]) {
      await say(scene.store, 1, ana, `written as number ${call}`);
      thread.receive({ type: "find", call, wish: { ...none, user_id: ana, words: ["written"] } });
      const hits = Array.from({ length: call }, () => ({}));
      expect(told.at(-1)).toMatchObject({ type: "found", call, reply: { hits, indexing: null } });
    }
    thread.receive({ type: "close" });
  },
);

searchTest(
  "an index that cannot be written to is searched as it is, and follows again later",
  async (scene) => {
    const [ana] = await register(scene.store, "ana");
    const { thread, told } = startThread(scene);
    const wish = { ...none, user_id: ana, words: ["written"] };
    await say(scene.store, 1, ana, "written first");
    thread.receive({ type: "find", call: 1, wish });
    using other = new Database(scene.index);
    other.run("BEGIN IMMEDIATE");
    await say(scene.store, 1, ana, "written while it is held");
    thread.receive({ type: "find", call: 2, wish });
    expect(told.slice(-2)).toMatchObject([
      { type: "failed", error: expect.stringContaining("locked") },
      { type: "found", call: 2, reply: { hits: [{}] } },
    ]);
    other.run("COMMIT");
    thread.receive({ type: "find", call: 3, wish });
    expect(told.at(-1)).toMatchObject({ type: "found", call: 3, reply: { hits: [{}, {}] } });
    thread.receive({ type: "close" });
  },
);

searchTest(
  "after a fault the index is opened once more, and is not taken for one of another database",
  async (scene) => {
    const [ana] = await register(scene.store, "ana");
    const { thread, told, forgotten } = startThread(scene);
    await say(scene.store, 1, ana, "written after the start");
    thread.receive({ type: "forget", call: 1 }); // answered when all is in the index
    await forgotten;

    thread.receive({ type: "find", call: 2, wish: null as never });
    expect(told.at(-1)).toMatchObject({ type: "failed", call: 2 });
    thread.receive({ type: "find", call: 3, wish: { ...none, user_id: ana, words: ["written"] } });
    expect(told.at(-1)).toMatchObject({ type: "found", call: 3, reply: { hits: [{}], indexing: null } });
    thread.receive({ type: "close" });
  },
);
