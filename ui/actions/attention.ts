import { effect } from "@preact/signals";

import type { App } from "../app.ts";
import { isPassing } from "../link/link-error.ts";
import type { Cancel } from "../link/timers.ts";
import type { Servers } from "../servers.ts";
import { newsTotal, unreadCount } from "../state/channels.ts";
import { channelRead } from "../state/reducers/channel.ts";
import type { State } from "../state/state.ts";
import { holdsNewest } from "../state/timeline.ts";
import { attempt } from "./say.ts";

const read_after_ms = 300;

/** Notes whether the page is visible and has the focus: then the server that is shown has it. */
export function setAttentive({ list, shown }: Servers, attentive: boolean): void {
  for (const { store } of list.value) {
    const has_it = attentive && store === shown.value.store;
    if (store.state.attentive !== has_it) store.commit({ attentive: has_it });
  }
}

/** Notes whether the open channel's list shows its end. */
export function setAtEnd({ store }: App, at_end: boolean): void {
  if (store.state.at_end !== at_end) store.commit({ at_end });
}

/** Moves the read marker while the end of the open channel is really looked at. Ends with the returned function. */
export function watchReading(app: App): () => void {
  const { view } = app.store;
  const asking: Asking = {};
  let waiting: { channel_id: number; cancel: Cancel } | undefined;
  return effect(() => {
    // Read, so that a change of any of them looks again.
    void [view.open_channel_id.value, view.attentive.value, view.at_end.value, view.connection.value];
    void [view.channels.value, view.timelines.value, view.kept_unread.value];
    const read = readNow(app.store.state);
    // What comes in meanwhile, here or elsewhere, does not put it off: on a busy server it would never come.
    if (read !== undefined && read.channel_id === waiting?.channel_id) return;
    waiting?.cancel();
    waiting = undefined;
    if (read === undefined) return;
    if (read.channel_id === asking.now?.channel_id && read.read_seq === asking.now.read_seq) return;
    const cancel = app.timers.after(read_after_ms, () => {
      waiting = undefined;
      markRead(app, asking);
    });
    waiting = { channel_id: read.channel_id, cancel };
  });
}

interface ReadMark {
  channel_id: number;
  read_seq: number;
}

/** The marker that the server is moving just now. */
interface Asking {
  now?: ReadMark | undefined;
}

/** The marker moves when the server says so, on all devices alike: a guess here could undo what another device did. */
function markRead(app: App, asking: Asking): void {
  const { store } = app;
  const read = readNow(store.state);
  if (read === undefined) return;
  asking.now = read;
  const asked = app.link.request("channel.mark_read", read, {
    settle: ({ read_seq }) => store.commit(channelRead(store.state, read.channel_id, read_seq)),
  });
  attempt(
    app,
    asked
      .catch((error: unknown) => {
        // What the next login tells begins this again.
        if (!isPassing(error)) throw error;
      })
      .finally(() => {
        asking.now = undefined;
      }),
  );
}

function readNow(state: State): ReadMark | undefined {
  const channel_id = state.open_channel_id;
  if (channel_id === null || !state.attentive || !state.at_end || state.kept_unread) return undefined;
  const channel = state.channels.get(channel_id);
  if (channel === undefined || unreadCount(channel) === 0) return undefined;
  if (state.connection.stage !== "up" || !state.timelines.has(channel_id)) return undefined;
  return holdsNewest(state, channel_id) ? { channel_id, read_seq: channel.last_seq } : undefined;
}

/** Keeps the window's title: "(3) chat" with three unread messages on all servers together. Of many changes at once it tells the last. */
export function watchTitle(
  { list, shown, bridge }: Servers,
  setDocumentTitle: (title: string) => void,
): () => void {
  let last = "";
  let wanted = "";
  const tell = () => {
    if (wanted === last) return;
    last = wanted;
    setDocumentTitle(wanted);
    bridge.post({ type: "set_title", title: wanted });
  };
  return effect(() => {
    const unread = list.value.reduce((sum, { store }) => sum + newsTotal(store.view.channels.value), 0);
    if (shown.value.store.view.host.value !== "there") return;
    if (wanted === last) queueMicrotask(tell);
    wanted = unread === 0 ? "chat" : `(${unread}) chat`;
  });
}
