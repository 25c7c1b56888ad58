// Installs what package-lock.json names, when it is not there already.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { ask, bun_path, root, run, StepError } from "./steps.mjs";

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
  if (ask(bun_path, ["--version"]) !== undefined) return;
  await run(process.execPath, [join(root, "node_modules", "bun", "install.js")]);
  if (ask(bun_path, ["--version"]) === undefined)
    throw new StepError("Bun, which builds this project, does not run on this machine.");
}

/**
 * How to start npm, as command and arguments: the npm that runs us, else the one that came with this Node, else the one
 * on the PATH. The first two are scripts for Node itself; on Windows the last is one for a shell, which is not started.
 */
function npm(args) {
  const own = [process.env.npm_execpath, ...npmBeside(process.execPath)];
  const script = own.find((path) => path?.endsWith("npm-cli.js") && existsSync(path));
  return script === undefined ? ["npm", args] : [process.execPath, [script, ...args]];
}

/** Where the npm that comes with a Node lies: beside it on Windows, else as in /usr/lib beside /usr/bin. */
export const npmBeside = (node_path) =>
  ["node_modules", join("..", "lib", "node_modules")].map((folder) =>
    join(dirname(node_path), folder, "npm", "bin", "npm-cli.js"),
  );
