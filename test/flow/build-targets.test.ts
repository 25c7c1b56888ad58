import { afterAll, beforeAll, expect, test } from "bun:test";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

import { temporaryFolder } from "../support/server.ts";

const root = join(import.meta.dir, "..", "..");

/** What each system's executable is called on the page of releases. */
const names = [
  "chat-linux-x64",
  "chat-linux-arm64",
  "chat-linux-x64-musl",
  "chat-macos-x64",
  "chat-macos-arm64",
  "chat-windows-x64",
];

let folder = "";
beforeAll(async () => void (folder = await temporaryFolder()));
afterAll(() => rm(folder, { recursive: true }));

async function build(...args: string[]) {
  const child = Bun.spawn([process.execPath, join(root, "build.ts"), ...args], {
    stdout: "ignore",
    stderr: "pipe",
  });
  const err = await new Response(child.stderr).text();
  // The first build for another system fetches what it is made from.
  return {
    code: await child.exited,
    err: err.replaceAll(/^(Downloading \[\d+\]|Decompressing\.\.\.|Extracting\.\.\.) ?\n/gm, ""),
  };
}

test("there is one for each of six systems", async () => {
  const { code, err } = await build("chat-amiga");
  expect(code).toBe(2);
  expect(err).toEndWith(` ${names.join(", ")}.\n`);
});

test("one for Windows is built here, and is a program for Windows on x64", async () => {
  expect(await build(`--out=${folder}`, "chat-windows-x64")).toEqual({ code: 0, err: "" });
  expect(await readdir(folder)).toEqual(["chat-windows-x64.exe"]);
  const file = new DataView(
    await Bun.file(join(folder, "chat-windows-x64.exe")).slice(0, 4096).arrayBuffer(),
  );
  const word = (offset: number) =>
    String.fromCharCode(file.getUint8(offset)) + String.fromCharCode(file.getUint8(offset + 1));
  expect(word(0)).toBe("MZ");
  const header = file.getUint32(0x3c, true);
  expect(word(header)).toBe("PE");
  const amd64 = 0x86_64;
  expect(file.getUint16(header + 4, true)).toBe(amd64);
}, 120_000);
