/** Random numbers that a seed makes anew. */
export interface Random {
  /** A whole number from 0 to below n. */
  below(n: number): number;
  pick<Item>(items: readonly Item[]): Item;
  shuffle<Item>(items: readonly Item[]): Item[];
}

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const below = (n: number) => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error("there is nothing to pick from");
    return item;
  };
  return {
    below,
    pick,
    shuffle(items) {
      const left = [...items];
      return items.map(() => {
        const [item] = left.splice(below(left.length), 1);
        if (item === undefined) throw new Error("there is nothing left");
        return item;
      });
    },
  };
}
