import { expect, test } from "bun:test";

import { wishOfLink } from "../../src/cli/connect-link.ts";
import { parseTarget } from "../../src/cli/connect-target.ts";
import { noWindowWords } from "../../src/cli/connect-words.ts";
import { UsageError } from "../../src/cli/option.ts";

test.each([
  ["localhost", "localhost", 5050],
  ["127.0.0.1:6000", "127.0.0.1", 6000],
  ["Chat.Example:1", "Chat.Example", 1],
  ["[::1]", "::1", 5050],
  ["[fe80::1]:65535", "fe80::1", 65_535],
  ["::1", "::1", 5050],
])("%s is a host and a port", (text, host, port) => {
  expect(parseTarget(text)).toEqual({ host, port });
});

test.each([
  "",
  ":5050",
  "host:",
  "host:0",
  "host:65536",
  "host:port",
  "a:b:c",
  "[::1",
  "[ana]:1",
  "[]:1",
  "http://host",
  "ana@host",
  "two words",
])("%j is none, and the words say why", (text) => {
  expect(() => parseTarget(text)).toThrow(UsageError);
});

test("the address of the page is told from the one to connect to", () => {
  expect(() => parseTarget("https://127.0.0.1:5443")).toThrow("is for browsers: open it in one");
  expect(parseTarget("https:5443")).toEqual({ host: "https", port: 5_443 });
});

test("a link is read as an address, and what is wrong with one is said", () => {
  const link = "chat://[::1]:6000/general?tls=0";
  expect(wishOfLink(link)).toEqual({ target: { host: "::1", port: 6000 }, tls: false, link });
  expect(() => wishOfLink("chat://host:0/general")).toThrow("its port is no whole number from 1 to 65535");
  expect(() => wishOfLink("chat://host/not this")).toThrow(UsageError);
});

test("what to install is told only when something is missing", () => {
  const missing = { message: "libwebkitgtk-6.0.so.4: no such file", is_missing: true };
  expect(noWindowWords("linux", missing)).toContain("apt install libwebkitgtk-6.0-4 libvulkan1");
  expect(noWindowWords("linux", { ...missing, is_missing: false })).not.toContain("install");
  expect(noWindowWords("darwin", missing)).toContain("in the browser instead");
});
