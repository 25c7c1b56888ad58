import { expect } from "bun:test";

import { ChatError } from "../../../src/protocol/errors.ts";
import { register, say } from "../../conformance/scene.ts";
import { searchScenes } from "./scene.ts";

const searchTest = searchScenes();

searchTest(
  "short words, at the beginning, in the middle and at the end",
  async ({ store, settle, texts }) => {
    const [ana] = await register(store, "ana");
    for (const text of ["a", "ok", "東京へ行く", "明日は東京", "xoky", "k", "京"])
      await say(store, 1, ana, text);
    settle();
    const found = (...words: string[]) => texts({ user_id: ana, words });
    expect(found("ok")).toEqual(["xoky", "ok"]);
    expect(found("東京")).toEqual(["明日は東京", "東京へ行く"]);
    expect(found("東京へ")).toEqual(["東京へ行く"]);
    expect(found("京")).toEqual(["京", "明日は東京", "東京へ行く"]);
    expect(found("k")).toEqual(["k", "xoky", "ok"]);
    expect(found("a")).toEqual(["a"]);
    expect(found("東京", "明")).toEqual(["明日は東京"]);
    expect(found("京都")).toEqual([]);
  },
);

searchTest("case, accents, width and emoji", async ({ store, settle, texts }) => {
  const [ana] = await register(store, "ana");
  const all = [
    "Crème BRÛLÉE",
    "STRASSE und straße",
    "Σίσυφος",
    "ＷＩＤＥ",
    "👩‍👩‍👧 family 🎉",
    "한국어",
    "がんばれ",
    "İstanbul",
  ];
  for (const text of all) await say(store, 1, ana, text);
  settle();
  const found = (...words: string[]) => texts({ user_id: ana, words });
  expect(found("creme brulee")).toEqual(["Crème BRÛLÉE"]);
  expect(found("STRAßE")).toEqual(["STRASSE und straße"]);
  expect(found("ΣΙΣΥΦΟΣ")).toEqual(["Σίσυφος"]);
  expect(found("wide")).toEqual(["ＷＩＤＥ"]);
  expect(found("🎉")).toEqual(["👩‍👩‍👧 family 🎉"]);
  expect(found("👩‍👩‍👧")).toEqual(["👩‍👩‍👧 family 🎉"]);
  expect(found("국어")).toEqual(["한국어"]);
  expect(found("かん")).toEqual([]);
  expect(found("がん")).toEqual(["がんばれ"]);
  expect(found("istanbul")).toEqual(["İstanbul"]);
});

const hostile = [
  '"',
  '" OR "',
  "NEAR(a b)",
  "text:the",
  "* OR *",
  "the AND NOT the",
  "'; DROP TABLE parts; --",
  "{text}: the",
  "^the",
  "\ue000\u{f0000}\u{f0000}",
  "%__%",
  "a".repeat(2_000),
  "🏴".repeat(500),
];

searchTest(
  "what a person types is text, never an operator of the index",
  async ({ store, settle, texts }) => {
    const [ana] = await register(store, "ana");
    await say(store, 1, ana, "the other one");
    for (const text of hostile) await say(store, 1, ana, `before ${text} behind`);
    settle();
    for (const text of hostile)
      expect(
        texts({ user_id: ana, words: [text], limit: 50 }).filter((found) => found === "the other one"),
      ).toEqual([]);
    for (const text of hostile.filter((each) => each.length < 200 && each !== '"'))
      expect(texts({ user_id: ana, words: [text] })).toEqual([`before ${text} behind`]);
    expect(texts({ user_id: ana, words: ["a".repeat(2_000)] })).toHaveLength(1);
    expect(texts({ user_id: ana, words: ["a".repeat(1_999) + "b"] })).toEqual([]);
  },
);

searchTest("words of which nothing is left are refused", async ({ store, find }) => {
  const [ana] = await register(store, "ana");
  expect(() => find({ user_id: ana, words: ["\u0301"] })).toThrow(ChatError);
});
