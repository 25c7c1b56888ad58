import type { App } from "../app.ts";
import { channelRead } from "../state/reducers/channel.ts";
import { setAtEnd } from "./attention.ts";

/** Makes a message and all after it unread again. The open channel stays so until one leaves it or scrolls. */
export async function markUnread(app: App, channel_id: number, seq: number): Promise<void> {
  const { store } = app;
  // Before the marker goes back, or the open channel would be read again in the same moment.
  if (store.state.open_channel_id === channel_id) store.commit({ kept_unread: true, new_line_seq: seq - 1 });
  await app.link.request("channel.mark_unread", { channel_id, seq });
}

/** Marks all of a channel as read, wherever one is. */
export async function markAllRead(app: App, channel_id: number): Promise<void> {
  const { store } = app;
  const read_seq = store.state.channels.get(channel_id)?.last_seq ?? 0;
  if (store.state.open_channel_id === channel_id) store.commit({ new_line_seq: null, kept_unread: false });
  await app.link.request(
    "channel.mark_read",
    { channel_id, read_seq },
    { settle: (reply) => store.commit(channelRead(store.state, channel_id, reply.read_seq)) },
  );
}

/** To be called when one scrolls on purpose: what was marked as unread may be read again. */
export function releaseUnread({ store }: App): void {
  if (store.state.kept_unread) store.commit({ kept_unread: false });
}

/** Takes the line away and goes to the end: the open channel is read. */
export function dismissUnread(app: App): void {
  app.store.commit({ new_line_seq: null, kept_unread: false });
  setAtEnd(app, true);
}
