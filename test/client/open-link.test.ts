import { expect, test } from "bun:test";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";

import { clientLimits } from "../../src/client/limits.ts";
import { LinkFile, linkFolder } from "../../src/client/link-file.ts";
import { openCommand, openLink, safeLink } from "../../src/client/open-link.ts";
import { newFolder } from "../support/folders.ts";
import { KeptLog } from "./kept-log.ts";

test.each([
  ["https://ana.example/a?b=c#d", "https://ana.example/a?b=c#d"],
  ["HTTP://Ana.Example", "http://ana.example/"],
  ["mailto:ana@ana.example", "mailto:ana@ana.example"],
  ["mailto:ana@ana.example?subject=hi&attach=/etc/passwd", "mailto:ana@ana.example?subject=hi"],
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

test("the page that leads to a link is its owner's alone, lies where the browser may read, and goes with its folder", () => {
  const parent = newFolder("chat-link-");
  const file = new LinkFile(parent, "http://127.0.0.1:5/open/secret");
  expect(readFileSync(file.path, "utf8")).toContain('url=http://127.0.0.1:5/open/secret"');
  if (process.platform !== "win32") {
    expect(statSync(file.path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(file.path)).mode & 0o777).toBe(0o700);
  }
  file[Symbol.dispose]();
  expect(readdirSync(parent)).toEqual([]);
  file[Symbol.dispose]();
  rmSync(parent, { recursive: true });
  expect(linkFolder(true, "/home/ana", "/tmp")).toBe("/home/ana");
  expect(linkFolder(false, "/home/ana", "/tmp")).toBe("/tmp");
});
