/** Marks that turn the direction of what follows, so that a text could show in another order than it is in; by their short names. */
const turns: Readonly<Record<string, string>> = {
  "\u202a": "LRE",
  "\u202b": "RLE",
  "\u202c": "PDF",
  "\u202d": "LRO",
  "\u202e": "RLO",
  "\u2066": "LRI",
  "\u2067": "RLI",
  "\u2068": "FSI",
  "\u2069": "PDI",
};

const turn = /([\u202a-\u202e\u2066-\u2069])/;

export type VisiblePart = { text: string } | { mark: string };

/** A text cut into what is shown as it is and the names of those marks, which are shown in their place and do nothing. */
export function visibleParts(text: string): VisiblePart[] {
  return text
    .split(turn)
    .filter((part) => part !== "")
    .map((part) => {
      const mark = turns[part];
      return mark === undefined ? { text: part } : { mark };
    });
}

/** A text without them, for where nothing but characters can be shown. */
export const withoutTurns = (text: string): string => text.replace(new RegExp(turn, "g"), "");
