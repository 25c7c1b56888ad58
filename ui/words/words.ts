import { computed } from "@preact/signals";

import { preferences, systemLanguages } from "../state/preferences.ts";
import { english, type Words } from "./english.ts";
import { german, german_told } from "./german.ts";

/** A language of the page, as the `lang` attribute names it. */
export type Language = "en" | "de";

interface Speech {
  words: Words;
  /** Patterns of English sentences that come from elsewhere, and what this language says. */
  told: readonly (readonly [RegExp, string])[];
}

const speeches: Record<Language, Speech> = {
  en: { words: english, told: [] },
  de: { words: german, told: german_told },
};

/** The language of the page, one for all that is on it: the one chosen, or the first of the system's that is spoken here. */
export const language = computed<Language>(() => {
  const chosen = preferences.value.language;
  if (chosen !== "system") return chosen;
  const known = systemLanguages()
    .map((tag) => tag.slice(0, 2))
    .find(isSpoken);
  return known ?? "en";
});

const isSpoken = (tag: string): tag is Language => Object.hasOwn(speeches, tag);

/** The words of the page in its language. A component that asks for them while it draws is drawn anew when the language changes. */
export const words = (): Words => speeches[language.value].words;

/** A sentence of the server, the client program or a shared rule in the page's language; one that is not known stays as it is. */
export function told(sentence: string): string;
export function told(sentence: string | undefined): string | undefined;
export function told(sentence: string | undefined): string | undefined {
  if (sentence === undefined) return undefined;
  for (const [pattern, said] of speeches[language.value].told)
    if (pattern.test(sentence)) return sentence.replace(pattern, said);
  return sentence;
}
