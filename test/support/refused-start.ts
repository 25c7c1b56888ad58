import { expect } from "bun:test";

import { runChat } from "./program.ts";

/** Runs `serve` in a folder, which must end by itself with one line, of a sentence or two, and returns that. */
export async function refusedStart(folder: string, ...args: string[]): Promise<string> {
  const { code, out, err } = await runChat(["serve", "--port", "0", ...args], { cwd: folder });
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err.trim().split("\n")).toHaveLength(1);
  expect(err).toMatch(/^chat: .+\.\n$/);
  return err;
}
