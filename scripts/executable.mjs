// Builds dist/chat when a source is newer than it.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { bun_path, chat_path, root, run, StepError } from "./steps.mjs";

const sources = [
  "src",
  "ui",
  "build.ts",
  "package.json",
  "package-lock.json",
  "bunfig.toml",
  "tsconfig.json",
];

export async function ensureExecutable() {
  if (!isStale()) return;
  console.log("Building dist/chat ...");
  if ((await buildExecutable()) !== 0) throw new StepError("The build failed; its output above says why.");
}

/** Builds in any case and resolves with the exit code. */
export const buildExecutable = () => run(bun_path, ["build.ts"]);

function isStale() {
  const built_ms = changedAt(chat_path);
  return sources.some((source) => newestIn(join(root, source)) > built_ms);
}

/** A folder's own time counts too: it changes when a file in it is removed. */
function newestIn(path) {
  const own_ms = changedAt(path);
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return own_ms;
  return Math.max(own_ms, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}

const changedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
