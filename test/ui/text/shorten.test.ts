import { expect, test } from "bun:test";

import { shorten } from "../../../ui/text/shorten.ts";

test("short texts stay, on one line", () => {
  expect(shorten("hello\n  there ", 140)).toBe("hello there");
  expect(shorten("x".repeat(140), 140)).toHaveLength(140);
});

test("long ones end in an ellipsis, and no character is cut in two", () => {
  expect(shorten("x".repeat(141), 140)).toBe(`${"x".repeat(139)}…`);
  expect(shorten("🍅".repeat(10), 4)).toBe("🍅🍅🍅…");
});
