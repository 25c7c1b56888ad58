import { expect, test } from "bun:test";

import { clientLimits } from "../../src/client/limits.ts";
import { openCommand, openLink, safeLink } from "../../src/client/open-link.ts";
import { KeptLog } from "./kept-log.ts";

test.each([
  ["https://ana.example/a?b=c#d", "https://ana.example/a?b=c#d"],
  ["HTTP://Ana.Example", "http://ana.example/"],
  ["mailto:ana@ana.example", "mailto:ana@ana.example"],
  ['https://ana.example/"; rm -rf /', "https://ana.example/%22;%20rm%20-rf%20/"],
])("%s may be opened", (url, href) => {
  expect(safeLink(url)).toBe(href);
});

test.each([
  "javascript:alert(1)",
  "file:///etc/passwd",
  "chat://host",
  "data:text/html,x",
  "smb://ben/x",
  "--help",
  "/etc/passwd",
  "",
  `https://ana.example/${"x".repeat(clientLimits.url_chars_max)}`,
])("%s may not", (url) => {
  const log = new KeptLog();
  expect(safeLink(url)).toBeUndefined();
  expect(openLink("linux", url, log)).toBe(false);
  expect(log.lines).toHaveLength(1);
});

test("each system has its program, and the link is one argument of it", () => {
  const href = "https://ana.example/?a&b";
  expect(openCommand("linux", href)).toEqual(["xdg-open", href]);
  expect(openCommand("darwin", href)).toEqual(["open", href]);
  expect(openCommand("win32", href)).toEqual(["rundll32.exe", "url.dll,FileProtocolHandler", href]);
});
