import { mkdirSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";

import type { Build } from "bun";

import { buildPage, type Page } from "./ui/build-page.ts";

/**
 * Builds the executable: `bun build.ts` makes dist/chat for this system, `--all` dist/chat-SYSTEM for every
 * system there is, `chat-SYSTEM` for some of them. `--out=FOLDER` puts them elsewhere than in dist. Everything is
 * within: Bun, the program, the page, the webview libraries.
 */

/** The name of each executable, and what Bun calls the system it is for. */
const targets: Readonly<Record<string, Build.CompileTarget>> = {
  "chat-linux-x64": "bun-linux-x64",
  "chat-linux-arm64": "bun-linux-arm64",
  "chat-linux-x64-musl": "bun-linux-x64-musl",
  "chat-macos-x64": "bun-darwin-x64",
  "chat-macos-arm64": "bun-darwin-arm64",
  "chat-windows-x64": "bun-windows-x64",
};

process.exitCode = await build(Bun.argv.slice(2));

async function build(args: string[]): Promise<number> {
  const names = args.filter((arg) => Object.hasOwn(targets, arg));
  const [out = join(import.meta.dir, "dist")] = args.flatMap((arg) => /^--out=(.+)$/.exec(arg)?.[1] ?? []);
  const unknown = args.find((arg) => !names.includes(arg) && arg !== "--all" && !/^--out=./.test(arg));
  if (unknown !== undefined) {
    console.error(
      `Unknown argument: ${unknown}. There are --all, --out=FOLDER, ${Object.keys(targets).join(", ")}.`,
    );
    return 2;
  }
  mkdirSync(out, { recursive: true });
  const page = await buildPage();
  report("page", page.bytes, `${kib(Bun.gzipSync(page.html).length)} with gzip`);
  report(
    "emoji, when needed",
    Buffer.byteLength(page.parts.emoji),
    `${kib(Bun.gzipSync(page.parts.emoji).length)} with gzip`,
  );
  const define = await constants(page);
  const wanted = args.includes("--all") ? Object.keys(targets) : names;
  for (const name of wanted) await compile(join(out, name), define, targets[name]);
  if (wanted.length === 0) await compile(join(out, "chat"), define);
  return 0;
}

/** What the program knows about its build; each is declared where it is read. */
async function constants({ html, parts }: Page): Promise<Record<string, string>> {
  return {
    BUILD_COMMIT: JSON.stringify(await commit()),
    BUILD_PAGE: JSON.stringify(html),
    BUILD_EMOJI: JSON.stringify(parts.emoji),
    "process.env.NODE_ENV": JSON.stringify("production"),
  };
}

/** The commit the sources are at, marked when they are changed; "unknown" outside a git clone. */
async function commit(): Promise<string> {
  const { exitCode, stdout } = await Bun.$`git describe --always --dirty --exclude ${"*"}`
    .cwd(import.meta.dir)
    .quiet()
    .nothrow();
  return exitCode === 0 ? stdout.toString().trim() : "unknown";
}

async function compile(
  outfile: string,
  define: Record<string, string>,
  target?: Build.CompileTarget,
): Promise<void> {
  const started_ms = performance.now();
  const { outputs } = await Bun.build({
    entrypoints: [
      "src/main.ts",
      "src/client/link.worker.ts",
      "src/store/log/log.worker.ts",
      "src/store/search/search.worker.ts",
    ].map((path) => join(import.meta.dir, path)),
    root: join(import.meta.dir, "src"),
    target: "bun",
    format: "esm",
    minify: true,
    bytecode: true,
    splitting: true, // a command reads its own part of the program, and not that of all others
    sourcemap: "linked",
    define,
    compile: {
      outfile,
      ...(target && { target }),
      // What lies in the folder the program is started in is not its business.
      autoloadDotenv: false,
      autoloadBunfig: false,
    },
  });
  // The maps are within the executable.
  for (const { path } of outputs) if (path.endsWith(".map")) rmSync(path, { force: true });
  const [executable] = outputs;
  if (!executable) throw new Error(`${outfile}: nothing was built`);
  const seconds = ((performance.now() - started_ms) / 1000).toFixed(1);
  report(basename(executable.path), statSync(executable.path).size, `in ${seconds} s`);
}

function report(what: string, bytes: number, more: string): void {
  console.log(`${what.padEnd(22)} ${kib(bytes).padStart(12)}  ${more}`);
}

function kib(bytes: number): string {
  return bytes < 1_048_576 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1_048_576).toFixed(1)} MiB`;
}
