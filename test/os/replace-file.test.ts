import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

import { readText, replaceFile } from "../../src/os/replace-file.ts";
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
