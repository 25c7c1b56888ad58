import type { Channel } from "../../src/protocol/channel.ts";
import { words } from "../words/words.ts";
import { shownName } from "./profiles.ts";

/** Words and order for channels, as one user sees them. */

/** The other sides of a direct message; oneself in notes to oneself. */
export function dmPeers(channel: Channel, my_id: number | undefined): Channel["members"] {
  const others = channel.members.filter(({ user_id }) => user_id !== my_id);
  return others.length > 0 ? others : channel.members;
}

/** The other side of a direct message of two; undefined for a group and for what is no direct message. */
export function dmPeer(channel: Channel, my_id: number | undefined): Channel["members"][number] | undefined {
  const peers = dmPeers(channel, my_id);
  return peers.length === 1 ? peers[0] : undefined;
}

/** "general" or the other sides' names, without a mark before it. */
export const channelTitle = (channel: Channel, my_id: number | undefined): string =>
  channel.name ?? (dmPeers(channel, my_id).map(shownName).join(", ") || words().people.unknown);

/** "#general", "@ana" or "ana, ben", as one would write it. */
export function channelLabel(channel: Channel, my_id: number | undefined): string {
  const title = channelTitle(channel, my_id);
  if (channel.kind !== "dm") return `#${title}`;
  return channel.members.length > 2 ? title : `@${title}`;
}

export interface ChannelSections {
  /** Public and private channels one is in. */
  joined: readonly Channel[];
  /** Of these, what nobody can write to any more. */
  archived: readonly Channel[];
  dms: readonly Channel[];
}

/** Of each map once, since several parts of the page ask and sorting many takes a while. */
const sections = new WeakMap<ReadonlyMap<number, Channel>, ChannelSections>();

export function channelSections(channels: ReadonlyMap<number, Channel>): ChannelSections {
  const known = sections.get(channels) ?? sorted(channels);
  sections.set(channels, known);
  return known;
}

function sorted(channels: ReadonlyMap<number, Channel>): ChannelSections {
  const all = [...channels.values()];
  const mine = all.filter(({ kind, joined }) => kind !== "dm" && joined).sort(byName);
  return {
    joined: mine.filter(({ archived_at_ms }) => archived_at_ms === null),
    archived: mine.filter(({ archived_at_ms }) => archived_at_ms !== null),
    dms: all.filter(({ kind }) => kind === "dm").sort((a, b) => lastNews(b) - lastNews(a) || b.id - a.id),
  };
}

/** All public channels in order of name, those in use first. */
export const publicChannels = (channels: ReadonlyMap<number, Channel>): readonly Channel[] =>
  [...channels.values()]
    .filter(({ kind }) => kind === "public")
    .sort((a, b) => Number(a.archived_at_ms !== null) - Number(b.archived_at_ms !== null) || byName(a, b));

/** Public channels that one could join and has not seen yet. */
export const newChannels = (
  channels: ReadonlyMap<number, Channel>,
  browsed_id: number | null,
): readonly Channel[] =>
  browsed_id === null
    ? []
    : publicChannels(channels).filter(
        ({ id, joined, archived_at_ms }) => id > browsed_id && !joined && archived_at_ms === null,
      );

/** The channel of this name that is public or that one is in. Private names are not unique: one's own comes first. */
export function channelNamed(channels: ReadonlyMap<number, Channel>, name: string): Channel | undefined {
  const named = [...channels.values()].filter((channel) => channel.kind !== "dm" && channel.name === name);
  return named.find(({ joined }) => joined) ?? named[0];
}

const byName = (a: Channel, b: Channel): number => ((a.name ?? "") < (b.name ?? "") ? -1 : 1);

const lastNews = (channel: Channel): number => channel.last_message_at_ms ?? channel.created_at_ms;

/** Messages after the read marker, of a channel one is in. */
export const unreadCount = (channel: Channel): number =>
  channel.joined ? Math.max(0, channel.last_seq - channel.read_seq) : 0;

/** Of the unread messages those that are for oneself: mentions, and all of a direct message that is not muted. */
export const urgentCount = (channel: Channel): number =>
  channel.kind === "dm" && channel.muted !== true
    ? unreadCount(channel)
    : Math.min(channel.mention_count, unreadCount(channel));

/** Of the unread messages those that one wants to know of: of a muted channel only what is for oneself. */
export const newsCount = (channel: Channel): number =>
  channel.muted === true ? urgentCount(channel) : unreadCount(channel);

export function newsTotal(channels: ReadonlyMap<number, Channel>): number {
  let total = 0;
  for (const channel of channels.values()) total += newsCount(channel);
  return total;
}
