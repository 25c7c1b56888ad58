import { type Mark, marksOf } from "./fold.ts";

const excerpt_chars_max = 300;
/** So much is shown before the first match, for context. */
const chars_before = 60;

export interface Excerpt {
  excerpt: string;
  is_cut_before: boolean;
  is_cut_after: boolean;
  marks: Mark[];
}

/** As the page reads it: two bars on both sides, and no blank inside of them. */
const spoiler = /\|\|(?=\S)[^]*?\S\|\|/g;
/** From the first bars that may open one to the last that may close one. */
const all_spoilers = /\|\|(?=\S)[^]*\S\|\|/;
/** Other marks and line breaks, with which the page may read the bars otherwise. */
const marks_beside = /[`\\\n*_~[]/;
const cover = "▒▒▒▒▒";

/** The part of a text around its first match, and where the matches stand in that part, in code points. */
export function excerptOf(content: string, folded_words: readonly string[]): Excerpt {
  const text = withoutSpoilers(content);
  const marks = marksOf(text, folded_words);
  const chars = [...text];
  const from = firstShown(chars.length, marks[0]);
  const to = Math.min(chars.length, from + excerpt_chars_max);
  return {
    excerpt: chars.slice(from, to).join(""),
    is_cut_before: from > 0,
    is_cut_after: to < chars.length,
    marks: marks.flatMap(({ start, length }) => {
      const first = Math.max(start, from);
      const end = Math.min(start + length, to);
      return end > first ? [{ start: first - from, length: end - first }] : [];
    }),
  };
}

/** Where it is in doubt what is hidden, all is that may be. */
function withoutSpoilers(text: string): string {
  const covered = text.replace(spoiler, cover);
  const is_clear = !marks_beside.test(text) && !covered.includes("||");
  return is_clear ? covered : text.replace(all_spoilers, cover);
}

function firstShown(length: number, first: Mark | undefined): number {
  if (length <= excerpt_chars_max || first === undefined) return 0;
  return Math.max(0, Math.min(first.start - chars_before, length - excerpt_chars_max));
}
