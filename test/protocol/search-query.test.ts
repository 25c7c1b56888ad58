import { expect, test } from "bun:test";

import { features, parseSearch } from "../../src/protocol/search-query.ts";
import { Feature } from "../../src/protocol/search.ts";

const nothing = { words: [], without: [], from: [], in: [], has: [], before: undefined, after: undefined };

test.each([
  ["", {}],
  ["  garden   hose ", { words: ["garden", "hose"] }],
  ['"garden hose" tap', { words: ["garden hose", "tap"] }],
  ["“garden hose”", { words: ["garden hose"] }],
  ['"not closed', { words: ["not closed"] }],
  ['garden -hose -"old tap"', { words: ["garden"], without: ["hose", "old tap"] }],
  ["a - b", { words: ["a", "-", "b"] }],
  ["well-known", { words: ["well-known"] }],
  ["from:ana in:general", { from: ["ana"], in: ["general"] }],
  ["FROM:@ana In:#general", { from: ["@ana"], in: ["#general"] }],
  ['in:"ana, ben"', { in: ["ana, ben"] }],
  ["from:ana from:ben", { from: ["ana", "ben"] }],
  ["before:2026-11-25 after:2024-02-29", { before: "2026-11-25", after: "2024-02-29" }],
  ["has:link has:CODE has:link", { has: ["link", "code"] }],
  ["https://example.org/x 12:30 foo:bar a:", { words: ["https://example.org/x", "12:30", "foo:bar", "a:"] }],
  ['"from:ana"', { words: ["from:ana"] }],
  ['say"what', { words: ['say"what'] }],
  ["-x from:ana", { without: ["x"], from: ["ana"] }],
  ["東京 🎉", { words: ["東京", "🎉"] }],
])("%p", (text, wanted) => {
  expect(parseSearch(text)).toEqual({ ...nothing, ...wanted } as never);
});

test.each([
  ["from:", "Write a name behind it, as in from:ana."],
  ["from:@", "Write a name behind it, as in from:ana."],
  ["in: general", "Write a channel behind it, as in in:general."],
  ["before:yesterday", "Write a day behind before:, as in before:2026-11-25."],
  ["after:2026-02-30", "Write a day behind after:, as in after:2026-11-25."],
  ["before:2026-01-01 before:2026-01-02", "Say before: only once."],
  ["has:cheese", "has: knows link, code, file, image."],
  ["-from:ana", "A minus works with words, not with from:."],
  ["-x", "Say also what should be in the message."],
  ["w ".repeat(17), "Search for at most 16 words at once."],
  ["from:ana ".repeat(11), "Name at most 10 people and channels."],
])("%p is refused in words", (text, words) => {
  expect(parseSearch(text)).toBe(words);
});

test("2,000 characters of anything are read in no time", () => {
  for (const text of ['"', "-", ":", "from:", 'a"', '-"', "\ud800"]) {
    const began_ms = performance.now();
    parseSearch(text.repeat(2_000));
    expect(performance.now() - began_ms).toBeLessThan(200);
  }
});

test("the page and the protocol know the same features", () => {
  expect([...features]).toEqual(Feature.options);
});
