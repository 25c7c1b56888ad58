import { ChatError } from "../../src/protocol/errors.ts";
import type { App } from "../app.ts";
import { messageAt } from "../state/timeline.ts";
import { words } from "../words/words.ts";
import { loadFresh } from "./load-messages.ts";

const steps_back_max = 50;

/** Brings a message of a channel into view, wherever it stands, and makes it flash. */
export async function jumpTo(app: App, channel_id: number, seq: number): Promise<void> {
  const { store } = app;
  const timeline = store.state.timelines.get(channel_id);
  store.commit({ at_end: false });
  if (timeline === undefined || messageAt(timeline, seq) === undefined)
    await loadFresh(app, { channel_id, around_seq: seq });
  const loaded = store.state.timelines.get(channel_id);
  if (loaded === undefined || messageAt(loaded, seq) === undefined)
    throw new ChatError("not_found", words().message_actions.gone);
  if (store.state.open_channel_id !== channel_id) return;
  store.commit({ jump: { seq, id: (store.state.jump?.id ?? 0) + 1 } });
}

/** Goes from an answer to what it answers, and remembers the answer. */
export async function jumpToOriginal(
  app: App,
  { channel_id, seq, original_seq }: { channel_id: number; seq: number | undefined; original_seq: number },
): Promise<void> {
  await jumpTo(app, channel_id, original_seq);
  const { open_channel_id, came_from } = app.store.state;
  if (seq !== undefined && open_channel_id === channel_id)
    app.store.commit({ came_from: [...came_from, seq].slice(-steps_back_max) });
}

/** Goes back to the answer one came from last. */
export async function jumpBack(app: App): Promise<void> {
  const { open_channel_id, came_from } = app.store.state;
  const seq = came_from.at(-1);
  if (open_channel_id === null || seq === undefined) return;
  app.store.commit({ came_from: came_from.slice(0, -1) });
  await jumpTo(app, open_channel_id, seq);
}

/** Goes to the end of the open channel; the newest messages are loaded when they are not there. */
export async function jumpToPresent(app: App): Promise<void> {
  const { store } = app;
  const channel_id = store.state.open_channel_id;
  if (channel_id === null) return;
  if (store.state.timelines.get(channel_id)?.has_newer === true) await loadFresh(app, { channel_id });
  if (store.state.open_channel_id === channel_id) store.commit({ at_end: true, came_from: [] });
}
