/** Signs that stand in no name of an emoji, each for two others. */
const signs = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ!$%&()/;=?@[]^{}~"];

/** Writes the most frequent pair of letters as one sign, again and again. Runs when the page is built. */
export function pack(text: string): { packed: string; pairs: string } {
  let packed = text;
  let pairs = "";
  for (const sign of signs) {
    if (packed.includes(sign)) throw new Error(`${sign} stands in the text`);
    const pair = commonestPair(packed);
    packed = packed.replaceAll(pair, sign);
    pairs += pair;
  }
  return { packed, pairs };
}

function commonestPair(text: string): string {
  const counts = new Map<string, number>();
  for (let at = 0; at + 1 < text.length; at++) {
    const pair = text.slice(at, at + 2);
    if (/^[ -~]{2}$/.test(pair)) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), ["", 0] as [string, number])[0];
}

/** The text as it was. */
export function unpack({ packed, pairs }: { packed: string; pairs: string }): string {
  let text = packed;
  for (let at = signs.length - 1; at >= 0; at--)
    text = text.replaceAll(signs[at] ?? "", () => pairs.slice(2 * at, 2 * at + 2));
  return text;
}
