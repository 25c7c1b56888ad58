import { words } from "../words/words.ts";

/** "ana", "ana and ben", "ana, ben and chidi", "ana, ben and 3 others". */
export function listWords(names: readonly string[], names_max: number): string {
  const shown = names.length > names_max ? names.slice(0, names_max - 1) : names;
  const rest = names.length - shown.length;
  const parts = rest > 0 ? [...shown, words().common.others(rest)] : shown;
  if (parts.length < 2) return parts.join("");
  return words().common.and(parts.slice(0, -1).join(", "), parts.at(-1) ?? "");
}
