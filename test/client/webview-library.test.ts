import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";

import { noWindowWords } from "../../src/cli/connect-words.ts";
import { isMusl, loadWebviewLibrary, WebviewUnavailable } from "../../src/client/webview-library.ts";

const on_alpine = `7f0000000000-7f0000014000 r--p 00000000 fe:00 1 /chat
7f1000000000-7f1000014000 r--p 00000000 fe:00 2                          /lib/ld-musl-x86_64.so.1
`;

test("musl is told by its loader among what is mapped", () => {
  expect(isMusl(on_alpine)).toBe(true);
  expect(isMusl(on_alpine.replace("ld-musl-x86_64.so.1", "x86_64-linux-gnu/ld-linux-x86-64.so.2"))).toBe(
    false,
  );
  expect(isMusl(on_alpine.replace("/lib/ld-musl-x86_64.so.1", "/home/ana/ld-musl-x86_64.so.1/notes"))).toBe(
    false,
  );
});

test.skipIf(process.platform !== "linux")("these tests themselves do not run on musl", () => {
  expect(isMusl(readFileSync("/proc/self/maps", "utf8"))).toBe(false);
});

test("the build for musl says that it shows the page in the browser, and asks for no package", async () => {
  const problem = await loadWebviewLibrary("linux", "x64", on_alpine).catch((error: unknown) => error);
  if (!(problem instanceof WebviewUnavailable)) throw new Error(String(problem));
  expect(noWindowWords("linux", problem)).toBe(
    "chat: no window can be shown here (this build, for musl, always shows the page in the browser).\nThe page opens in the browser instead.\n",
  );
});

test("a system without a library is told so, and nothing to install", async () => {
  const problem = await loadWebviewLibrary("plan9", "x64").catch((error: unknown) => error);
  if (!(problem instanceof WebviewUnavailable)) throw new Error(String(problem));
  expect(noWindowWords("plan9", problem)).toBe(
    "chat: no window can be shown here (there is no webview library for plan9 x64).\nThe page opens in the browser instead.\n",
  );
});

test("where something is missing, what to install is told, else not", () => {
  const words = (is_missing: boolean) => noWindowWords("linux", { message: "m", is_missing });
  expect(words(true)).toContain("apt install libwebkitgtk-6.0-4");
  expect(words(false)).not.toContain("install");
});
