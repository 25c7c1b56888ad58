import type { FileInfo } from "../../src/protocol/file.ts";
import type { App } from "../app.ts";
import { isPicture } from "../state/files.ts";

/** Opens a picture over everything. */
export function openPicture({ store, loader }: App, { id }: FileInfo): void {
  loader.retry(id);
  store.commit({ picture_id: id });
}

export const closePicture = ({ store }: App): void => store.commit({ picture_id: null });

/** The pictures of the open channel that are held, in order; those of messages that wait come last. */
export function picturesHeld({ store }: App): FileInfo[] {
  const { open_channel_id, timelines, outbox } = store.state;
  if (open_channel_id === null) return [];
  const waiting = outbox.filter(({ channel_id }) => channel_id === open_channel_id);
  const all = [...(timelines.get(open_channel_id)?.messages ?? []), ...waiting];
  return all.flatMap(({ attachments = [] }) => attachments.filter(isPicture));
}

/** To the picture before or after. */
export function turnPicture(app: App, step: -1 | 1): void {
  const pictures = picturesHeld(app);
  const at = pictures.findIndex(({ id }) => id === app.store.state.picture_id);
  const next = at < 0 ? undefined : pictures[at + step];
  if (next !== undefined) openPicture(app, next);
}
