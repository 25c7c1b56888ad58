import { describe, expect, test } from "bun:test";

import {
  channelNameProblem,
  charCount,
  cleanContent,
  cleanLine,
  contentProblem,
  displayNameProblem,
  emojiForm,
  newUsernameProblem,
  passwordProblem,
  usernameProblem,
} from "../../src/protocol/rules.ts";

const cases = [
  [
    usernameProblem,
    ["ana", " ana ", "A_1", "x".repeat(20)],
    ["", "  ", "an", "x".repeat(21), "a b", "änä", "a-b"],
  ],
  [
    newUsernameProblem,
    ["ana", "hereby", "all_of_us", " Channels "],
    ["", "an", "here", "Channel", "EVERYONE", " all "],
  ],
  [
    passwordProblem,
    ["secret", "      ", "ä".repeat(6), "x".repeat(1024)],
    ["", "12345", "x".repeat(1025), "abc\0def"],
  ],
  [
    channelNameProblem,
    ["ab", " General ", "a-1", "x".repeat(30)],
    ["", "a", "x".repeat(31), "a b", "a_b", "ü1"],
  ],
  [
    displayNameProblem,
    ["Ana Käser", "安娜", "🧀", "👩‍👩‍👧", "e\u0301", "किरण", "?", "1", "x".repeat(32)],
    [
      "",
      " ",
      "\u0301",
      "\u0336\u0336",
      "\u200d\u200d",
      "\u2800",
      "\ue000",
      "\u0378",
      "\u202e",
      "x".repeat(33),
    ],
  ],
  [
    contentProblem,
    ["x", " x ", "\n.\n", "👋".repeat(2000)],
    ["", "  ", "\u200b", " \u2060\ufeff", "\u2800", " \u2800\u200b", "\n\t", "\u0007", "👋".repeat(2001)],
  ],
] as const;

describe.each(cases)("%p", (problem, fine, wrong) => {
  test.each([...fine])("takes %j", (text) => expect(problem(text)).toBeUndefined());
  test.each([...wrong])("refuses %j in a sentence", (text) => expect(problem(text)).toMatch(/\.$/));
});

test.each([
  ["👍", "👍"],
  ["❤️", "❤️"],
  ["❤", "❤️"],
  ["😀\ufe0f", "😀"],
  ["✌️🏽", "✌🏽"],
  ["1️⃣", "1️⃣"],
  ["🇩🇪", "🇩🇪"],
  ["👩‍👩‍👧", "👩‍👩‍👧"],
])("%s has one form as an emoji", (text, form) => expect(emojiForm(text)).toBe(form));

test.each(["", "a", "1", "#", "#\ufe0f", "🇩", "🏽", "\ufe0f", "👍👍", "👍🏽🏽"])(
  "%j is not one emoji",
  (text) => expect(emojiForm(text)).toBeUndefined(),
);

test("content keeps newlines and tabs and loses other control characters and half surrogates", () => {
  expect(cleanContent("a\nb\tc\r\0\u001b[31m\u0085d\ud800")).toBe("a\nb\tc[31md\ufffd");
});

test("a line has no line breaks", () => expect(cleanLine("  one\n two\t three ")).toBe("one two three"));

test("length counts code points", () => expect(charCount("a👋🏽")).toBe(3));
