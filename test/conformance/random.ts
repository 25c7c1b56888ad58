import { seeded } from "../support/random.ts";

/** A whole number from 0 up to, but not including, `below`. */
export type Random = (below: number) => number;

export const randomFrom = (seed: number): Random => seeded(seed * 0x9e3779b9).below;

export function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[random(items.length)];
  if (item === undefined) throw new Error("There is nothing to pick from.");
  return item;
}
