import { expect } from "bun:test";

import { SearchThread } from "../../../src/store/search/search-thread.ts";
import { Source } from "../../../src/store/search/source.ts";
import type { FromSearchWorker } from "../../../src/store/search/worker-messages.ts";
import { register, say } from "../../conformance/scene.ts";
import { searchScenes } from "./scene.ts";

const searchTest = searchScenes();

searchTest(
  "after a fault the index is opened once more, and is not taken for one of another database",
  async ({ path, index, store }) => {
    const [ana] = await register(store, "ana");
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
    await say(store, 1, ana, "written after the start");
    thread.receive({ type: "forget", call: 1 }); // answered when all is in the index
    await forgotten.promise;

    thread.receive({ type: "find", call: 2, wish: null as never });
    expect(told.at(-1)).toMatchObject({ type: "failed", call: 2 });
    const none = { without: [], author_ids: [], channel_ids: [], has: [], limit: 25 };
    thread.receive({ type: "find", call: 3, wish: { ...none, user_id: ana, words: ["written"] } });
    expect(told.at(-1)).toMatchObject({ type: "found", call: 3, reply: { hits: [{}], indexing: null } });
    thread.receive({ type: "close" });
  },
);
