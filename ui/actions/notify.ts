import type { HostMessage } from "../../src/protocol/bridge.ts";
import type { Channel } from "../../src/protocol/channel.ts";
import type { Message } from "../../src/protocol/message.ts";
import type { App } from "../app.ts";
import { channelLabel, unreadCount } from "../state/channels.ts";
import type { State } from "../state/state.ts";
import { shorten } from "../text/shorten.ts";
import { summaryOf } from "../text/summary.ts";
import { words } from "../words/words.ts";

const body_chars_max = 140;

/** Raises a desktop notification for a message that is not on screen in a focused window. */
export function notifyMessage({ store, bridge, part }: App, message: Message): void {
  const { state } = store;
  const channel = state.channels.get(message.channel_id);
  if (channel === undefined || !channel.joined || state.presence.status === "dnd") return;
  if (message.author.user_id === state.me?.user_id || isLookedAt(state, channel.id)) return;
  const { username } = message.author;
  const said = summaryOf(message);
  const body = message.kind === "action" ? `* ${username} ${said}` : said;
  bridge.post({
    type: "notify",
    part,
    title:
      channel.kind === "dm"
        ? username
        : words().people.message_in(username, channelLabel(channel, undefined)),
    body: shorten(body, body_chars_max),
    channel_id: channel.id,
  });
}

/** One notification for all that came while the connection was away. `before` are the channels as they were then. */
export function notifyMissed({ store, bridge, part }: App, before: ReadonlyMap<number, Channel>): void {
  const { state } = store;
  if (state.presence.status === "dnd") return;
  const missed = [...state.channels.values()]
    .map((channel) => ({ channel, count: unreadCount(channel) - unreadBefore(before, channel.id) }))
    .filter(({ channel, count }) => count > 0 && !isLookedAt(state, channel.id))
    .sort((a, b) => (b.channel.last_message_at_ms ?? 0) - (a.channel.last_message_at_ms ?? 0));
  const [newest] = missed;
  if (newest === undefined) return;
  const total = missed.reduce((sum, { count }) => sum + count, 0);
  const names = missed.map(({ channel }) => channelLabel(channel, state.me?.user_id)).join(", ");
  bridge.post({
    type: "notify",
    part,
    title: words().people.new_messages(total),
    body: shorten(words().people.while_away(names), body_chars_max),
    channel_id: newest.channel.id,
  });
}

const isLookedAt = (state: State, channel_id: number): boolean =>
  state.attentive && state.open_channel_id === channel_id;

function unreadBefore(before: ReadonlyMap<number, Channel>, channel_id: number): number {
  const channel = before.get(channel_id);
  return channel === undefined ? 0 : unreadCount(channel);
}

/** Raises one to see whether they come; `told_notices` says what became of it. To be called from a click: a browser may have to ask. */
export function testNotices({ store, bridge, part }: App, title: string, body: string): void {
  store.commit({ told_notices: { ...store.state.told_notices, test: "asked" } });
  bridge.post({ type: "notify.test", part, title, body });
}

/** Takes what became of a notification. */
export function noticeTold(
  { store, timers }: App,
  { is_test, outcome, way, words: said }: Extract<HostMessage, { type: "notify.told" }>,
): void {
  const report = { outcome, way, words: said };
  const { test, lost } = store.state.told_notices;
  const told_notices = is_test
    ? { test: report, lost: outcome === "shown" ? null : lost }
    : { test, lost: { ...report, at_ms: timers.now_ms() } };
  store.commit({ told_notices });
}
