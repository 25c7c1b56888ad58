// `npm start`: installs and builds what is missing, serves on this machine without TLS and opens a window; without a
// display the server says where browsers find its page. Arguments after `--` go to `chat serve`.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

import { ensureDependencies } from "./dependencies.mjs";
import { ensureExecutable } from "./executable.mjs";
import { chat_path, environment, root, StepError } from "./steps.mjs";
import { ensureSystemPackages, window_packages } from "./system-packages.mjs";

const grace_ms = 10_000;

const windows = process.platform === "win32";

const children = new Set();
let ending = false;

try {
  process.exitCode = await start(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof StepError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function start(serve_args) {
  const has_display = hasDisplay();
  await ensureDependencies();
  if (has_display) await ensureSystemPackages(window_packages, { required: false });
  await ensureExecutable();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", ...(windows ? ["SIGBREAK"] : [])])
    process.on(signal, windows ? awaitAll : endAll);

  const tls = serve_args.some((arg) => /^--(cert|key)(=|$)/.test(arg));
  const server = startChat(
    ["serve", ...(tls ? [] : ["--no-tls"]), ...serve_args],
    has_display ? "pipe" : "inherit",
  );
  if (!has_display) {
    const code = await server.ended;
    return ending ? 0 : code;
  }
  const address = await Promise.race([addressOf(server), server.ended]);
  if (typeof address === "number") return ending ? 0 : address;

  const client = startChat(["connect", address, tls ? "--tls" : "--no-tls"], "inherit");
  const code = await Promise.race([server.ended, client.ended]);
  const was_asked = ending;
  endAll();
  await Promise.all([server.ended, client.ended]);
  return was_asked ? 0 : code;
}

function hasDisplay() {
  return process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/**
 * In a process group of its own where there are such, so that Ctrl-C in a terminal reaches this script alone and each
 * child is told once, in order.
 */
function startChat(args, stdout) {
  const child = spawn(chat_path, args, {
    cwd: root,
    env: environment(),
    stdio: ["ignore", stdout, "inherit"],
    detached: !windows,
  });
  children.add(child);
  child.ended = new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      children.delete(child);
      resolve(code ?? 1);
    });
  });
  if (ending) child.kill("SIGTERM");
  return child;
}

/** Shows what the server prints, and resolves with the address once its start block names one. */
function addressOf(server) {
  return new Promise((resolve) => {
    createInterface({ input: server.stdout }).on("line", (line) => {
      console.log(line);
      const [, host, port] = /listening on (\S+):(\d+)/.exec(line) ?? [];
      if (port !== undefined) resolve(`${reachable(host)}:${port}`);
    });
  });
}

/** "All addresses" is no address that one can connect to. */
function reachable(host) {
  return { "0.0.0.0": "127.0.0.1", "[::]": "[::1]" }[host] ?? host;
}

/**
 * On Windows a signal cannot be passed on: to send one ends the other at once. But Ctrl-C, and the closing of the
 * console, reach the children too, and they end by themselves; here they are only given the time.
 */
function awaitAll() {
  ending = true;
  setTimeout(tellAll, grace_ms, "SIGKILL").unref();
}

/** For the server it is no harm to be ended at once, as Windows does it: what it has acknowledged is on disk. */
function endAll() {
  ending = true;
  tellAll("SIGTERM");
  setTimeout(tellAll, grace_ms, "SIGKILL").unref();
}

function tellAll(signal) {
  for (const child of children) child.kill(signal);
}
