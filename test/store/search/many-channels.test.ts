import { expect } from "bun:test";

import { makeChannel, register, say } from "../../conformance/scene.ts";
import { none, openFinder, type SearchScene, searchScenes, type Wish } from "./scene.ts";

const part_messages = 100;
const searchTest = searchScenes({ part_messages });

/** A search that has no time at all tells after the least that it does where to go on. */
const no_time_ms = -1;

async function makeRooms({ store }: SearchScene, count: number, ...user_ids: [number, ...number[]]) {
  const rooms: number[] = [];
  for (let at = 0; at < count; at++)
    rooms.push(await makeChannel(store, "private", `room-${at}`, ...user_ids));
  return rooms;
}

searchTest(
  "who is in very many private channels hears of no other one where a search goes on",
  async (scene) => {
    const [ana, ben] = await register(scene.store, "ana", "ben");
    await makeRooms(scene, 201, ana);
    const theirs = await makeChannel(scene.store, "private", "theirs", ben);
    await say(scene.store, 1, ben, "hello");
    await say(scene.store, theirs, ben, "buy acme");
    const { id } = await say(scene.store, theirs, ben, "sell acme");
    scene.settle();
    const engine = scene.reopen();
    const nextOf = (wish: Wish) => engine.find({ ...none, limit: 1, ...wish }, no_time_ms).next_before_id;
    for (const channel_ids of [[], [theirs]])
      for (const words of [["acme"], ["ac"], ["a"], []]) {
        expect(nextOf({ user_id: ben, channel_ids, words })).toBe(id);
        expect(nextOf({ user_id: ana, channel_ids, words })).toBeNull();
      }
  },
);

searchTest(
  "a search for what only others have said ends where one for what nobody has said does",
  async (scene) => {
    const [ana, ben] = await register(scene.store, "ana", "ben");
    await makeRooms(scene, 201, ana);
    const theirs = await makeChannel(scene.store, "private", "theirs", ben);
    for (let at = 0; at < 3 * part_messages; at++) await say(scene.store, theirs, ben, "sell acme zq");
    scene.settle();
    scene.close();
    using search = openFinder(scene, part_messages);
    const nextOf = (word: string, ms_max: number) =>
      search.find({ user_id: ana, words: [word] }, ms_max).next_before_id;
    for (let ms_max = no_time_ms; ms_max < 20; ms_max++)
      for (const [said, unsaid] of [
        ["acme", "acid"],
        ["zq", "zx"],
      ] as const)
        expect({ said, ms_max, next: nextOf(said, ms_max) }).toEqual({
          said,
          ms_max,
          next: nextOf(unsaid, ms_max),
        });
  },
);

searchTest("of very many channels everything is found in order, wherever the time is over", async (scene) => {
  const [ana, ben] = await register(scene.store, "ana", "ben");
  const rooms = await makeRooms(scene, 450, ana, ben);
  const said: number[] = [];
  for (let at = 0; at < 210; at++) {
    // Those of one question lie between those of the others.
    const channel_id = at % 5 === 0 ? 1 : (rooms[(at * 151) % rooms.length] ?? 1);
    said.unshift((await say(scene.store, channel_id, ben, `note ${at}`)).id);
  }
  scene.settle();
  scene.close();
  using search = openFinder(scene, part_messages);
  for (const ms_max of [no_time_ms, 1, 2, 3, 5, 8, 13, 21, 34, 55])
    expect({ ms_max, ids: search.ids({ user_id: ana, words: ["note"] }, ms_max) }).toEqual({
      ms_max,
      ids: said,
    });
});
