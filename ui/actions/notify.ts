import type { HostMessage } from "../../src/protocol/bridge.ts";
import type { Channel } from "../../src/protocol/channel.ts";
import { ChatError } from "../../src/protocol/errors.ts";
import type { Message } from "../../src/protocol/message.ts";
import type { App } from "../app.ts";
import { isPassing } from "../link/link-error.ts";
import { channelLabel } from "../state/channels.ts";
import { lookAt, type MessageRole, missedCount, originalOf, raisesNotice, roleOf } from "../state/notices.ts";
import { nameIn } from "../state/profiles.ts";
import type { State } from "../state/state.ts";
import { shorten } from "../text/shorten.ts";
import { summaryOf } from "../text/summary.ts";
import { words } from "../words/words.ts";
import { attempt } from "./say.ts";

const body_chars_max = 140;

/** Raises a desktop notification for a message, when the rule of state/notices.ts says so. */
export function notifyMessage(app: App, message: Message): void {
  const { state } = app.store;
  if (state.screen !== "chat") return; // who is still coming in finds it there, as if it had been said before
  if (raises(state, message, roleOf(state, message))) return raise(app, message);
  // Whether it answers the person is asked only where that makes the difference.
  const is_unknown = message.reply_to_seq !== null && originalOf(state, message) === undefined;
  if (is_unknown && raises(state, message, "reply")) attempt(app, notifyAnswer(app, message));
}

function raises(state: State, message: Message, role: MessageRole): boolean {
  const channel = state.channels.get(message.channel_id);
  if (channel === undefined || !channel.joined || roleOf(state, message) === "own") return false;
  const { level = "all", muted = false } = channel;
  const dnd = state.presence.status === "dnd";
  return raisesNotice({ look: lookAt(state, channel.id), level, muted, dnd, role });
}

async function notifyAnswer(app: App, message: Message): Promise<void> {
  const { channel_id, reply_to_seq } = message;
  try {
    const { messages } = await app.link.request("message.get", { channel_id, seqs: [reply_to_seq ?? 0] });
    const { state } = app.store;
    const is_mine = messages.some(({ author }) => author.user_id === state.me?.user_id);
    if (is_mine && raises(state, message, "reply")) raise(app, message);
  } catch (error) {
    // Whoever was away or has left is told by other ways, or not at all.
    if (!(isPassing(error) || error instanceof ChatError)) throw error;
  }
}

/** Who, where, and the words. */
function raise(app: App, message: Message): void {
  const { store, bridge, part } = app;
  const { state } = store;
  const channel = state.channels.get(message.channel_id);
  if (channel === undefined) return;
  const name = nameIn(state.profiles, message.author);
  const said = summaryOf(message);
  const alone = channel.kind === "dm" && channel.members.length <= 2;
  bridge.post({
    type: "notify",
    part,
    title: withServer(
      app,
      alone ? name : words().people.message_in(name, channelLabel(channel, state.me?.user_id)),
    ),
    body: shorten(message.kind === "action" ? `* ${name} ${said}` : said, body_chars_max),
    channel_id: channel.id,
    words: words().notices.raised,
    ...onceOf(state, `${channel.id}/${message.seq}`),
  });
}

/** One notification for all that came while the connection was away. `before` are the channels as they were then. */
export function notifyMissed(app: App, before: ReadonlyMap<number, Channel>): void {
  const { part, bridge, store } = app;
  const { state } = store;
  if (state.presence.status === "dnd") return;
  const missed = [...state.channels.values()]
    .map((channel) => ({ channel, count: missedSince(before.get(channel.id), channel) }))
    .filter(({ channel, count }) => count > 0 && lookAt(state, channel.id) !== "at_it")
    .sort((a, b) => (b.channel.last_message_at_ms ?? 0) - (a.channel.last_message_at_ms ?? 0));
  const [newest] = missed;
  if (newest === undefined) return;
  const total = missed.reduce((sum, { count }) => sum + count, 0);
  const names = missed.map(({ channel }) => channelLabel(channel, state.me?.user_id)).join(", ");
  bridge.post({
    type: "notify",
    part,
    title: withServer(app, words().people.new_messages(total)),
    body: shorten(words().people.while_away(names), body_chars_max),
    channel_id: newest.channel.id,
    words: words().notices.raised,
    ...onceOf(state, `missed/${newest.channel.id}/${newest.channel.last_seq}`),
  });
}

const missedSince = (before: Channel | undefined, now: Channel): number =>
  missedCount(now, now) - (before === undefined ? 0 : missedCount(before, now));

/** Says which server it is where there are several. */
function withServer({ servers, store }: App, title: string): string {
  const { server } = store.state;
  return servers.list.value.length > 1 && server !== null ? `${title} · ${server.name}` : title;
}

/** The same for all pages of this user; by the address, since a server could tell the id of another one. */
function onceOf({ server, me }: State, what: string): { once?: string } {
  if (server === null || me === null) return {};
  const { host, port } = server.address;
  return { once: `${host}:${port}/${me.user_id}/${what}` };
}

/** Raises one to see whether they come; `told_notices` says what became of it. To be called from a click: a browser may have to ask. */
export function testNotices({ store, bridge, part }: App, title: string, body: string): void {
  store.commit({ told_notices: { ...store.state.told_notices, test: "asked" } });
  bridge.post({ type: "notify.test", part, title, body });
}

/** Takes what became of a notification. */
export function noticeTold(
  { store, servers, timers }: App,
  { is_test, outcome, way, words: said }: Extract<HostMessage, { type: "notify.told" }>,
): void {
  const report = { outcome, way, words: said };
  const { test, lost } = store.state.told_notices;
  const told_notices = is_test
    ? { test: report, lost: outcome === "shown" ? null : lost }
    : { test, lost: { ...report, at_ms: timers.now_ms() } };
  servers.commitAll({ told_notices });
}
