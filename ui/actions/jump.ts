import { ChatError } from "../../src/protocol/errors.ts";
import type { App } from "../app.ts";
import { messageAt } from "../state/timeline.ts";
import { loadFresh } from "./load-messages.ts";

/** Brings a message of a channel into view, wherever it stands, and makes it flash. */
export async function jumpTo(app: App, channel_id: number, seq: number): Promise<void> {
  const { store } = app;
  const timeline = store.state.timelines.get(channel_id);
  store.commit({ at_end: false });
  if (timeline === undefined || messageAt(timeline, seq) === undefined)
    await loadFresh(app, { channel_id, around_seq: seq });
  const loaded = store.state.timelines.get(channel_id);
  if (loaded === undefined || messageAt(loaded, seq) === undefined)
    throw new ChatError("not_found", "That message is not there any more.");
  if (store.state.open_channel_id !== channel_id) return;
  store.commit({ jump: { seq, id: (store.state.jump?.id ?? 0) + 1 } });
}

/** Goes to the end of the open channel; the newest messages are loaded when they are not there. */
export async function jumpToPresent(app: App): Promise<void> {
  const { store } = app;
  const channel_id = store.state.open_channel_id;
  if (channel_id === null) return;
  if (store.state.timelines.get(channel_id)?.has_newer === true) await loadFresh(app, { channel_id });
  store.commit({ at_end: true });
}
