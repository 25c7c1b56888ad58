import type { Channel } from "../../src/protocol/channel.ts";
import type { State } from "./state.ts";

/** Words and order for channels, as one user sees them. */

/** The other side of a direct message; oneself in notes to oneself. */
export function dmPeer(channel: Channel, my_id: number | undefined): Channel["members"][number] | undefined {
  return channel.members.find(({ user_id }) => user_id !== my_id) ?? channel.members[0];
}

/** "general" or the other side's name, without a mark before it. */
export const channelTitle = (channel: Channel, my_id: number | undefined): string =>
  channel.name ?? dmPeer(channel, my_id)?.username ?? "Unknown";

/** "#general" or "@ana", as one would write it. */
export const channelLabel = (channel: Channel, my_id: number | undefined): string =>
  (channel.kind === "dm" ? "@" : "#") + channelTitle(channel, my_id);

export interface ChannelSections {
  joined: readonly Channel[];
  others: readonly Channel[];
  dms: readonly Channel[];
}

export function channelSections(channels: ReadonlyMap<number, Channel>): ChannelSections {
  const all = [...channels.values()];
  const by_name = all
    .filter(({ kind }) => kind === "public")
    .sort((a, b) => ((a.name ?? "") < (b.name ?? "") ? -1 : 1));
  return {
    joined: by_name.filter(({ joined }) => joined),
    others: by_name.filter(({ joined }) => !joined),
    dms: all.filter(({ kind }) => kind === "dm").sort((a, b) => lastNews(b) - lastNews(a) || b.id - a.id),
  };
}

const lastNews = (channel: Channel): number => channel.last_message_at_ms ?? channel.created_at_ms;

/** Messages after the read marker, of a channel one is in. */
export const unreadCount = (channel: Channel): number =>
  channel.joined ? Math.max(0, channel.last_seq - channel.read_seq) : 0;

export function unreadTotal(channels: ReadonlyMap<number, Channel>): number {
  let total = 0;
  for (const channel of channels.values()) total += unreadCount(channel);
  return total;
}

/** Where to begin: the channel open before if it is still there, else general, else the first. */
export function firstChannelId(state: State): number | null {
  const open = state.open_channel_id === null ? undefined : state.channels.get(state.open_channel_id);
  if (open?.joined === true) return open.id;
  const { joined, dms } = channelSections(state.channels);
  return (joined.find(({ name }) => name === "general") ?? joined[0] ?? dms[0])?.id ?? null;
}

/** The joined channel or dm `step` places after the open one, round and round, in the order of the sidebar. */
export function neighbourChannelId(state: State, step: 1 | -1): number | null {
  const { joined, dms } = channelSections(state.channels);
  const order = [...joined, ...dms].map(({ id }) => id);
  if (order.length === 0) return null;
  const at = state.open_channel_id === null ? -1 : order.indexOf(state.open_channel_id);
  return order[at === -1 ? 0 : (at + step + order.length) % order.length] ?? null;
}
