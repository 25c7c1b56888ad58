import type { Command } from "../actions/commands.ts";
import { emojiNamed, findEmoji, withTone } from "../text/emoji.ts";
import { words } from "../words/words.ts";
import { channelSections } from "./channels.ts";
import { knownPeople, suggestPeople } from "./people.ts";
import type { State } from "./state.ts";

/** What can stand in the place of the word that is being written. */
export interface Offer {
  text: string;
  label: string;
  hint: string;
}

/** All that can, and where in the text the word begins. */
export interface Offers {
  from: number;
  offers: readonly Offer[];
}

const shown_max = 8;
/** A colon and one letter is more often a face than the beginning of a name. */
const emoji_chars_min = 2;

type Known = Pick<State, "members" | "channels" | "emoji" | "skin_tone">;

/** What the word before the writing mark may become: @name, #channel, :emoji, or a /command that begins the text. */
export function offersAt(
  text: string,
  at: number,
  known: Known,
  commands: Readonly<Record<string, Pick<Command, "usage" | "summary">>>,
): Offers {
  const before = text.slice(0, at);
  const command = /^\/([a-z]*)$/i.exec(before);
  if (command !== null)
    return { from: 0, offers: unlessWhole(before, commandOffers(commands, command[1] ?? "")) };
  const [, sign = "", typed = ""] = /(?:^|[\s(])([@#:])([^\s@#:]*)$/.exec(before) ?? [];
  const find = finders[sign];
  if (find === undefined) return { from: at, offers: [] };
  const from = at - sign.length - typed.length;
  return { from, offers: unlessWhole(sign + typed, find(typed, known)) };
}

/** The emoji whose name between colons ends the text, and where that begins. Code is left alone. */
export function shortcodeAt(
  before: string,
  { emoji, skin_tone }: Pick<State, "emoji" | "skin_tone">,
): { from: number; text: string } | undefined {
  const [, name] = /(?:^|[\s(]):([\w+-]+):$/.exec(before) ?? [];
  if (name === undefined || before.split("`").length % 2 === 0) return undefined;
  const characters = emojiNamed(emoji, name.toLowerCase());
  if (characters === undefined) return undefined;
  return { from: before.length - name.length - 2, text: withTone(characters, skin_tone) };
}

const finders: Readonly<Record<string, (typed: string, known: Known) => Offer[]>> = {
  "@": (typed, known) =>
    [
      ...suggestPeople(knownPeople(known), typed, shown_max).map(
        ({ username, display_name = "", status_text }) =>
          named(`@${username}`, [display_name, status_text].filter(Boolean).join(" · ")),
      ),
      ...crowds().filter(({ label }) => label.startsWith(`@${typed.toLowerCase()}`)),
    ]
      // Somebody may be called like one of these.
      .filter(({ text }, at, all) => all.findIndex((other) => other.text === text) === at)
      .slice(0, shown_max),
  "#": (typed, { channels }) => {
    const { joined, archived } = channelSections(channels);
    const found = [...joined, ...archived].filter(({ name }) => name?.includes(typed.toLowerCase()));
    // Those that begin as typed come first; the order of the names stays among equals.
    const later = (name: string | null) => Number(!name?.startsWith(typed.toLowerCase()));
    return found
      .sort((a, b) => later(a.name) - later(b.name))
      .slice(0, shown_max)
      .map(({ name, description }) => named(`#${name}`, description));
  },
  ":": (typed, { emoji, skin_tone }) =>
    typed.length < emoji_chars_min
      ? []
      : findEmoji(emoji, typed, shown_max).map(({ characters, names }) => {
          const toned = withTone(characters, skin_tone);
          return { text: `${toned} `, label: toned, hint: `:${names[0]}:` };
        }),
};

const commandOffers = (
  commands: Readonly<Record<string, Pick<Command, "usage" | "summary">>>,
  typed: string,
): Offer[] =>
  Object.entries(commands)
    .filter(([name]) => name.startsWith(typed.toLowerCase()))
    .map(([name, { usage, summary }]) => ({ text: `/${name} `, label: usage, hint: summary }));

const named = (name: string, hint: string): Offer => ({ text: `${name} `, label: name, hint });

const crowds = (): readonly Offer[] => [
  named("@here", words().people.here),
  named("@channel", words().people.channel),
];

/** A name that is there in full needs no completing: Enter sends it. */
const unlessWhole = (word: string, offers: Offer[]): Offer[] =>
  offers.some(({ text }) => text.trimEnd().toLowerCase() === word.toLowerCase()) ? [] : offers;
