import type { App } from "../app.ts";
import { chosenIn, isUp } from "../state/files.ts";
import { words } from "../words/words.ts";

/** Whether the message waits for files that are not up yet. It goes out by itself when they are. */
export function waitForFiles(app: App, channel_id: number): boolean {
  const { chosen_files, send_when_up } = app.store.state;
  const chosen = chosenIn(chosen_files, channel_id);
  if (chosen.every(isUp)) return false;
  if (chosen.some(({ problem }) => problem !== null)) {
    app.store.commit({ composer_error: words().uploads.one_failed });
    return true;
  }
  app.store.commit({ send_when_up: new Set(send_when_up).add(channel_id), composer_error: null });
  return true;
}

/** The message stays where it is written, until it is sent by hand. */
export function stopWaiting({ store }: App, channel_id: number): void {
  const send_when_up = new Set(store.state.send_when_up);
  if (send_when_up.delete(channel_id)) store.commit({ send_when_up });
}
