import { expect } from "bun:test";

import type { Search } from "../../../src/domain/ports/search.ts";
import { ChatError } from "../../../src/protocol/errors.ts";
import { limits } from "../../../src/protocol/limits.ts";
import { openSearch } from "../../../src/store/search/open-search.ts";
import { register } from "../../conformance/scene.ts";
import { silentLog } from "../silent-log.ts";
import { none, searchScenes } from "./scene.ts";

const searchTest = searchScenes();

/** Two are with the thread, and the rest wait. */
const places = 2 + limits.searches_waiting_max;

/** Asks so many searches at once, and tells in which order they end: with an answer, or with the code of a refusal. */
function asker(search: Search) {
  const ended: string[] = [];
  const asked: Promise<unknown>[] = [];
  const askOne = async (name: string, user_id: number) => {
    try {
      await search.find({ ...none, user_id, words: ["hello"] });
      ended.push(name);
    } catch (error) {
      ended.push(`${name}: ${error instanceof ChatError ? error.code : String(error)}`);
    }
  };
  return {
    ask(count: number, name: string, user_id: number): void {
      for (let at = 0; at < count; at++) asked.push(askOne(name, user_id));
    },
    async ended(): Promise<string[]> {
      await Promise.all(asked);
      return ended;
    },
  };
}

const times = (count: number, name: string) => Array.from({ length: count }, () => name);

searchTest("who asks for very much keeps nobody from searching", async ({ store, path }) => {
  const [ana, ben] = await register(store, "ana", "ben");
  const search = openSearch({ path, log: silentLog });
  const { ask, ended } = asker(search);
  ask(places + 1, "ana", ana); // one too many
  ask(3, "ben", ben); // for whom ana gives three up
  const refused = times(4, "ana: busy");
  const in_turns = ["ana", "ben", "ana", "ben", "ana", "ben"];
  expect(await ended()).toEqual([
    ...refused,
    ...times(2, "ana"),
    ...in_turns,
    ...times(places - refused.length + 1 - 2 - 3, "ana"),
  ]);
  await search.close();
});

searchTest("what waits when the search is closed gets an answer, too", async ({ store, path }) => {
  const [ana] = await register(store, "ana");
  const search = openSearch({ path, log: silentLog });
  const { ask, ended } = asker(search);
  ask(5, "ana", ana);
  await search.close();
  ask(1, "ana", ana);
  expect((await ended()).sort()).toEqual([...times(2, "ana"), ...times(4, "ana: busy")]);
});
