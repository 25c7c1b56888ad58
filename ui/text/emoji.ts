import type { Words } from "../words/english.ts";
import { words } from "../words/words.ts";
import type { PackedEmoji } from "./emoji-data.ts";
import { fitOf, fold } from "./fold.ts";
import { unpack } from "./pack.ts";

export interface Emoji {
  characters: string;
  /** Its shortcodes, the first before all. */
  names: readonly string[];
  /** What else it may be looked for by. */
  words: readonly string[];
}

/** What the table of words calls it. */
type Name = keyof Words["emoji_names"];

/** Reactions one begins with, with the words that a screen reader says. */
export const reaction_emoji: readonly (readonly [emoji: string, name: Name])[] = [
  ["👍", "thumbs_up"],
  ["❤️", "heart"],
  ["😂", "tears_of_joy"],
  ["🎉", "party"],
  ["😮", "surprised"],
  ["😢", "sad"],
  ["🙏", "thank_you"],
  ["👏", "applause"],
  ["🔥", "fire"],
  ["👀", "looking"],
  ["✅", "done"],
  ["❌", "no"],
  ["😄", "smile"],
  ["😍", "love_it"],
  ["🤔", "thinking"],
  ["😅", "phew"],
  ["😎", "cool"],
  ["🥳", "celebrating"],
  ["👎", "thumbs_down"],
  ["💯", "a_hundred"],
  ["🚀", "rocket"],
  ["💡", "idea"],
  ["☕", "coffee"],
  ["👋", "wave"],
];

export const emoji_groups: readonly (readonly [sign: string, label: Name])[] = [
  ["😀", "smileys"],
  ["🧑", "people"],
  ["🐻", "nature"],
  ["🍕", "food"],
  ["✈️", "travel"],
  ["⚽", "activities"],
  ["💡", "objects"],
  ["💠", "symbols"],
  ["🏳️", "flags"],
];

export type { PackedEmoji };

/** Null until they have been loaded: then there are none. */
type Known = PackedEmoji | null;

const read = new WeakMap<PackedEmoji, readonly (readonly Emoji[])[]>();

/** All there are, in the groups above; read at the first use. */
export function emojiByGroup(known: Known): readonly (readonly Emoji[])[] {
  if (known === null) return [];
  const groups = read.get(known) ?? readAll(known);
  read.set(known, groups);
  return groups;
}

const readAll = ({ flags, ...packed }: PackedEmoji): Emoji[][] =>
  unpack(packed)
    .split("\n")
    .map((text, group) => [
      ...text.split(",").map(readEmoji),
      ...(group === emoji_groups.length - 1 ? regionFlags(flags) : []),
    ]);

/** "grinning|happy laugh😀" */
function readEmoji(text: string): Emoji {
  const [, said = "", characters = ""] = /^([ -~]+?)((?:[0-9#*]\ufe0f|[^ -~])[^]*)$/u.exec(text) ?? [];
  const [names = "", words = ""] = said.split("|");
  return { characters, names: names.split(" "), words: words.split(" ").filter(Boolean) };
}

function regionFlags(flags: string): Emoji[] {
  const regions = new Intl.DisplayNames("en", { type: "region" });
  return (flags.match(/../g) ?? []).map((region) => {
    const characters = [...region]
      .map((letter) => String.fromCodePoint(letter.charCodeAt(0) + 0x1f1a5))
      .join("");
    const name = fold(regions.of(region) ?? region).replace(/[^a-z]+/g, "_");
    return { characters, names: [name.replace(/^_|_$/g, "")], words: ["flag", region.toLowerCase()] };
  });
}

/** Those whose names or words have what was typed, the nearest first. */
export function findEmoji(known: Known, typed: string, found_max: number): Emoji[] {
  const wanted = fold(typed.trim()).replace(/[:\s]+/g, "_");
  if (wanted === "") return [];
  const found: { emoji: Emoji; fit: number }[] = [];
  for (const emoji of emojiByGroup(known).flat()) {
    const names = emoji.names.map((name) => fitOf(wanted, name));
    const words = emoji.words.map((word) => (word.startsWith(wanted) ? 2.5 : undefined));
    const fits = [...names, ...words].filter((fit) => fit !== undefined);
    if (fits.length > 0) found.push({ emoji, fit: Math.min(...fits) });
  }
  return found
    .sort((a, b) => a.fit - b.fit)
    .slice(0, found_max)
    .map(({ emoji }) => emoji);
}

/** What a shortcode stands for. */
export const emojiNamed = (known: Known, name: string): string | undefined =>
  emojiByGroup(known)
    .flat()
    .find(({ names }) => names.includes(name))?.characters;

const names_read = new WeakMap<PackedEmoji, ReadonlyMap<string, string>>();

/** The words for an emoji; itself when it is none that we know. */
export function emojiName(known: Known, emoji: string): string {
  const common = reaction_emoji.find(([known]) => known === emoji)?.[1];
  if (common !== undefined) return words().emoji_names[common];
  if (known === null) return emoji;
  const bare = emoji.replace(/\p{Emoji_Modifier}/u, "");
  const named = names_read.get(known) ?? readNames(known);
  return (named.get(emoji) ?? named.get(bare))?.replaceAll("_", " ") ?? emoji;
}

function readNames(known: PackedEmoji): ReadonlyMap<string, string> {
  const all = emojiByGroup(known).flat();
  const named = new Map(all.map(({ characters, names }) => [characters, names[0] ?? characters]));
  names_read.set(known, named);
  return named;
}

const tones = ["", "🏻", "🏼", "🏽", "🏾", "🏿"];

/** The emoji in a tone of skin (0 for none), where it has one. */
export function withTone(emoji: string, tone: number): string {
  const [first = "", next = "", ...rest] = emoji;
  const toned = [first, tones[tone], next === "\ufe0f" ? "" : next, ...rest].join("");
  return /^\p{RGI_Emoji}$/v.test(toned) ? toned : emoji;
}
