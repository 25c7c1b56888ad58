import { limits } from "../../src/protocol/limits.ts";
import type { RequestInput } from "../../src/protocol/registry.ts";
import type { App } from "../app.ts";
import { LinkDown } from "../link/link-error.ts";
import { unreadCount } from "../state/channels.ts";
import { freshPage, newerPage, olderPage } from "../state/pages.ts";
import type { Timeline } from "../state/state.ts";
import { newestSeq, oldestSeq, withTimeline } from "../state/timeline.ts";
import { catchUp } from "./catch-up.ts";
import { errorWords } from "./error-words.ts";
import { attempt, say } from "./say.ts";

/** Read messages above the first unread one, so that there is context. */
const context_messages = 20;
const page_messages = 50;
/** After a page could not be loaded. */
const pause_ms = 3_000;

/** Loads the newest messages of a channel, or those around where one was in it, unless they are there. */
export async function loadTimeline(app: App, channel_id: number): Promise<void> {
  const { store } = app;
  const channel = store.state.channels.get(channel_id);
  if (channel === undefined) return;
  if (store.state.timelines.has(channel_id)) return catchUp(app, channel_id);
  const unread = unreadCount(channel) + context_messages;
  const limit = Math.min(limits.history_page_max, Math.max(page_messages, unread));
  if (store.state.unloadable_channel_id === channel_id) store.commit({ unloadable_channel_id: null });
  try {
    const place = store.state.places.get(channel_id);
    const is_far = place !== undefined && place.seq <= channel.last_seq - limit;
    await loadFresh(app, is_far ? { channel_id, around_seq: place.seq } : { channel_id, limit });
  } catch (error) {
    // After a loss of the connection this is asked again by itself.
    if (!(error instanceof LinkDown)) store.commit({ unloadable_channel_id: channel_id });
    return;
  }
  await catchUp(app, channel_id);
}

/** Puts a page in the place of all that is held of its channel. */
export async function loadFresh(app: App, wanted: RequestInput<"message.history">): Promise<void> {
  const { store } = app;
  const { channel_id } = wanted;
  const known_rev = store.state.channels.get(channel_id)?.last_rev ?? 0;
  await app.link.request("message.history", wanted, {
    settle: (page) => store.commit(freshPage(store.state, channel_id, page, known_rev)),
  });
}

/** Loads the page before the oldest message held. */
export async function loadOlder(app: App, channel_id: number): Promise<void> {
  const { store } = app;
  const timeline = store.state.timelines.get(channel_id);
  if (timeline === undefined || !timeline.has_older || timeline.loading_older || !app.link.is_up) return;
  patch(app, channel_id, { loading_older: true });
  try {
    await app.link.request(
      "message.history",
      { channel_id, before_seq: oldestSeq(timeline), limit: page_messages },
      { settle: (page) => store.commit(olderPage(store.state, channel_id, page)) },
    );
    await catchUp(app, channel_id);
  } catch (error) {
    failed(app, channel_id, { loading_older: false }, error);
  }
}

/** Loads the page after the newest message held, where that is not the newest there is. */
export async function loadNewer(app: App, channel_id: number): Promise<void> {
  const { store } = app;
  const timeline = store.state.timelines.get(channel_id);
  if (timeline === undefined || !timeline.has_newer || timeline.loading_newer || !app.link.is_up) return;
  patch(app, channel_id, { loading_newer: true });
  try {
    await app.link.request(
      "message.history",
      { channel_id, after_seq: newestSeq(timeline), limit: page_messages },
      { settle: (page) => store.commit(newerPage(store.state, channel_id, page)) },
    );
  } catch (error) {
    failed(app, channel_id, { loading_newer: false }, error);
  }
}

/** The list asks again as soon as it may: not before a while, or a server in trouble would hear it all the time. */
function failed(app: App, channel_id: number, again: Partial<Timeline>, error: unknown): void {
  if (!(error instanceof LinkDown)) say(app, errorWords(error));
  app.timers.after(pause_ms, () => {
    patch(app, channel_id, again);
    attempt(app, catchUp(app, channel_id));
  });
}

function patch({ store }: App, channel_id: number, change: Partial<Timeline>): void {
  const timeline = store.state.timelines.get(channel_id);
  if (timeline === undefined) return;
  store.commit(withTimeline(store.state, channel_id, { ...timeline, ...change }));
}
