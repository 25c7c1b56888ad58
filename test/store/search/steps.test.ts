import { expect } from "bun:test";

import { step_ms_max } from "../../../src/store/search/indexer.ts";
import { makeChannel, register, say } from "../../conformance/scene.ts";
import { type SearchScene, searchScenes } from "./scene.ts";

let now_ms = 0;
/** Passes with every look at the clock, and it is looked at after each message. */
let message_ms = 1;
const searchTest = searchScenes({ part_messages: 100 }, () => (now_ms += message_ms));
/** What a step takes in while a message takes 1 ms. */
const in_time = step_ms_max + 1;

async function sayMany({ store }: SearchScene, user_id: number): Promise<number[]> {
  const ids: number[] = [];
  for (let at = 0; at < 120; at++) ids.push((await say(store, 1, user_id, `note ${at}`)).id);
  return ids;
}

const notes = Array.from({ length: 120 }, (_, at) => `note ${119 - at}`);

searchTest(
  "a step takes in no more messages than it has time for; a search in between finds those",
  async (scene) => {
    const [ana] = await register(scene.store, "ana");
    const engine = scene.reopen();
    await sayMany(scene, ana);
    for (const count of [in_time, 2 * in_time, 120]) {
      expect(engine.follow()).toBe(true);
      expect(scene.texts({ user_id: ana, words: ["note"] })).toEqual(notes.slice(-count));
      const indexing = count < 120 ? { done: count, total: 120 } : null;
      expect(scene.find({ user_id: ana, words: ["note"] }).indexing).toEqual(indexing);
    }
    expect(engine.follow()).toBe(false);
  },
);

searchTest("over all channels, too", async (scene) => {
  const [ana] = await register(scene.store, "ana");
  const engine = scene.reopen();
  for (let at = 0; at < 120; at++)
    await say(scene.store, await makeChannel(scene.store, "public", `room-${at}`, ana), ana, `note ${at}`);
  expect(engine.follow()).toBe(true);
  expect(scene.texts({ user_id: ana, words: ["note"] }).length).toBeLessThanOrEqual(in_time);
  while (engine.follow());
  expect(scene.texts({ user_id: ana, words: ["note"] })).toEqual(notes);
});

searchTest("of what was there before the index, and of a part that is made anew", async (scene) => {
  const [ana] = await register(scene.store, "ana");
  const ids = await sayMany(scene, ana);
  const engine = scene.reopen();
  const done: (number | undefined)[] = [];
  while (engine.step()) done.push(scene.find({ user_id: ana, words: ["note"] }).indexing?.done);
  expect(done).toEqual([21, 21 + in_time, undefined]); // the newest part first: it begins with the hundredth
  expect(scene.texts({ user_id: ana, words: ["note"] })).toEqual(notes);

  await scene.store.changes.remove(ids[70] ?? 0, 1);
  expect(engine.follow()).toBe(true);
  let steps = 0;
  while (engine.eraseStep()) steps++;
  expect(steps).toBe(Math.ceil(99 / in_time));
  const left = notes.filter((text) => text !== "note 70");
  expect(scene.texts({ user_id: ana, words: ["note"] })).toEqual(left);
});

searchTest("however slow a message is, each step takes one", async (scene) => {
  const [ana] = await register(scene.store, "ana");
  let engine = scene.reopen();
  const ids = await sayMany(scene, ana);
  message_ms = 1_000;
  const steps = (step: () => boolean) => {
    let count = 0;
    while (step()) count++;
    return count;
  };
  expect(steps(() => engine.follow())).toBe(120);
  await scene.store.changes.remove(ids[70] ?? 0, 1);
  // Opened anew after every one, as after a crash: how far it has come is in the file.
  expect(steps(() => (engine = scene.reopen()).eraseStep())).toBe(1 + 99);
  message_ms = 1;
  const left = notes.filter((text) => text !== "note 70");
  expect(scene.texts({ user_id: ana, words: ["note"] })).toEqual(left);
});
