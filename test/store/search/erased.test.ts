import { expect } from "bun:test";
import { copyFileSync, existsSync, readFileSync, rmSync } from "node:fs";

import type { Store } from "../../../src/domain/ports/store.ts";
import { pick, type Random, randomFrom } from "../../conformance/random.ts";
import { register, say } from "../../conformance/scene.ts";
import { engineOver, jumpingClock, searchScenes } from "./scene.ts";

const searchTest = searchScenes();
const slowTest = searchScenes({}, jumpingClock(1));

/**
 * The index keeps no texts but trigrams, in order and without what two neighbours have in common at their beginning.
 * So each text has two letters that no other has: the second stands in full wherever the two are together.
 */
interface Said {
  id: number;
  letters: string[];
  is_deleted: boolean;
}

let letters = 0;
const newLetter = () => String.fromCodePoint(0x28000 + ++letters);
const withLetter = (letter: string) =>
  `x${String.fromCodePoint((letter.codePointAt(0) ?? 0) - 0x8000)}${letter}ab`;

async function talk(store: Store, random: Random, turns: number, step: () => void): Promise<Said[]> {
  const [ana] = await register(store, "ana");
  const all: Said[] = [];
  const textWith = (letter: string) =>
    `${"words ".repeat(random(20))}${withLetter(letter)}${"x".repeat(random(random(4) ? 9 : 300))}`;
  for (let turn = 0; turn < turns; turn++) {
    for (let count = 0; count < 8; count++) {
      const letter = newLetter();
      const { id } = await say(store, 1, ana, textWith(letter));
      all.push({ id, letters: [letter], is_deleted: false });
    }
    step();
    for (let count = 0; count < 4; count++) {
      const said = pick(random, all);
      if (said.is_deleted) continue;
      const letter = newLetter();
      said.letters.push(letter);
      await store.changes.edit({ id: said.id, content: textWith(letter), mentions: undefined, now_ms: 1 });
    }
    if (random(2)) step();
    const said = pick(random, all);
    said.is_deleted = true;
    await store.changes.remove(said.id, 2);
    if (random(2)) step();
  }
  return all;
}

const lettersOf = (all: Said[], is_deleted: boolean) =>
  all.filter((said) => said.is_deleted === is_deleted).flatMap((said) => said.letters);

function found(wanted: string[], path: string): string[] {
  const text = ["", "-wal"]
    .filter((suffix) => existsSync(path + suffix))
    .map((suffix) => readFileSync(path + suffix, "latin1"))
    .join("\n");
  return wanted.filter((letter) => text.includes(Buffer.from(letter).toString("latin1")));
}

for (let seed = 1; seed <= 4; seed++)
  (seed <= 3 ? searchTest : slowTest)(
    `of deleted messages nothing is left in the index, conversation ${seed}`,
    async ({ store, reopen, index }) => {
      const engine = reopen();
      const all = await talk(store, randomFrom(seed), 60, () => void engine.step());
      while (engine.step());
      const [gone, kept] = [
        lettersOf(all, true),
        all.filter((said) => !said.is_deleted).map((said) => said.letters.at(-1) ?? ""),
      ];
      expect(gone.length).toBeGreaterThan(40);
      // A test of absence: they were there, and those of the others are.
      expect(found(gone, index)).not.toEqual([]);
      while (engine.eraseStep());
      expect(found(gone, index)).toEqual([]);
      expect(found(kept, index)).toEqual(kept);
    },
  );

searchTest("what a crash left behind goes with the first upkeep", async ({ store, reopen, index, path }) => {
  const engine = reopen();
  const all = await talk(store, randomFrom(9), 30, () => void engine.step());
  while (engine.step());
  const copy = `${path}-crashed-search`;
  for (const suffix of ["", "-wal"]) copyFileSync(index + suffix, copy + suffix);
  const gone = lettersOf(all, true);
  expect(found(gone, copy)).not.toEqual([]);
  const again = engineOver(path, copy);
  while (again.eraseStep());
  expect(found(gone, copy)).toEqual([]);
  again.close();
  expect(found(gone, copy)).toEqual([]);
});

searchTest(
  "a deletion that the index had not heard of when the server was killed",
  async ({ store, reopen, index, path }) => {
    const engine = reopen();
    const [ana] = await register(store, "ana");
    const letter = newLetter();
    const { id } = await say(store, 1, ana, `${withLetter(letter)} secret`);
    while (engine.step());
    await store.changes.remove(id, 1);
    const copy = `${path}-killed-search`;
    for (const suffix of ["", "-wal"]) copyFileSync(index + suffix, copy + suffix);
    rmSync(`${copy}-shm`, { force: true });
    expect(found([letter], copy)).toEqual([letter]);
    const again = engineOver(path, copy);
    while (again.eraseStep());
    expect(found([letter], copy)).toEqual([]);
    again.close();
  },
);
