import { embeds, frames, mutations, styles } from "./embeds.ts";
import type { Family, Harm } from "./harm.ts";
import { markdownLinks, marks, otherTongues } from "./marks.ts";
import { breakouts, handlers, scripts, spellings } from "./markup.ts";

const families: readonly Family[] = [
  scripts,
  breakouts,
  handlers,
  spellings,
  frames,
  embeds,
  styles,
  mutations,
  markdownLinks,
  marks,
  otherTongues,
];

/** All hostile texts, each once; `harmOf` tells what the one of a number does. */
export function corpus(harmOf: (number: number) => Harm): string[] {
  const count = families.flatMap((family) => family(harmOf(0))).length;
  const each = Array.from(
    { length: count },
    (_, number) => families.flatMap((family) => family(harmOf(number)))[number] ?? "",
  );
  return [...new Set(each)];
}
