import { expect, test } from "bun:test";

import { editDistance, nearest } from "../../../ui/text/nearest.ts";

const commands = ["me", "msg", "help", "quit"];

test("counts insertions, deletions, replacements and swaps", () => {
  expect(editDistance("quit", "quit")).toBe(0);
  expect(editDistance("qiut", "quit")).toBe(1);
  expect(editDistance("hlp", "help")).toBe(1);
  expect(editDistance("helpp", "help")).toBe(1);
  expect(editDistance("halp", "help")).toBe(1);
  expect(editDistance("", "quit")).toBe(4);
  expect(editDistance("kitten", "sitting")).toBe(3);
});

test("a slip finds its command", () => {
  for (const [slip, command] of [
    ["qiut", "quit"],
    ["QUTI", "quit"],
    ["hlep", "help"],
    ["mgs", "msg"],
    ["m", "me"],
    ["message", undefined],
  ] as const)
    expect(nearest(slip, commands)).toBe(command);
});

test("what is like none of them finds nothing", () => {
  for (const word of ["banana", "xy", "topic"]) expect(nearest(word, commands)).toBeUndefined();
});
