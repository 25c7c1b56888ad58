import { test } from "bun:test";

import type { SearchWish } from "../../../src/domain/ports/search.ts";
import type { Store } from "../../../src/domain/ports/store.ts";
import { type EngineOptions, SearchEngine } from "../../../src/store/search/engine.ts";
import { Finder } from "../../../src/store/search/finder.ts";
import { openIndexFile } from "../../../src/store/search/index-file.ts";
import { Parts } from "../../../src/store/search/parts.ts";
import { Source } from "../../../src/store/search/source.ts";
import { openStore } from "../../../src/store/sqlite/open-store.ts";
import { randomFrom } from "../../conformance/random.ts";
import { scratchFolder, standing_clock } from "../scratch.ts";
import { silentLog } from "../silent-log.ts";

export const none = { words: [], without: [], author_ids: [], channel_ids: [], has: [], limit: 25 };

export type Wish = Partial<SearchWish> & { user_id: number };

/** A store in a file of its own, and the search over it. */
export interface SearchScene {
  path: string;
  index: string;
  store: Store;
  /** Opens the index anew, as the next start of the server does. */
  reopen(): SearchEngine;
  close(): void;
  /** Everything written until now is in the index when this returns. */
  settle(): void;
  find(wish: Wish): ReturnType<SearchEngine["find"]>;
  /** Texts of what is found, over all pages. */
  texts(wish: Wish): string[];
}

type SearchTest = (name: string, play: (scene: SearchScene) => Promise<void>, timeout_ms?: number) => void;

/** A test over a store and an index of its own; to be called once for each kind in a file. `clock` where a step's time matters. */
export function searchScenes(sizes: Sizes = {}, clock?: () => number): SearchTest {
  const scratch = scratchFolder();
  let files = 0;
  return (name, play, timeout_ms = 20_000) =>
    test(
      name,
      async () => {
        const path = scratch.file(`search-${++files}.db`);
        const options = { path, durability: "normal", clock: standing_clock, log: silentLog } as const;
        const scene = new Scene(path, await openStore(options), sizes, clock);
        try {
          await play(scene);
        } finally {
          scene.engine?.close();
          await scene.store.close();
        }
      },
      timeout_ms,
    );
}

/** By this one a step of indexing has taken long enough after some messages, few or many. */
export function jumpingClock(seed: number): () => number {
  const random = randomFrom(seed);
  let now_ms = 0;
  return () => (now_ms += random(3) * 20);
}

export type Sizes = Pick<EngineOptions, "part_messages" | "step_messages">;

export function engineOver(
  database: string,
  index: string,
  sizes: Sizes = {},
  clock?: () => number,
): SearchEngine {
  const source = new Source(database);
  const revs = source.revs();
  source.close();
  return new SearchEngine({ database, index, revs, ...sizes }, clock);
}

class Scene implements SearchScene {
  readonly index: string;
  engine: SearchEngine | undefined;

  constructor(
    readonly path: string,
    readonly store: Store,
    private readonly sizes: Sizes,
    private readonly clock: (() => number) | undefined,
  ) {
    this.index = `${path}-search`;
  }

  readonly reopen = (): SearchEngine => {
    this.engine?.close();
    this.engine = engineOver(this.path, this.index, this.sizes, this.clock);
    return this.engine;
  };

  readonly close = (): void => {
    this.engine?.close();
    this.engine = undefined;
  };

  readonly settle = (): void => {
    const engine = this.engine ?? this.reopen();
    while (engine.step());
  };

  readonly find = (wish: Wish) => {
    return (this.engine ?? this.reopen()).find({ ...none, ...wish });
  };

  readonly texts = (wish: Wish): string[] => {
    const texts: string[] = [];
    let before_id: number | undefined;
    do {
      const { hits, next_before_id } = this.find({
        ...wish,
        ...(before_id === undefined ? {} : { before_id }),
      });
      texts.push(...hits.map(({ excerpt }) => excerpt));
      before_id = next_before_id ?? undefined;
    } while (before_id !== undefined);
    return texts;
  };
}

/** Over the closed index of a scene. A millisecond passes for its clock with every look at it. */
export function openFinder({ path, index }: SearchScene, part_messages: number) {
  const source = new Source(path);
  const { connection } = openIndexFile(index, source.server_id, undefined);
  let now_ms = 0;
  const parts = new Parts(connection, part_messages);
  const finder = new Finder({ connection, source, parts, now_ms: () => now_ms++ });
  const find = (wish: Wish, ms_max: number) => finder.find({ ...none, ...wish }, ms_max);
  return {
    find,
    /** Over all pages. */
    ids(wish: Wish, ms_max: number): number[] {
      const ids: number[] = [];
      let before_id: number | undefined;
      do {
        const found = find({ ...wish, before_id }, ms_max);
        ids.push(...found.hits.map(({ id }) => id));
        before_id = found.next_before_id ?? undefined;
      } while (before_id !== undefined);
      return ids;
    },
    [Symbol.dispose]() {
      source.close();
      connection.close();
    },
  };
}
