import data from "emojibase-data/en/data.json";
import shortcodes from "emojibase-data/en/shortcodes/github.json";

import { pack } from "./pack.ts";

/** All emoji, as they lie beside the page. */
export interface PackedEmoji {
  packed: string;
  pairs: string;
  flags: string;
}

/**
 * Runs when the page is built, and only then: what the page needs of a megabyte of data. Every emoji that has been
 * in fonts for some years, but for the men and women of those that are there as persons.
 */
export function compactEmoji(): PackedEmoji {
  const wanted = data.filter(({ version }) => version <= version_max);
  // "grinning|happy laugh😀,smiley😃", a line for each group
  const lines = groups.map((group) =>
    wanted
      .filter((emoji) => emoji.group === group && !isFlagOfRegion(emoji) && !isGendered(emoji))
      .map((emoji) => `${namesOf(emoji).join(" ")}${moreWords(emoji)}${characters(emoji)}`)
      .join(","),
  );
  return {
    ...pack(lines.join("\n")),
    // "ACADAE": what the two letters of a region are in a flag.
    flags: wanted.filter(isFlagOfRegion).map(lettersOf).join(""),
  };
}

type Emoji = (typeof data)[number];

const version_max = 15;
/** Smileys, people, animals and nature, food, travel, activities, objects, symbols, flags. */
const groups = [0, 1, 3, 4, 5, 6, 7, 8, 9];
/** Smileys are looked for by mood: these words are worth their room only there. */
const group_with_words = 0;
const words_max = 3;

const isFlagOfRegion = ({ emoji }: Emoji): boolean => /^\p{Regional_Indicator}{2}$/u.test(emoji);

const isGendered = ({ emoji, group }: Emoji): boolean =>
  group === 1 && /[\u{1f468}\u{1f469}]\u200d|\u200d[\u2640\u2642]/u.test(emoji);

function namesOf({ hexcode, label }: Emoji): string[] {
  const codes = (shortcodes as Readonly<Record<string, string | string[]>>)[hexcode];
  return codes === undefined ? [label.toLowerCase().replace(/\W+/g, "_")] : [codes].flat();
}

function moreWords(emoji: Emoji): string {
  if (emoji.group !== group_with_words) return "";
  const said = namesOf(emoji).join("_").split("_");
  const more = (emoji.tags ?? []).filter(
    (tag) => /^[a-z]{3,8}$/.test(tag) && !said.includes(tag) && tag !== "face",
  );
  return more.length === 0 ? "" : `|${more.slice(0, words_max).join(" ")}`;
}

/** As Unicode recommends it for interchange, so that the same reaction of two people is one. */
function characters({ hexcode, emoji }: Emoji): string {
  const bare = String.fromCodePoint(...hexcode.split("-").map((code) => Number.parseInt(code, 16)));
  return /^\p{RGI_Emoji}$/v.test(bare) ? bare : emoji;
}

const lettersOf = ({ emoji }: Emoji): string =>
  [...emoji].map((sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) - 0x1f1e6 + 0x41)).join("");
