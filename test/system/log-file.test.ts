import { beforeEach, expect, test } from "bun:test";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { createLogFile } from "../../src/system/log-file.ts";
import { newFolder } from "../support/folders.ts";

let folder: string;
beforeEach(() => {
  folder = newFolder("chat-log-");
});

function begun() {
  const path = join(folder, "chat.log");
  const told: string[] = [];
  const troubles = { lost: () => void told.push("lost"), grows: () => void told.push("grows") };
  return { path, told, write: createLogFile(path, troubles) };
}

const long = `${"x".repeat(99_999)}\n`;

const linesOf = (path: string): string[] => readFileSync(path, "utf8").split("\n");

test("a full file becomes the one before, and goes on empty", () => {
  const { path, told, write } = begun();
  for (let count = 0; count < 12; count++) write(`${count} ${long}`);
  expect(linesOf(`${path}.1`).length + linesOf(path).length - 2).toBe(12);
  expect(linesOf(path).at(-2)).toStartWith("11 ");
  expect(told).toEqual([]);
});

test("a full file that cannot be renamed grows on, which is told once, until it can", () => {
  const { path, told, write } = begun();
  const in_the_way = `${path}.1`;
  mkdirSync(in_the_way);
  writeFileSync(join(in_the_way, "file"), "");
  for (let count = 0; count < 35; count++) write(`${count} ${long}`);
  expect(linesOf(path).length - 1).toBe(35);
  expect(told).toEqual(["grows"]);
  rmSync(in_the_way, { recursive: true });
  for (let count = 35; count < 50; count++) write(`${count} ${long}`);
  expect(linesOf(`${path}.1`).length + linesOf(path).length - 2).toBe(50);
  expect(told).toEqual(["grows"]);
});

test("a line that cannot be written is told once, and those after it come", () => {
  const { path, told, write } = begun();
  rmSync(path);
  mkdirSync(path);
  write("one\n");
  write("two\n");
  expect(told).toEqual(["lost"]);
  rmSync(path, { recursive: true });
  write("three\n");
  expect(linesOf(path)).toEqual(["three", ""]);
});
