import { limits } from "../../src/protocol/limits.ts";
import type { App } from "../app.ts";
import { LinkDown, NoAnswer } from "../link/link-error.ts";
import { unreadCount } from "../state/channels.ts";
import { isBehind, newerPage, newestPage, newestSeq, olderPage } from "../state/timeline.ts";
import { errorWords } from "./error-words.ts";
import { say } from "./say.ts";

/** Further behind than this the newest page replaces what is held. */
const far_behind_max = 200;
/** Read messages above the first unread one, so that there is context. */
const context_messages = 20;
/** After a page of older messages could not be loaded. */
const older_pause_ms = 3_000;

/** Loads the newest messages of a channel, unless they are there. */
export async function loadTimeline(app: App, channel_id: number): Promise<void> {
  const { store } = app;
  const channel = store.state.channels.get(channel_id);
  if (channel === undefined) return;
  if (store.state.timelines.has(channel_id)) return catchUp(app, channel_id);
  const limit = Math.min(limits.history_page_max, Math.max(50, unreadCount(channel) + context_messages));
  if (store.state.unloadable_channel_id === channel_id) store.commit({ unloadable_channel_id: null });
  try {
    await requestNewest(app, channel_id, limit);
  } catch (error) {
    // After a loss of the connection this is asked again by itself.
    if (!(error instanceof LinkDown)) store.commit({ unloadable_channel_id: channel_id });
    return;
  }
  await catchUp(app, channel_id);
}

/** Loads the page before the oldest message held. */
export async function loadOlder(app: App, channel_id: number): Promise<void> {
  const { store } = app;
  const timeline = store.state.timelines.get(channel_id);
  if (timeline === undefined || !timeline.has_older || timeline.loading_older || !app.link.is_up) return;
  setLoadingOlder(app, channel_id, true);
  const before_seq = timeline.messages[0]?.seq ?? 0;
  try {
    await app.link.request(
      "message.history",
      { channel_id, before_seq, limit: 50 },
      { settle: (page) => store.commit(olderPage(store.state, channel_id, page)) },
    );
  } catch (error) {
    if (!(error instanceof LinkDown)) say(app, errorWords(error));
    // The list asks again as soon as it may: not before a while, or a server in trouble would hear it all the time.
    app.timers.after(older_pause_ms, () => setLoadingOlder(app, channel_id, false));
  }
}

/** Fetches what is missing at the end: a hole in the live stream, or what was missed while away. */
export async function catchUp(app: App, channel_id: number): Promise<void> {
  if (app.catching_up.has(channel_id)) return;
  app.catching_up.add(channel_id);
  try {
    while (isBehind(app.store.state, channel_id)) if (!(await catchUpPage(app, channel_id))) return;
  } catch (error) {
    // The next login, or the next message, begins again.
    if (!(error instanceof LinkDown || error instanceof NoAnswer)) throw error;
  } finally {
    app.catching_up.delete(channel_id);
  }
}

/** False when the server had nothing new after all. */
async function catchUpPage(app: App, channel_id: number): Promise<boolean> {
  const { store } = app;
  const timeline = store.state.timelines.get(channel_id);
  const channel = store.state.channels.get(channel_id);
  if (timeline === undefined || channel === undefined) return false;
  const after_seq = newestSeq(timeline);
  if (channel.last_seq - after_seq > far_behind_max) {
    const newest = await requestNewest(app, channel_id, 50);
    return newest > after_seq;
  }
  const { messages } = await app.link.request(
    "message.history",
    { channel_id, after_seq, limit: limits.history_page_max },
    { settle: (page) => store.commit(newerPage(store.state, channel_id, page)) },
  );
  return messages.length > 0;
}

async function requestNewest(app: App, channel_id: number, limit: number): Promise<number> {
  const { store } = app;
  const { messages } = await app.link.request(
    "message.history",
    { channel_id, limit },
    { settle: (page) => store.commit(newestPage(store.state, channel_id, page)) },
  );
  return messages.at(-1)?.seq ?? 0;
}

function setLoadingOlder(app: App, channel_id: number, loading_older: boolean): void {
  const { store } = app;
  const timeline = store.state.timelines.get(channel_id);
  if (timeline === undefined) return;
  store.commit({ timelines: new Map(store.state.timelines).set(channel_id, { ...timeline, loading_older }) });
}
