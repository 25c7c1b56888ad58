import type { Channel } from "../../src/protocol/channel.ts";
import { fitOf, fold } from "../text/fold.ts";
import { words } from "../words/words.ts";
import { channelLabel, channelSections, dmPeer, newsCount, publicChannels } from "./channels.ts";
import type { Offer } from "./offers.ts";
import { knownPeople } from "./people.ts";
import { sidebarSections } from "./sections.ts";
import type { State } from "./state.ts";

/** A place one can go to at once; `text` tells it from the others. */
export interface Destination extends Offer {
  go_to: { channel: Channel } | { username: string };
}

type Known = Pick<State, "channels" | "members" | "me" | "visited" | "open_channel_id">;

/** No more than fit on the smallest window. */
const shown_max = 10;

/** Where one may want to go, the likeliest first: without a word where one was before, then what is unread. */
export function destinationsFor(known: Known, typed: string): Destination[] {
  const word = fold(typed.trim());
  const mine = ownPlaces(known);
  const elsewhere = mine.filter(({ text }) => text !== String(known.open_channel_id));
  const all = word === "" ? elsewhere : [...mine, ...publicPlaces(known), ...peoplePlaces(known)];
  return all
    .map((place, order) => ({ place, order, fit: word === "" ? 0 : looseFit(word, fold(place.label)) }))
    .filter(({ fit }) => fit !== undefined)
    .sort((a, b) => (a.fit ?? 0) - (b.fit ?? 0) || a.order - b.order)
    .slice(0, shown_max)
    .map(({ place }) => place);
}

/** As fitOf, with or without the # or @; letters with others between them fit too, the fewer the better. */
function looseFit(word: string, label: string): number | undefined {
  const bare = label.replace(/^[#@]/, "");
  const fit = fitOf(word, label) ?? fitOf(word, bare);
  if (fit !== undefined) return Math.min(fit, fitOf(word, bare) ?? fit);
  let end = 0;
  let between = 0;
  for (const letter of word) {
    const at = label.indexOf(letter, end);
    if (at === -1) return undefined;
    if (end > 0) between += at - end;
    end = at + letter.length;
  }
  return 4 + between;
}

/** Those one is in: as they were visited, then what is unread, then as in the sidebar. */
function ownPlaces({ channels, me, visited }: Known): Destination[] {
  const { favorites, channels: shared, privates, dms, archived } = sidebarSections(channels);
  const rank = (channel: Channel) => {
    const at = visited.indexOf(channel.id);
    if (at !== -1) return at;
    return visited.length + Number(newsCount(channel) === 0);
  };
  return [...favorites, ...shared, ...privates, ...dms, ...archived]
    .sort((a, b) => rank(a) - rank(b))
    .map((channel) => placeOf(channel, channelLabel(channel, me?.user_id)));
}

function placeOf(channel: Channel, label: string): Destination {
  const unread = newsCount(channel);
  const about = channel.archived_at_ms === null ? channel.description : words().finding.archived;
  return {
    text: String(channel.id),
    label,
    hint: unread > 0 ? words().finding.unread(unread) : about,
    go_to: { channel },
  };
}

const publicPlaces = ({ channels }: Known): Destination[] =>
  publicChannels(channels)
    .filter(({ joined, archived_at_ms }) => !joined && archived_at_ms === null)
    .map((channel) => ({ ...placeOf(channel, `#${channel.name}`), hint: words().finding.join }));

/** Whom one has no messages with yet. */
function peoplePlaces(known: Known): Destination[] {
  const my_id = known.me?.user_id;
  const met = new Set(channelSections(known.channels).dms.map((dm) => dmPeer(dm, my_id)?.username));
  return knownPeople(known)
    .filter(({ username }) => !met.has(username))
    .map(({ username, display_name, status_text }) => ({
      text: `@${username}`,
      label: display_name === undefined ? `@${username}` : `@${display_name} (${username})`,
      hint: status_text || words().finding.write,
      go_to: { username },
    }));
}
