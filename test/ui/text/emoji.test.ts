import { expect, test } from "bun:test";

import { isOneEmoji } from "../../../src/protocol/rules.ts";
import {
  emoji_groups,
  emojiByGroup,
  emojiName,
  emojiNamed,
  findEmoji,
  reaction_emoji,
  withTone,
} from "../../../ui/text/emoji.ts";

const all = emojiByGroup().flat();
const found = (typed: string) => findEmoji(typed, 8).map(({ characters }) => characters);

test("every one is a reaction that the server takes, in its recommended form, and is there once", () => {
  expect(emojiByGroup()).toHaveLength(emoji_groups.length);
  expect(all.length).toBeGreaterThan(1_400);
  for (const { characters } of all) expect(characters).toMatch(/^\p{RGI_Emoji}$/v);
  for (const { characters } of all) expect(isOneEmoji(characters)).toBe(true);
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
  expect(emojiNamed("tada")).toBe("🎉");
  expect(emojiNamed("+1")).toBe("👍");
  expect(emojiNamed("one")).toBe("1️⃣");
  expect(emojiNamed("constructor")).toBeUndefined();
});

test("each has words for a screen reader", () => {
  expect(emojiName("👍")).toBe("thumbs up");
  expect(emojiName("🧯")).toBe("fire extinguisher");
  expect(emojiName("👋🏽")).toBe("wave");
  expect(emojiName("x")).toBe("x");
});

test("a tone of skin goes to those that have one", () => {
  expect(withTone("👋", 3)).toBe("👋🏽");
  expect(withTone("✌️", 1)).toBe("✌🏻");
  expect(withTone("🧑‍🚀", 5)).toBe("🧑🏿‍🚀");
  for (const emoji of ["🎉", "🧑‍🤝‍🧑", "🇳🇴"]) expect(withTone(emoji, 3)).toBe(emoji);
  expect(withTone("👋", 0)).toBe("👋");
  for (const { characters } of all) expect(withTone(characters, 4)).toMatch(/^\p{RGI_Emoji}$/v);
});
