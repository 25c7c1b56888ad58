import type { App } from "../app.ts";
import { unreadCount } from "../state/channels.ts";
import { neighbourChannelId } from "../state/sections.ts";
import { withLatest, withoutNotices } from "../state/timeline.ts";
import { closeDrawers } from "./drawers.ts";
import { loadMembers } from "./load-members.ts";
import { loadTimeline } from "./load-messages.ts";
import { attempt } from "./say.ts";

const visited_max = 50;

/** Shows a channel one is in. Opening the open one changes nothing. */
export function openChannel(app: App, channel_id: number): void {
  const { store } = app;
  const channel = store.state.channels.get(channel_id);
  if (channel === undefined) return;
  closeDrawers(app);
  if (store.state.open_channel_id !== channel_id) {
    const left = withoutNotices(store.state, store.state.open_channel_id);
    const { timelines } = { ...store.state, ...left };
    store.commit({
      open_channel_id: channel_id,
      visited: [channel_id, ...store.state.visited.filter((id) => id !== channel_id)].slice(0, visited_max),
      timelines: withLatest(timelines, channel_id),
      new_line_seq: unreadCount(channel) > 0 ? channel.read_seq : null,
      at_end: false,
      kept_unread: false,
      composer_error: null,
      pins: null,
      picture_id: null,
      jump: null,
      came_from: [],
    });
  }
  attempt(app, loadTimeline(app, channel.id));
  if (channel.kind !== "dm") attempt(app, loadMembers(app, channel.id));
}

/** The next or the one before in the order of the sidebar, or the next unread one. */
export function openNeighbour(app: App, step: 1 | -1, only_unread: boolean): void {
  const channel_id = neighbourChannelId(app.store.state, step, only_unread);
  if (channel_id !== null) openChannel(app, channel_id);
}
