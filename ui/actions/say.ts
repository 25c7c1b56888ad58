import type { App } from "../app.ts";
import type { SnackAction } from "../state/snack.ts";
import { errorWords, isForeseen } from "./error-words.ts";

const shown_by_itself_ms = 6_000;
let last_id = 0;

interface SayOptions {
  /** What can be done about it. */
  action?: SnackAction;
  shown_ms?: number;
}

/** Shows a short sentence for a few seconds, for what belongs to no place on the screen. */
export function say(
  app: Pick<App, "store" | "timers">,
  text: string,
  { action, shown_ms = shown_by_itself_ms }: SayOptions = {},
): void {
  const id = ++last_id;
  app.store.commit({ snack: { id, text, action } });
  app.timers.after(shown_ms, () => {
    if (app.store.state.snack?.id === id) app.store.commit({ snack: null });
  });
}

/** Runs what a person asked for; when it fails, says so. A fault of the page goes to its error handler, which says it too. */
export function attempt(app: Pick<App, "store" | "timers">, work: Promise<unknown>): void {
  work.catch((error: unknown) => sayProblem(app, error));
}

/** Says why something could not be done. */
export function sayProblem(app: Pick<App, "store" | "timers">, error: unknown): void {
  if (isForeseen(error)) say(app, errorWords(error));
  else reportError(error);
}
