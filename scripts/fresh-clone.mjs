// Tries what a newcomer does: clones the last commit, runs `npm start` without a display, opens the page it names and
// ends it with Ctrl-C. Not `npm test`: that is what calls this, so each clone would test another clone.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { root, run } from "./steps.mjs";

const start_ms_max = 300_000;
const end_ms_max = 30_000;

/** Resolves with whether it all worked; says what did not. */
export async function tryFreshClone() {
  const folder = mkdtempSync(join(tmpdir(), "chat-clone-"));
  try {
    const clone = join(folder, "chat");
    if ((await run("git", ["clone", "--quiet", root, clone])) !== 0) throw new Error("git clone failed");
    await tryStart(clone, folder);
    return true;
  } catch (error) {
    console.error(error.message);
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function tryStart(clone, home) {
  const port = await freePort();
  const started = npmStart(clone, home, port);
  try {
    const link = await within(start_ms_max, started.link, "no link was printed");
    await expectPage(link);
    if (!(await isListening(port))) throw new Error(`nothing listens on port ${port}`);
    // A terminal's Ctrl-C goes to the whole foreground group.
    process.kill(-started.child.pid, "SIGINT");
    const how = await within(end_ms_max, started.ended, "Ctrl-C did not end it");
    // npm passes the signal on, waits, and then ends by the same signal.
    if (how !== 0 && how !== "SIGINT") throw new Error(`it ended with ${how}`);
    if (await isListening(port)) throw new Error("the server is still there");
    if (await isListening(Number(new URL(link).port))) throw new Error("the page is still there");
    if (!existsSync(join(clone, "chat_data.db"))) throw new Error("there is no chat_data.db");
  } finally {
    await started.end();
  }
}

function npmStart(clone, home, port) {
  const child = spawn("npm", ["start", "--", "--port", String(port)], {
    cwd: clone,
    env: { ...newcomersEnvironment(), XDG_CONFIG_HOME: join(home, "config") },
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  let running = true;
  const ended = new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      running = false;
      resolve(code ?? signal);
    });
  });
  const link = new Promise((resolve, reject) => {
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      process.stdout.write(chunk);
      text += chunk;
      const [found] = /http:\/\/(127\.0\.0\.1|localhost|\[::1\]):\d+/.exec(text) ?? [];
      // Only a whole line surely has the whole link.
      if (found !== undefined && text.includes("\n", text.indexOf(found))) resolve(found);
    });
    ended.then(() => reject(new Error("npm start ended before it printed a link")), reject);
  });
  /** Asks first: killed outright, it could not end what it started. */
  const end = async () => {
    if (!running) return;
    process.kill(-child.pid, "SIGTERM");
    await within(end_ms_max, ended, "SIGTERM did not end it").catch(() =>
      process.kill(-child.pid, "SIGKILL"),
    );
  };
  return { child, ended, link, end };
}

/** No display, no settings of chat, and nothing of the npm that may run us but what it was configured with. */
const newcomersEnvironment = () =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^(npm_(?!config_)|npm_config_(local_prefix|loglevel)$|INIT_CWD$|(WAYLAND_)?DISPLAY$|CHAT_)/.test(
          name,
        ),
    ),
  );

async function expectPage(link) {
  const answer = await fetch(link);
  const text = await answer.text();
  if (!answer.ok || !text.includes("<!doctype html")) throw new Error(`${answer.status} instead of the page`);
}

/** A port that is free with the one above, for the page; below those that systems lend to connections, since it is used only later. */
async function freePort() {
  for (;;) {
    const port = 20_000 + 2 * Math.floor(Math.random() * 5_000);
    if ((await isFree(port)) && (await isFree(port + 1))) return port;
  }
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer().once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

function isListening(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

/** A bound for what should come by itself: only so that a failure ends. */
function within(limit_ms, promise, problem) {
  let timer;
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${problem} within ${limit_ms / 1000} s`)), limit_ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
