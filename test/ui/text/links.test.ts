import { describe, expect, test } from "bun:test";

import { linkAt, opensOutside, shownLink } from "../../../ui/text/links.ts";

describe("is a link", () => {
  const cases: [text: string, url: string][] = [
    ["https://example.org/a?b=c#d now", "https://example.org/a?b=c#d"],
    ["http://192.168.1.20:5050/", "http://192.168.1.20:5050/"],
    ["HTTPS://EXAMPLE.ORG", "HTTPS://EXAMPLE.ORG"],
    ["mailto:ana@example.org.", "mailto:ana@example.org"],
    ["https://example.org)", "https://example.org"],
    ["https://example.org/wiki/Chat_(software)", "https://example.org/wiki/Chat_(software)"],
    ["https://example.org/a, and so on", "https://example.org/a"],
    ["https://example.org?!", "https://example.org"],
    ["https://bücher.example/straße", "https://bücher.example/straße"],
    ["https://example.org/\u202egpj.exe", "https://example.org/"],
    ["chat://10.0.0.2:5050/abc-1/3/77.", "chat://10.0.0.2:5050/abc-1/3/77"],
    ["chat://10.0.0.2, they said", "chat://10.0.0.2"],
    ["chat://[::1]:5050/garden?tls=0).", "chat://[::1]:5050/garden?tls=0"],
  ];
  for (const [text, url] of cases) test(JSON.stringify(text), () => expect(linkAt(text)).toBe(url));
});

describe("is no link", () => {
  const cases = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " https://example.org",
    "data:text/html,x",
    "vbscript:x",
    "blob:https://example.org/x",
    "file:///etc/passwd",
    "ftp://example.org",
    "www.example.org",
    "http://",
    "https://.",
    "mailto:",
    "mailto:nobody",
    "xhttps://example.org",
    "chat://",
    "chat://10.0.0.2:0/general",
    "chat://10.0.0.2:5050/a/b/c",
  ];
  for (const text of cases) test(text, () => expect(linkAt(text)).toBeUndefined());
});

test("only pages of the web and mail addresses open outside", () => {
  for (const url of ["https://example.org", "http://a.b", "mailto:a@b.org"])
    expect(opensOutside(url)).toBe(true);
  for (const url of [
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "https://a b",
    "//x.org",
    "#a",
    "/x",
    "chat://a/b/1/2",
  ])
    expect(opensOutside(url)).toBe(false);
});

test("a long address of brackets takes no time", () => {
  expect(linkAt(`https://example.org/${"(".repeat(1_000)}${")".repeat(980)}`)).toBeDefined();
});

test("brackets at the end of an address are counted once, not again for each of them", () => {
  expect(linkAt(`https://example.org/a${")".repeat(300_000)}`)).toBe("https://example.org/a");
});

describe("a link shows where it goes", () => {
  const cases: [url: string, text: string, shown: string, target?: string][] = [
    ["https://example.org/a", "https://example.org/a", "https://example.org/a"],
    ["https://example.org/", "example.org", "example.org"],
    ["https://evil.example/login", "our wiki", "our wiki", "evil.example/login"],
    ["https://evil.example", "https://bank.example", "https://bank.example", "evil.example"],
    ["mailto:ana@example.org", "write me", "write me", "ana@example.org"],
    [
      "https://bank.example@evil.example/",
      "https://bank.example@evil.example/",
      "https://bank.example@evil.example/",
      "evil.example",
    ],
    ["https://bücher.example", "https://bücher.example", "https://bücher.example"],
    ["https://аррӏе.com/id", "https://аррӏе.com/id", "https://xn--80ak6aa92e.com/id"],
    ["https://pаypal.com", "https://pаypal.com", "https://xn--pypal-4ve.com"],
    ["chat://evil.example", "our club", "our club", "chat://evil.example"],
    ["chat://10.0.0.2/garden", "chat://10.0.0.2/garden", "chat://10.0.0.2/garden"],
    ["https://gıthub.com", "https://gıthub.com", "https://xn--gthub-n4a.com"],
  ];
  for (const [url, words, text, target] of cases)
    test(`${words} to ${url}`, () =>
      expect(shownLink(url, words)).toEqual(target === undefined ? { text } : { text, target }));
});
