import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { Downloads, downloadsFolder, revealCommand } from "../../src/client/downloads.ts";
import { clientLimits } from "../../src/client/limits.ts";
import { newFolder } from "../support/folders.ts";
import { corpus } from "../support/hostile/corpus.ts";
import { KeptLog } from "./kept-log.ts";

let home: string;
let folder: string;
let shown: string[] = [];
beforeEach(() => {
  home = newFolder("chat-downloads-");
  folder = join(home, "Downloads");
  shown = [];
});
afterEach(() => rmSync(home, { recursive: true }));

const downloads = (at = folder) => new Downloads(at, (path) => shown.push(path), new KeptLog());
const bytes = (text: string) => new TextEncoder().encode(text);

test("a file comes in parts, in order, for its owner and not to be run, and can be shown", async () => {
  const all = downloads();
  const told = [all.put(1, "plan.txt", bytes("one "), false), all.put(1, "plan.txt", bytes("two"), true)];
  expect(await Promise.all(told)).toEqual([null, null]);
  expect(readFileSync(join(folder, "plan.txt"), "utf8")).toBe("one two");
  expect(statSync(join(folder, "plan.txt")).mode & 0o777).toBe(0o600);
  all.reveal(1);
  all.reveal(2);
  expect(shown).toEqual([join(folder, "plan.txt")]);
});

test("never takes the place of another file, nor follows a link", async () => {
  mkdirSync(folder);
  writeFileSync(join(folder, "a.tar.gz"), "mine");
  symlinkSync(join(home, "elsewhere"), join(folder, "b"));
  const all = downloads();
  await all.put(1, "a.tar.gz", bytes("x"), true);
  await all.put(2, "b", bytes("y"), true);
  expect(readdirSync(folder).toSorted()).toEqual(["a.tar (2).gz", "a.tar.gz", "b", "b (2)"]);
  expect(readFileSync(join(folder, "a.tar.gz"), "utf8")).toBe("mine");
  expect(readdirSync(home)).toEqual(["Downloads"]);
});

test.each([
  ["../../.bashrc", ".bashrc"],
  ["/etc/passwd", "passwd"],
  ["C:\\evil.exe", "evil.exe"],
  ["NUL", "_NUL"],
  ["a\0b", "ab"],
  ["..", "file"],
])("a server that says %j gets %j", async (name, saved) => {
  await downloads().put(1, name, bytes("x"), true);
  expect(readdirSync(folder)).toEqual([saved]);
});

test("what is given up, or not come to its end, leaves nothing", async () => {
  const all = downloads();
  await all.put(1, "a", bytes("x"), false);
  await all.put(2, "b", bytes("x"), false);
  await all.drop(1);
  expect(readdirSync(folder)).toEqual(["b.part"]);
  const told = all.put(3, "c", bytes("x"), false); // asked for, and not begun
  await all.dropAll();
  expect(await told).toBeNull();
  expect(readdirSync(folder)).toEqual([]);
});

test("until it is whole a file has another name, of a length that every disk takes", async () => {
  const all = downloads();
  const long = `${"ä".repeat(125)}.txt`;
  await all.put(1, "plan.txt", bytes("one "), false);
  await all.put(2, "plan.txt", bytes("x"), false);
  await all.put(3, long, bytes("x"), false);
  expect(readdirSync(folder).toSorted()).toEqual([
    "plan.txt (2).part",
    "plan.txt.part",
    `${"ä".repeat(60)}.part`,
  ]);
  // What has come meanwhile stays what it is.
  writeFileSync(join(folder, "plan.txt"), "mine");
  await all.put(1, "plan.txt", bytes("two"), true);
  await all.put(3, long, bytes("x"), true);
  await all.drop(2);
  expect(readdirSync(folder).toSorted()).toEqual(["plan (2).txt", "plan.txt", long]);
  expect(readFileSync(join(folder, "plan.txt"), "utf8")).toBe("mine");
  expect(readFileSync(join(folder, "plan (2).txt"), "utf8")).toBe("one two");
});

test("a name that has no room for a number is shortened, its ending last", async () => {
  const all = downloads();
  const [umlauts, smileys, dots] = [`${"ä".repeat(125)}.html`, "🙂".repeat(63), `a.${"x".repeat(253)}`];
  let save = 0;
  for (const name of [umlauts, smileys, dots])
    for (const number of [1, 2, 3])
      expect([number, await all.put(++save, name, bytes("x"), true)]).toEqual([number, null]);
  expect(readdirSync(folder).toSorted()).toEqual(
    [
      umlauts,
      `${"ä".repeat(123)} (2).html`,
      `${"ä".repeat(123)} (3).html`,
      smileys,
      `${"🙂".repeat(62)} (2)`,
      `${"🙂".repeat(62)} (3)`,
      dots,
      `a.${"x".repeat(249)} (2)`,
      `a.${"x".repeat(249)} (3)`,
    ].toSorted(),
  );
});

test("a folder that cannot be used is said in words", async () => {
  writeFileSync(folder, "a file");
  expect(await downloads().put(1, "a", bytes("x"), true)).toBe(`${folder} cannot be used.`);
});

test("the folder is the desktop's own, wherever that is", () => {
  expect(downloadsFolder("linux", {}, home)).toBe(folder);
  mkdirSync(join(home, ".config"));
  writeFileSync(join(home, ".config", "user-dirs.dirs"), '# set\nXDG_DOWNLOAD_DIR="$HOME/Stuff/in"\n');
  expect(downloadsFolder("linux", {}, home)).toBe(`${home}/Stuff/in`);
  expect(downloadsFolder("darwin", {}, home)).toBe(folder);
});

test("a path is one argument, whatever is in it", () => {
  expect(revealCommand("darwin", "/a b/c;d")).toEqual(["open", "-R", "/a b/c;d"]);
  expect(revealCommand("linux", "/a b/c;d")).toEqual(["xdg-open", "/a b"]);
});

test("whatever a file is called, it lies in the folder, under a name that hides nothing", async () => {
  const all = downloads();
  const harm = { run: "ran(1)", far: "http://127.0.0.1:9/1" };
  const odd = ["", ".", "..", "/", "a/..", "..\\..\\a", "a\0b", "nul", "\u202e", "x".repeat(255)];
  const names = [...corpus(() => harm), ...odd];
  for (const [save, name] of names.entries())
    if (Buffer.byteLength(name) < 256) expect(await all.put(save, name, bytes("x"), true)).toBeNull();
  expect(readdirSync(home)).toEqual(["Downloads"]);
  const saved = readdirSync(folder, { withFileTypes: true });
  expect(saved.length).toBeGreaterThan(350);
  expect(saved.filter((entry) => !entry.isFile())).toEqual([]);
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  expect(saved.filter(({ name }) => /[\u0000-\u001f<>:"|?*\p{Bidi_Control}]/u.test(name))).toEqual([]);
});

test("only so many files are open at once", async () => {
  const all = downloads();
  const { downloads_open_max } = clientLimits;
  for (let save = 1; save <= downloads_open_max; save++)
    expect(await all.put(save, `${save}`, bytes("a"), false)).toBeNull();
  expect(await all.put(0, "more", bytes("a"), false)).toBe(`${folder} cannot be used.`);
  expect(readdirSync(folder)).toHaveLength(downloads_open_max);
  await all.drop(1);
  expect(await all.put(0, "more", bytes("a"), true)).toBeNull();
  await all.dropAll();
  expect(readdirSync(folder)).toEqual(["more"]);
});
