import type { App } from "../app.ts";
import { errorWords, isForeseen } from "./error-words.ts";

const shown_ms = 6_000;

/** Shows a short sentence for a few seconds, for what belongs to no place on the screen. */
export function say(app: Pick<App, "store" | "timers">, text: string): void {
  const id = (app.store.state.snack?.id ?? 0) + 1;
  app.store.commit({ snack: { id, text } });
  app.timers.after(shown_ms, () => {
    if (app.store.state.snack?.id === id) app.store.commit({ snack: null });
  });
}

/** Runs what a person asked for; when it fails, says so. A fault of the page goes to its error handler, which says it too. */
export function attempt(app: Pick<App, "store" | "timers">, work: Promise<unknown>): void {
  work.catch((error: unknown) => {
    if (isForeseen(error)) say(app, errorWords(error));
    else reportError(error);
  });
}
