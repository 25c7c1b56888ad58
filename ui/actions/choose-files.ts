import type { App } from "../app.ts";

/** Takes files for the next message of the open channel, if one can be written there. */
export function chooseFiles(app: App, files: readonly File[]): void {
  const { open_channel_id, channels } = app.store.state;
  const channel = open_channel_id === null ? undefined : channels.get(open_channel_id);
  if (channel === undefined || channel.archived_at_ms !== null || files.length === 0) return;
  app.uploader.add(channel.id, files);
}
