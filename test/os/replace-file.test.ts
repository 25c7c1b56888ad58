import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { linkSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { nameAnew, readText, removeFile, replaceFile } from "../../src/os/replace-file.ts";
import { newFolder } from "../support/folders.ts";

const wait_ms = 1_000;

let folder = "";
let path = "";
beforeEach(() => {
  folder = newFolder("chat-replace-");
  path = join(folder, "a.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

const systemError = (code: string) => Object.assign(new Error(code), { code });

/** Answers as Windows does while another process reads the file; so many times. */
function failing<A extends unknown[], R>(times: number, code: string, work: (...args: A) => R) {
  let left = times;
  return (...args: A): R => {
    if (left-- > 0) throw systemError(code);
    return work(...args);
  };
}

describe("a reader in the way is waited out", () => {
  test.each(["EPERM", "EBUSY", "EACCES"])("%s when replacing", (code) => {
    replaceFile(path, "new", wait_ms, failing(3, code, renameSync) as typeof renameSync);
    expect(readFileSync(path, "utf8")).toBe("new");
  });

  test.each(["EPERM", "EBUSY"])("%s when reading", (code) => {
    replaceFile(path, "new", wait_ms);
    expect(readText(path, wait_ms, failing(3, code, readFileSync) as typeof readFileSync)).toBe("new");
  });

  test.each(["EPERM", "EBUSY", "EACCES"])("%s when removing", (code) => {
    replaceFile(path, "new", wait_ms);
    removeFile(path, wait_ms, failing(3, code, rmSync) as typeof rmSync);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe.each([
  ["with files of two names", linkSync],
  ["without", failing(9, "EPERM", linkSync) as typeof linkSync],
])("on a disk %s a file gets a name anew", (_, link) => {
  const part = () => join(folder, "a.part");

  test("and keeps its content", () => {
    writeFileSync(part(), "all of it");
    const rename = failing(3, "EBUSY", renameSync) as typeof renameSync;
    nameAnew(part(), path, wait_ms, { link, rename });
    expect(readFileSync(path, "utf8")).toBe("all of it");
  });

  test("but never one that is taken, if only by a link to nowhere", () => {
    writeFileSync(part(), "all of it");
    writeFileSync(path, "mine");
    expect(() => nameAnew(part(), path, wait_ms, { link })).toThrow("EEXIST");
    expect(readFileSync(path, "utf8")).toBe("mine");
    symlinkSync(join(folder, "nowhere"), join(folder, "b"));
    expect(() => nameAnew(part(), join(folder, "b"), wait_ms, { link })).toThrow("EEXIST");
    expect(readFileSync(part(), "utf8")).toBe("all of it");
    expect(readdirSync(folder).toSorted()).toEqual(["a.json", "a.part", "b"]);
  });
});

test("a name that cannot be given leaves nothing", () => {
  const link = failing(1, "EPERM", linkSync) as typeof linkSync;
  const rename = failing(1_000_000, "EBUSY", renameSync) as typeof renameSync;
  writeFileSync(join(folder, "a.part"), "all of it");
  expect(() => nameAnew(join(folder, "a.part"), path, 20, { link, rename })).toThrow("EBUSY");
  expect(readdirSync(folder)).toEqual(["a.part"]);
});

test("one that stays is an error, the old content holds, and nothing is left lying about", () => {
  replaceFile(path, "old", wait_ms);
  const blocked = failing(1_000_000, "EBUSY", renameSync) as typeof renameSync;
  expect(() => replaceFile(path, "new", 20, blocked)).toThrow("EBUSY");
  expect(readdirSync(folder)).toEqual(["a.json"]);
  expect(readText(path, wait_ms)).toBe("old");
});

test("an error that waiting does not cure is told at once", () => {
  let tries = 0;
  const refuse = () => {
    tries++;
    throw systemError("EACCES");
  };
  expect(() => readText(path, wait_ms, refuse)).toThrow("EACCES");
  expect(tries).toBe(1);
  expect(readText(join(folder, "none"), wait_ms)).toBeUndefined();
});
