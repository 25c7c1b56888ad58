// Installs what package-lock.json names, when it is not there already.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { ask, binary, root, run, StepError } from "./steps.mjs";

// Said outright, so that a setting in someone's own npm configuration cannot leave a part out.
const install_options = [
  "--no-save",
  "--include=dev",
  "--include=optional",
  "--ignore-scripts=false",
  "--package-lock=true",
  "--no-audit",
  "--no-fund",
];

/**
 * Runs `npm install` unless node_modules holds what package-lock.json asks for. Not `npm ci`: that refuses a lockfile
 * which lacks a part for some other system, as one has that was made where the registry does not offer them all.
 */
export async function ensureDependencies() {
  if (!isInstalled()) {
    console.log("Installing dependencies ...");
    const code = await run(...npm(["install", ...install_options]));
    if (code !== 0) throw new StepError("npm install failed; its output above says why.");
  }
  await ensureBun();
}

/** npm itself keeps an account of what it installed; a part for another system may be missing from it. */
function isInstalled() {
  const wanted = packagesIn("package-lock.json");
  const installed = packagesIn(join("node_modules", ".package-lock.json"));
  if (wanted === undefined || installed === undefined) return false;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === "") return true;
    const there = installed[path];
    return there === undefined ? optional === true : there.version === version;
  });
}

function packagesIn(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), "utf8")).packages;
  } catch {
    return undefined;
  }
}

/** The package `bun` puts its program in place by an install script, which some npm configurations hold back. */
async function ensureBun() {
  if (ask(binary("bun"), ["--version"]) !== undefined) return;
  await run(process.execPath, [join(root, "node_modules", "bun", "install.js")]);
  if (ask(binary("bun"), ["--version"]) === undefined)
    throw new StepError("Bun, which builds this project, does not run on this machine.");
}

/** The npm that runs us, as command and arguments; else the one on the PATH. */
function npm(args) {
  const path = process.env.npm_execpath;
  return path?.endsWith(".js") ? [process.execPath, [path, ...args]] : ["npm", args];
}
