import type { Context } from "../domain/context.ts";
import type { Search } from "../domain/ports/search.ts";
import { within } from "../store/within.ts";
import type { startListeners } from "./serve-listeners.ts";

/** How long the end waits for files on a disk that does not answer. */
const files_ms_max = 5_000;

interface Running {
  listeners: Awaited<ReturnType<typeof startListeners>>;
  search: Search;
  files: Context["files"];
}

/** Ends all but the store, in this order. False when files are left as they are, for their disk does not answer. */
export async function stopAll(
  { listeners, search, files }: Running,
  upkeep_over?: Promise<void>,
): Promise<boolean> {
  await listeners.stop();
  await upkeep_over;
  await search.close();
  return within(files_ms_max, Promise.resolve(files?.close()));
}
