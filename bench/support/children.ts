import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";

import type { Subprocess } from "bun";

/** What is measured runs on one, what loads it on the other; where there is no other, nothing can be measured. */
export const cores = { server: 0, generator: cpus().length > 1 ? 1 : 0 };

export type Child = Subprocess<"pipe" | "ignore", "pipe" | "ignore", "pipe">;

/** All that was started here and still runs: ended, by pid, whatever happens. */
const running = new Set<Child>();
const folders = new Set<string>();

process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130));

export interface ChildOptions {
  core: number;
  cwd?: string;
  stdin?: "pipe" | "ignore";
  stdout?: "pipe" | "ignore";
  env?: Record<string, string>;
}

/** Starts a program pinned to a core, with as many open files as can be had. */
export function startChild(command: readonly string[], options: ChildOptions): Child {
  const { core, cwd, stdin = "ignore", stdout = "pipe", env = {} } = options;
  const hard = String(openFilesMax());
  const pinned = ["taskset", "-c", String(core), "prlimit", `--nofile=${hard}:${hard}`, ...command];
  const where = cwd === undefined ? {} : { cwd };
  const child = Bun.spawn(pinned, {
    ...where,
    stdin,
    stdout,
    stderr: "pipe",
    env: { ...process.env, ...env },
  }) as Child;
  running.add(child);
  child.exited.then(() => running.delete(child)).catch(() => {});
  return child;
}

/** Ends it and waits until it has ended. */
export async function endChild(child: Child, signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
  child.kill(signal);
  await child.exited;
}

/** Ends what an error left behind. */
export const endAll = (): Promise<unknown> => Promise.all([...running].map((child) => endChild(child)));

/** How many files one process may have open: the hard limit, which only root can raise. */
export const openFilesMax = (): number =>
  Number(/Max open files\s+\d+\s+(\d+)/.exec(readFileSync("/proc/self/limits", "utf8"))?.[1] ?? 1_024);

/** A folder of its own on the disk of this project, not in memory; gone when the program ends. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(process.env["BENCH_DIR"] ?? "/var/tmp", "chat-bench-"));
  folders.add(folder);
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
}

/** Reads a child's output until it has said this; its standard error is told when it ends before. */
export async function untilSaid(child: Child, what: RegExp): Promise<RegExpExecArray> {
  if (!(child.stdout instanceof ReadableStream)) throw new Error("its output is not read");
  const decoder = new TextDecoder();
  let text = "";
  const reader = child.stdout.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
    const found = what.exec(text);
    if (found) {
      drain(reader).catch(() => {});
      return found;
    }
  }
  throw new Error(`it ended before it was ready: ${(await new Response(child.stderr).text()).slice(0, 500)}`);
}

/** What comes later is read and forgotten, so that the child never waits for us. */
async function drain(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  while (!(await reader.read()).done);
}
