import { edenGC, fullGC } from "bun:jsc";

import type { Memory } from "../domain/ports/memory.ts";

/**
 * A collection for so many logins. The engine puts off collecting while its heap may grow, so what a crowd of
 * connections keeps would lie scattered among what their logins threw away, and blocks that hold a few things each
 * are never given back. Collected in between, the next ones fill the gaps: docs/PERFORMANCE.md has the figures.
 */
export const logins_per_collection = 64;

/** The engine's collections; each returns the bytes that are left. */
export interface Collections {
  /** Of what is young: some 2 ms. */
  young(): number;
  /** Of everything: up to 30 ms with 10,000 connections. */
  all(): number;
}

/**
 * At the end of a turn, when the logins of it are done. Who only ever asks for young collections keeps the engine from
 * thinking of a whole one, and what has grown old might never be thrown away: so there is one whenever the heap has doubled.
 */
export function tidyHeap({ young, all }: Collections = { young: edenGC, all: fullGC }): Memory {
  let logins = 0;
  let kept_bytes = 0;
  const collect = () => {
    if (young() > 2 * kept_bytes) kept_bytes = all();
  };
  return {
    loggedIn() {
      if (++logins % logins_per_collection === 0) setImmediate(collect);
    },
  };
}
