// How long a start takes and what it costs in memory, beside an empty Bun process and an empty window.
// `bun bench/footprint.ts`, with dist/chat built; the window's part needs Xvfb and xdotool.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { buildPage } from "../ui/build-page.ts";
import { residentMegabytes, treeMegabytes } from "./support/process-tree.ts";

const chat = join(import.meta.dir, "..", "dist", "chat");
const bun = process.execPath;
const runs = 5;

interface Measured {
  ready_ms: number;
  /** Of the process itself. */
  resident_mb: number;
  /** Of it and all it has started. */
  tree_mb: number;
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function measure(
  start: () => Promise<{ pid: number; stop: () => Promise<unknown> }>,
): Promise<Measured> {
  const ready: number[] = [];
  const resident: number[] = [];
  const tree: number[] = [];
  for (let run = 0; run < runs; run++) {
    const began_ms = performance.now();
    const { pid, stop } = await start();
    ready.push(performance.now() - began_ms);
    await Bun.sleep(6_000); // let it come to rest and give back what it does not need: this is a figure, not a test
    resident.push(residentMegabytes(pid));
    tree.push(treeMegabytes(pid));
    await stop();
  }
  return { ready_ms: median(ready), resident_mb: median(resident), tree_mb: median(tree) };
}

async function startProcess(
  command: string[],
  isReady: (out: string) => boolean,
  env: Record<string, string> = {},
) {
  const folder = mkdtempSync(join(tmpdir(), "chat-footprint-"));
  const child = Bun.spawn(command, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdout: "pipe",
    stderr: "ignore",
  });
  let out = "";
  for await (const chunk of child.stdout) {
    out += new TextDecoder().decode(chunk);
    if (isReady(out)) break;
  }
  const stop = async () => {
    child.kill();
    await child.exited;
    rmSync(folder, { recursive: true });
  };
  return { pid: child.pid, stop };
}

async function startWindow(command: string[], title: string) {
  const config = mkdtempSync(join(tmpdir(), "chat-footprint-"));
  const child = Bun.spawn(command, {
    env: { ...process.env, CHAT_CONFIG_DIR: config, DISPLAY: display },
    stdout: "ignore",
    stderr: "ignore",
  });
  const shown = Bun.spawn(["xdotool", "search", "--sync", "--onlyvisible", "--name", `^${title}$`], {
    env: { ...process.env, DISPLAY: display },
    stdout: "ignore",
  });
  await shown.exited;
  const stop = async () => {
    child.kill();
    await child.exited;
    rmSync(config, { recursive: true });
  };
  return { pid: child.pid, stop };
}

const display = ":98";

async function windows(): Promise<Record<string, Measured>> {
  if (!Bun.which("Xvfb") || !Bun.which("xdotool")) return {};
  const screen = Bun.spawn(["Xvfb", display, "-screen", "0", "1280x800x24"], {
    stdout: "ignore",
    stderr: "ignore",
  });
  await Bun.spawn(["sh", "-c", `until [ -e /tmp/.X11-unix/X98 ]; do sleep 0.05; done`]).exited;
  const empty = join(import.meta.dir, "support", "empty-window.ts");
  const figures = {
    "chat connect": await measure(() => startWindow([chat, "connect"], "chat")),
    "an empty webview window": await measure(() => startWindow([bun, empty], "empty")),
  };
  screen.kill();
  await screen.exited;
  return figures;
}

const figures: Record<string, Measured> = {
  "chat serve": await measure(() =>
    startProcess([chat, "serve", "--no-tls", "--port", "0"], (out) => out.includes("listening")),
  ),
  "an empty Bun process": await measure(() =>
    startProcess([bun, "-e", "console.log('up'); setInterval(() => {}, 1e6)"], (out) => out.includes("up")),
  ),
  ...(await windows()),
};

const page = await buildPage();
const gzip = Bun.gzipSync(page.html).length;
console.log(`| | ready after | resident | with all it started |\n| --- | --- | --- | --- |`);
for (const [name, { ready_ms, resident_mb, tree_mb }] of Object.entries(figures))
  console.log(
    `| ${name} | ${ready_ms.toFixed(0)} ms | ${resident_mb.toFixed(0)} MB | ${tree_mb.toFixed(0)} MB |`,
  );
console.log(
  `\nThe page has ${(page.bytes / 1_024).toFixed(0)} KiB (${(gzip / 1_024).toFixed(0)} KiB with gzip), the executable`,
);
console.log(`${(statSync(chat).size / 1_048_576).toFixed(0)} MiB, nearly all of it Bun.`);
