import { afterAll } from "bun:test";

import { endAll } from "./support/at-end.ts";
import { removeFolders } from "./support/folders.ts";

/** Bun loads this before all test files (bunfig.toml), so that it is after the last of them: at a process's end Bun calls nobody. */
afterAll(async () => {
  try {
    await endAll();
  } finally {
    removeFolders();
  }
});
