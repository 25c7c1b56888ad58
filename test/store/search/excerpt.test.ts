import { expect, test } from "bun:test";

import { excerptOf } from "../../../src/store/search/excerpt.ts";
import { fold } from "../../../src/store/search/fold.ts";

/** The excerpt with its marks in brackets. */
function marked(text: string, ...words: string[]): string {
  const { excerpt, marks, is_cut_before, is_cut_after } = excerptOf(text, words.map(fold));
  const chars = [...excerpt];
  for (const { start, length } of marks.toReversed()) {
    chars.splice(start + length, 0, "]");
    chars.splice(start, 0, "[");
  }
  return `${is_cut_before ? "…" : ""}${chars.join("")}${is_cut_after ? "…" : ""}`;
}

test.each([
  ["the garden", ["garden"], "the [garden]"],
  ["Crème brûlée", ["creme"], "[Crème] brûlée"],
  ["cre\u0300me bru\u0302le\u0301e", ["reme", "ule"], "c[re\u0300me] br[u\u0302le\u0301]e"],
  ["Straße", ["ss"], "Stra[ß]e"],
  ["Straße", ["s"], "[S]tra[ß]e"],
  ["👩‍👩‍👧 x 🎉🎉", ["🎉"], "👩‍👩‍👧 x [🎉🎉]"],
  ["aaaa", ["aa", "a"], "[aaaa]"],
  ["東京へ", ["京"], "東[京]へ"],
  ["one\ntwo", ["one two"], "[one\ntwo]"],
  ["nothing", ["x"], "nothing"],
  ["it was ||the butler||, not ||the cook||", ["was", "butler"], "it [was] ▒▒▒▒▒, not ▒▒▒▒▒"],
  ["a || b || c", ["b"], "a || [b] || c"],
  ["a||b\n\n||secret||", ["secret"], "a▒▒▒▒▒"],
  ["a||b (||secret||)", ["secret"], "a▒▒▒▒▒)"],
  ["||a || secret||", ["secret"], "▒▒▒▒▒"],
  ["see `code`: ||one || secret || three||", ["secret"], "see `code`: ▒▒▒▒▒"],
  ["||one || secret\nthree || four||", ["secret"], "▒▒▒▒▒"],
  ["- `a||`\n- ||secret||", ["secret"], "- `a▒▒▒▒▒"],
  ["`||a`||secret||`b||`", ["secret"], "`▒▒▒▒▒`"],
  ["\\||a||secret||c|||", ["secret"], "\\▒▒▒▒▒"],
  ["*||a*||secret||b||", ["secret"], "*▒▒▒▒▒"],
  ["`x || y || z`", ["y"], "`x || [y] || z`"],
])("%p with %p", (text, words, wanted) => {
  expect(marked(text, ...words)).toBe(wanted);
});

test("of a long text the part around the first match", () => {
  const text = `${"x".repeat(500)} needle ${"y".repeat(1_000)} needle`;
  const said = marked(text, "needle");
  expect(said).toStartWith("…x");
  expect(said).toContain(" [needle] y");
  expect(said).toEndWith("y…");
  expect([...excerptOf(text, ["needle"]).excerpt]).toHaveLength(300);
  expect(marked(`${"x".repeat(500)}needle`, "needle")).toEndWith("x[needle]");
  expect(marked(`||${"x".repeat(500)} needle ${"y".repeat(500)}||`, "needle")).toBe("▒▒▒▒▒");
  expect(marked("x".repeat(500))).toBe(`${"x".repeat(300)}…`);
  expect(marked(`🎉${"🎈".repeat(400)}`, "🎉")).toBe(`[🎉]${"🎈".repeat(299)}…`);
});
