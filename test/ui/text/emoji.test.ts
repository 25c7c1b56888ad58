import { expect, test } from "bun:test";

import { emojiForm } from "../../../src/protocol/rules.ts";
import { compactEmoji } from "../../../ui/text/emoji-data.ts";
import {
  emoji_groups,
  emojiByGroup,
  emojiName,
  emojiNamed,
  findEmoji,
  reaction_emoji,
  withTone,
} from "../../../ui/text/emoji.ts";

const known = compactEmoji();
const all = emojiByGroup(known).flat();
const found = (typed: string) => findEmoji(known, typed, 8).map(({ characters }) => characters);

test("every one is a reaction that the server takes, in its recommended form, and is there once", () => {
  expect(emojiByGroup(known)).toHaveLength(emoji_groups.length);
  expect(all.length).toBeGreaterThan(1_400);
  for (const { characters } of all) expect(characters).toMatch(/^\p{RGI_Emoji}$/v);
  for (const { characters } of all) expect(emojiForm(characters)).toBe(characters);
  expect(new Set(all.map(({ characters }) => characters)).size).toBe(all.length);
  for (const [emoji] of reaction_emoji) expect(all.map(({ characters }) => characters)).toContain(emoji);
});

test("every one has a name that can be written between colons", () => {
  for (const { names } of all) for (const name of names) expect(name).toMatch(/^[a-z0-9_+-]+$/);
});

test("the nearest name comes first, whatever its case", () => {
  expect(found("joy")[0]).toBe("😂");
  expect(found("SMILE")[0]).toBe("😄");
  expect(found("heart")[0]).toBe("❤️");
  expect(found("thumbs")).toContain("👍");
  expect(found("happy")).toContain("🙂");
  expect(found("norway")).toEqual(["🇳🇴"]);
  expect(found("cote")).toContain("🇨🇮");
  expect(found("zzz_nothing")).toEqual([]);
  expect(found(" ")).toEqual([]);
});

test("a shortcode stands for its emoji", () => {
  expect(emojiNamed(known, "tada")).toBe("🎉");
  expect(emojiNamed(known, "+1")).toBe("👍");
  expect(emojiNamed(known, "one")).toBe("1️⃣");
  expect(emojiNamed(known, "constructor")).toBeUndefined();
});

test("each has words for a screen reader", () => {
  expect(emojiName(known, "👍")).toBe("thumbs up");
  expect(emojiName(known, "🧯")).toBe("fire extinguisher");
  expect(emojiName(known, "👋🏽")).toBe("wave");
  expect(emojiName(known, "x")).toBe("x");
});

test("a tone of skin goes to those that have one", () => {
  expect(withTone("👋", 3)).toBe("👋🏽");
  expect(withTone("✌️", 1)).toBe("✌🏻");
  expect(withTone("🧑‍🚀", 5)).toBe("🧑🏿‍🚀");
  for (const emoji of ["🎉", "🧑‍🤝‍🧑", "🇳🇴"]) expect(withTone(emoji, 3)).toBe(emoji);
  expect(withTone("👋", 0)).toBe("👋");
  for (const { characters } of all) expect(withTone(characters, 4)).toMatch(/^\p{RGI_Emoji}$/v);
});

test("before they are loaded there are none, but the first reactions have their names", () => {
  expect(emojiByGroup(null)).toEqual([]);
  expect(findEmoji(null, "joy", 8)).toEqual([]);
  expect(emojiName(null, "👍")).toBe("thumbs up");
  expect(emojiName(null, "🧯")).toBe("🧯");
});
