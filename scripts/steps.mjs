// What start.mjs and test.mjs share: where things lie, and running programs. Plain Node 18, no dependencies:
// these scripts run before anything is installed.
import { spawn, spawnSync } from "node:child_process";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const windows = process.platform === "win32";

/** The executable that build.ts makes for this machine. */
export const chat_path = join(root, "dist", windows ? "chat.exe" : "chat");

/** What ends these scripts with one sentence instead of a stack. */
export class StepError extends Error {}

/**
 * The Bun of this project. On every system its package has a real program under this name; the one in .bin is, on
 * Windows, a script that Node does not start without a shell.
 */
export const bun_path = join(root, "node_modules", "bun", "bin", "bun.exe");

/** The environment of everything started from here: the dependencies' programs come first. */
export const environment = () => ({
  ...process.env,
  PATH: `${join(root, "node_modules", ".bin")}${delimiter}${process.env.PATH ?? ""}`,
});

/**
 * Runs a program in the project's folder and resolves with its exit code (128 + number after a signal). Its output is
 * shown, or goes to `onOutput` piece by piece; one that then says nothing for `silent_ms_max` is ended as one that hangs. Never
 * through a shell: paths may have spaces.
 */
export function run(command, args, { onOutput, silent_ms_max, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = onOutput === undefined ? "inherit" : ["inherit", "pipe", "pipe"];
    const child = spawn(command, args, { cwd: root, env: environment(), stdio, ...options });
    const streams = [child.stdout, child.stderr].filter((stream) => stream !== null);
    const stopReading = () => streams.forEach((stream) => stream.destroy());
    const onSilence = () => {
      child.kill("SIGKILL");
      stopReading();
    };
    const silence = silent_ms_max === undefined ? undefined : setTimeout(onSilence, silent_ms_max);
    let left;
    for (const stream of streams)
      stream.setEncoding("utf8").on("data", (text) => {
        silence?.refresh();
        onOutput(text);
      });
    child.once("error", reject);
    // What it has started and left behind may hold its output open for ever.
    child.once("exit", () => (left = setTimeout(stopReading, left_ms_max)));
    child.once("close", (code, signal) => {
      clearTimeout(silence);
      clearTimeout(left);
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

/** How long what a program has printed is still read once it has ended. */
const left_ms_max = 5_000;

/** Runs a program without showing anything: its output, or undefined when it is missing or fails. */
export function ask(command, args) {
  const { status, stdout } = spawnSync(command, args, { cwd: root, encoding: "utf8", env: environment() });
  return status === 0 ? stdout : undefined;
}
