import { describe, expect, test } from "bun:test";

import { linkify } from "../../../ui/text/linkify.ts";

const urls = (text: string): string[] => linkify(text).flatMap(({ url }) => url ?? []);

test("the parts give the text again, whatever it is", () => {
  const odd = [
    "",
    "no link",
    "https://",
    "a https://x.org b",
    "https://x.org",
    "\nhttps://x.org\n\n",
    "(https://x.org).",
  ];
  for (const text of odd)
    expect(
      linkify(text)
        .map((part) => part.text)
        .join(""),
    ).toBe(text);
});

describe("is a link", () => {
  const cases: [text: string, url: string][] = [
    ["see https://example.org/a?b=c#d now", "https://example.org/a?b=c#d"],
    ["http://192.168.1.20:5050/", "http://192.168.1.20:5050/"],
    ["HTTPS://EXAMPLE.ORG", "HTTPS://EXAMPLE.ORG"],
    ["write to mailto:ana@example.org.", "mailto:ana@example.org"],
    ["(see https://example.org)", "https://example.org"],
    ["https://example.org/wiki/Chat_(software)", "https://example.org/wiki/Chat_(software)"],
    ["https://example.org/a, and so on", "https://example.org/a"],
    ["really https://example.org?!", "https://example.org"],
    ["https://bücher.example/straße", "https://bücher.example/straße"],
    ["https://example.org/\u202egpj.exe", "https://example.org/"],
  ];
  for (const [text, url] of cases) test(JSON.stringify(text), () => expect(urls(text)).toEqual([url]));
});

describe("is no link", () => {
  const cases = [
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "ftp://example.org",
    "www.example.org",
    "http://",
    "https://.",
    "mailto:",
    "mailto:nobody",
    "xhttps",
  ];
  for (const text of cases) test(text, () => expect(urls(text)).toEqual([]));
});

test("two in one text", () => {
  expect(linkify("https://a.example and https://b.example!")).toEqual([
    { text: "https://a.example", url: "https://a.example" },
    { text: " and " },
    { text: "https://b.example", url: "https://b.example" },
    { text: "!" },
  ]);
});

test("a long text of brackets takes no time", () => {
  const text = `https://example.org/${"(".repeat(1_000)}${")".repeat(980)}`;
  expect(linkify(text)).toHaveLength(1);
});
