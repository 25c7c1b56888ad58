/**
 * Text as the search compares it: without case, accents, the width of letters and the kind of blank. The index is
 * made of folded texts, so a change here needs a new index_version.
 */
export function fold(text: string): string {
  if (plain_ascii.test(text)) return text.toLowerCase();
  return (
    text
      .normalize("NFKD")
      .replace(accents, "")
      .normalize("NFC")
      .toLowerCase()
      // What lower case does not bring together: the sigma at the end of a word, sharp s, the i without a dot.
      .replaceAll("ς", "σ")
      .replaceAll("ß", "ss")
      .replaceAll("ı", "i")
      .replace(blanks, " ")
      .replace(private_use, "\ufffd")
  );
}

const plain_ascii = /^[ -~]*$/;
/** Latin, Greek and Cyrillic accents, Hebrew and Arabic vowel points; not the marks that make other letters in kana. */
const accents = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]/g;
const blanks = /\s/g;
/** The index has its own use for these: see tokens.ts. */
const private_use = /\p{Co}/gu;

/** A place in a text, in code points. */
export interface Mark {
  start: number;
  length: number;
}

/** Where any of the folded words stand in the text, in order; what overlaps becomes one. */
export function marksOf(text: string, folded_words: readonly string[]): Mark[] {
  const { folded, places } = foldedWithPlaces(text);
  const found: Mark[] = [];
  for (const word of folded_words) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      const first = places[at];
      const last = places[at + word.length - 1];
      if (first && last) found.push({ start: first.start, length: last.start + last.length - first.start });
    }
  }
  return merged(found.sort((a, b) => a.start - b.start));
}

/** For each code unit of the folded text the letter, with its accents, that it came from. */
function foldedWithPlaces(text: string): { folded: string; places: Mark[] } {
  const places: Mark[] = [];
  let folded = "";
  let start = 0;
  for (const [letter] of text.matchAll(letters)) {
    const length = [...letter].length;
    const part = fold(letter);
    folded += part;
    for (let unit = 0; unit < part.length; unit++) places.push({ start, length });
    start += length;
  }
  return { folded, places };
}

const letters = /\P{M}\p{M}*|\p{M}+/gsu;

function merged(marks: readonly Mark[]): Mark[] {
  const all: Mark[] = [];
  for (const mark of marks) {
    const last = all.at(-1);
    const end = mark.start + mark.length;
    if (last && mark.start <= last.start + last.length)
      last.length = Math.max(last.start + last.length, end) - last.start;
    else all.push({ ...mark });
  }
  return all;
}
