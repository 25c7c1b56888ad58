import { rm } from "node:fs/promises";
import { join } from "node:path";

import { newFolder } from "../folders.ts";
import { root } from "./source.ts";

const lines_max = 50;

/** Functions have at most 50 lines, comments and blank ones not counted. Returns what the linter says, "" for nothing. */
export async function longFunctions(...paths: readonly string[]): Promise<string> {
  const folder = newFolder("chat-tidy-");
  const config = join(folder, "oxlintrc.json");
  const rule = ["error", { max: lines_max, skipBlankLines: true, skipComments: true }];
  await Bun.write(config, JSON.stringify({ rules: { "max-lines-per-function": rule }, categories: {} }));
  const oxlint = join(root, "node_modules", ".bin", "oxlint");
  const args = ["--config", config, "--format=unix", "--allow=all", "--deny=max-lines-per-function"];
  const { stdout } = Bun.spawnSync([oxlint, ...args, ...paths], { cwd: root });
  await rm(folder, { recursive: true });
  return stdout.toString().trim();
}
