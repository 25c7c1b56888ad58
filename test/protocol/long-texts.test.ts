import { afterAll, afterEach, expect, spyOn, test } from "bun:test";

import { limits } from "../../src/protocol/limits.ts";
import {
  channelDescriptionProblem,
  channelNameProblem,
  contentProblem,
  displayNameProblem,
  fileNameProblem,
  safeFileName,
  sentContentProblem,
  statusTextProblem,
} from "../../src/protocol/rules.ts";

const normalize = spyOn(String.prototype, "normalize");
const replace = spyOn(String.prototype, "replace");
afterEach(() => {
  normalize.mockClear();
  replace.mockClear();
});

afterAll(() => {
  normalize.mockRestore();
  replace.mockRestore();
});

const { display_name_units_max, line_units_max } = limits;

test("a display name that is too long as it comes is refused before anything is done with it", () => {
  const too_long = "A display name has at most 32 characters.";
  const marks = "\u0301".repeat(130_000) + "\u0316".repeat(130_000);
  for (const text of [`a${marks}`, `Ana${"\u200b".repeat(display_name_units_max - 2)}`])
    expect(displayNameProblem(text)).toBe(too_long);
  expect(normalize).not.toHaveBeenCalled();
  expect(replace).not.toHaveBeenCalled();
});

test("a display name may have as much around it as that leaves room for", () => {
  expect(displayNameProblem(`Ana${"\u200b".repeat(display_name_units_max - 3)}`)).toBeUndefined();
  expect(normalize).toHaveBeenCalled();
  expect(displayNameProblem("👩‍👩‍👧‍👧".repeat(4))).toBeUndefined();
});

test("a file's name that is too long as it comes is refused before anything is done with it", () => {
  const too_long = "A file name has at most 255 bytes.";
  for (const text of [`${".".repeat(1_000_000)}x`, `${"a/".repeat(line_units_max / 2)}x`])
    expect(fileNameProblem(text)).toBe(too_long);
  expect(replace).not.toHaveBeenCalled();
});

const { content_units_max } = limits;

/** Each rule with a text that it takes, as long as it may come, and what it says of one that is a unit longer. */
const cases = [
  [channelNameProblem, "general", line_units_max, "Channel name must be 2 to 30 characters."],
  [channelDescriptionProblem, "all about tea", line_units_max, "Description must be at most 200 characters."],
  [statusTextProblem, "at sea", line_units_max, "A status has at most 80 characters."],
  [contentProblem, "hello", content_units_max, "Message is 14385 characters over the limit of 2000."],
  [sentContentProblem, "hello", content_units_max, "Message is 14385 characters over the limit of 2000."],
] as const;

test.each(cases)(
  "%p refuses what is too long as it comes, and cleans nothing of it",
  (problem, text, units_max, words) => {
    const filler = problem === channelNameProblem ? " " : "\u0001"; // goes when it is cleaned
    expect(problem(text.padEnd(units_max, filler))).toBeUndefined();
    replace.mockClear();
    expect(problem(text.padEnd(units_max + 1, filler))).toBe(words);
    expect(replace).not.toHaveBeenCalled();
  },
);

test("folders before a file's name may be as long as that leaves room for", () => {
  expect(fileNameProblem(`${"a/".repeat(line_units_max / 2 - 1)}x`)).toBeUndefined();
});

test("dots and blanks go from the end of a name, and a row of them in its middle is looked at once", () => {
  expect(safeFileName("a. b. . .")).toBe("a. b");
  expect(safeFileName(". .")).toBe("");
  const dots = ".".repeat(500_000);
  expect(safeFileName(`${dots}x${dots}`)).toBe(`${dots}x`);
});
