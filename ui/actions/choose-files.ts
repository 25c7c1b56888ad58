import type { App } from "../app.ts";
import { chosenIn, isUp } from "../state/files.ts";
import { attempt } from "./say.ts";
import { submit } from "./submit.ts";
import { stopWaiting } from "./wait-for-files.ts";

/** Takes files for the next message of the open channel, if one can be written there. */
export function chooseFiles(app: App, files: readonly File[]): void {
  const { open_channel_id, channels } = app.store.state;
  const channel = open_channel_id === null ? undefined : channels.get(open_channel_id);
  if (channel === undefined || channel.archived_at_ms !== null || files.length === 0) return;
  app.uploader.add(channel.id, files);
}

/** A file has come up, failed or gone: the message that waited for it may go out now, or has to be looked at again. */
export function filesChanged(app: App, channel_id: number): void {
  const { chosen_files, send_when_up } = app.store.state;
  if (!send_when_up.has(channel_id)) return;
  const chosen = chosenIn(chosen_files, channel_id);
  if (chosen.some(({ problem }) => problem !== null)) return stopWaiting(app, channel_id);
  if (!chosen.every(isUp)) return;
  stopWaiting(app, channel_id);
  attempt(app, submit(app, channel_id));
}
