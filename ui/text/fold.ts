/** A text as one looks for it: without case and without the marks on its letters. */
export const fold = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** How well a text fits what was typed of it (folded): the same 0, its beginning 1, the beginning of a word in it 2, elsewhere 3; undefined not at all. */
export function fitOf(typed: string, text: string): number | undefined {
  const folded = fold(text);
  const at = folded.indexOf(typed);
  if (at === -1) return undefined;
  if (at === 0) return folded.length === typed.length ? 0 : 1;
  return new RegExp(`[\\s_-]${RegExp.escape(typed)}`).test(folded) ? 2 : 3;
}
