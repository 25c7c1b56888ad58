import { edenGC } from "bun:jsc";

import type { Memory } from "../domain/ports/memory.ts";

/**
 * A collection for so many logins. The engine puts off collecting while its heap may grow, so what a crowd of
 * connections keeps would lie scattered among what their logins threw away, and blocks that hold a few things each
 * are never given back. Collected in between, the next ones fill the gaps: docs/PERFORMANCE.md has the figures.
 */
export const logins_per_collection = 64;

/** `collect` looks at what is young, which takes some 2 ms; at the end of the turn, when the logins of it are done. */
export function tidyHeap(collect: () => unknown = edenGC): Memory {
  let logins = 0;
  return {
    loggedIn() {
      if (++logins % logins_per_collection === 0) setImmediate(collect);
    },
  };
}
