import { expect } from "bun:test";

import { register, say } from "../../conformance/scene.ts";
import { openFinder, type SearchScene, searchScenes } from "./scene.ts";

const part_messages = 50;
const searchTest = searchScenes({ part_messages });

/** Ids of messages that are in the index, the newest first. */
async function sayMany({ store, settle, close }: SearchScene, user_id: number): Promise<number[]> {
  const ids: number[] = [];
  for (let at = 0; at < 120; at++) ids.unshift((await say(store, 1, user_id, `note ${at}`)).id);
  settle();
  close();
  return ids;
}

searchTest("a search looks at no more messages than it has time for", async (scene) => {
  const [ana] = await register(scene.store, "ana");
  const ids = await sayMany(scene, ana);
  using search = openFinder(scene, part_messages);
  const wish = { user_id: ana, words: ["note"] };
  // The clock is looked at after each message: after the eleventh the 10 ms are over.
  expect(search.find({ ...wish, without: ["note"] }, 10)).toEqual({ hits: [], next_before_id: ids[10] ?? 0 });
  const { hits, next_before_id } = search.find(wish, 10);
  expect(hits.map(({ id }) => id)).toEqual(ids.slice(0, 11));
  expect(next_before_id).toBe(ids[10] ?? 0);
});

searchTest("wherever the time is over, the next search goes on there", async (scene) => {
  const [ana] = await register(scene.store, "ana");
  const ids = await sayMany(scene, ana);
  await scene.store.changes.remove(ids[70] ?? 0, 1); // still in the index
  const left = ids.filter((_, at) => at !== 70);
  using search = openFinder(scene, part_messages);
  for (let ms_max = -1; ms_max < 60; ms_max++)
    for (const limit of [3, 25]) {
      const found = search.ids({ user_id: ana, words: ["note"], limit }, ms_max);
      expect({ ms_max, limit, found }).toEqual({ ms_max, limit, found: left });
    }
});
