import type { Channel } from "../../src/protocol/channel.ts";
import { channelSections, newsCount } from "./channels.ts";
import type { State } from "./state.ts";

/** The sections of the sidebar, from top to bottom, and what is in them in their order. */

export const section_names = ["favorites", "channels", "privates", "dms", "archived"] as const;
export type SectionName = (typeof section_names)[number];

export type Sections = Readonly<Record<SectionName, readonly Channel[]>>;

/** Closed until one opens it: what is no longer in use. */
export const folded_at_first: ReadonlySet<SectionName> = new Set<SectionName>(["archived"]);

/** Of each map once, as in channels.ts. */
const known_sections = new WeakMap<ReadonlyMap<number, Channel>, Sections>();

export function sidebarSections(channels: ReadonlyMap<number, Channel>): Sections {
  const sections = known_sections.get(channels) ?? sorted(channels);
  known_sections.set(channels, sections);
  return sections;
}

/** Direct messages stand by their last one, all else as one has put it, then as it comes: by name. */
function sorted(channels: ReadonlyMap<number, Channel>): Sections {
  const { joined, archived, dms } = channelSections(channels);
  const others = joined.filter(({ favorite }) => favorite !== true);
  return {
    favorites: [...joined, ...dms].filter(({ favorite }) => favorite === true).sort(byPlace),
    channels: others.filter(({ kind }) => kind === "public").sort(byPlace),
    privates: others.filter(({ kind }) => kind === "private").sort(byPlace),
    dms: dms.filter(({ favorite }) => favorite !== true),
    archived,
  };
}

/** What has no place keeps the order it came in, after all that has one. */
const byPlace = (a: Channel, b: Channel): number => (a.place ?? Infinity) - (b.place ?? Infinity) || 0;

/** What is shown of a section: of a folded one what is open, and what has news. */
export const shownOf = (
  list: readonly Channel[],
  folded: boolean,
  open_id: number | null,
): readonly Channel[] =>
  folded ? list.filter((channel) => channel.id === open_id || newsCount(channel) > 0) : list;

/** Sections one can put into an order of one's own. */
const arrangeable: ReadonlySet<SectionName> = new Set<SectionName>(["favorites", "channels", "privates"]);

/** The section of a channel, if one can arrange it. */
export function arrangeableAround(sections: Sections, channel_id: number): readonly Channel[] | undefined {
  const name = section_names.find((one) => sections[one].some(({ id }) => id === channel_id));
  return name === undefined || !arrangeable.has(name) ? undefined : sections[name];
}

/** The ids of a section after a channel has gone to another place in it, from 0; undefined when that changes nothing. */
export function movedTo(list: readonly Channel[], channel_id: number, to: number): number[] | undefined {
  const ids = list.map(({ id }) => id);
  const from = ids.indexOf(channel_id);
  const place = Math.min(Math.max(to, 0), ids.length - 1);
  if (from === -1 || place === from) return undefined;
  return ids.toSpliced(from, 1).toSpliced(place, 0, channel_id);
}

/** Where to begin: the channel open before if it is still there, else general, else the first. */
export function firstChannelId(state: State): number | null {
  const open = state.channels.get(state.open_channel_id ?? state.last_channel_id ?? 0);
  if (open?.joined === true) return open.id;
  const { joined, dms } = channelSections(state.channels);
  return (joined.find(({ name }) => name === "general") ?? joined[0] ?? dms[0])?.id ?? null;
}

/** The joined channel or dm `step` places after the open one, round and round, in the order of the sidebar; of those with news if so asked. */
export function neighbourChannelId(state: State, step: 1 | -1, only_unread: boolean): number | null {
  const { favorites, channels, privates, dms } = sidebarSections(state.channels);
  const order = [...favorites, ...channels, ...privates, ...dms].filter(
    (channel) => !only_unread || channel.id === state.open_channel_id || newsCount(channel) > 0,
  );
  const at = order.findIndex(({ id }) => id === state.open_channel_id);
  return order[at === -1 ? 0 : (at + step + order.length) % order.length]?.id ?? null;
}
