import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";

import type { DesktopWindow } from "../support/desktop-window.ts";
import type { Program } from "../support/program.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";
import { accent, WindowStage } from "../support/window-stage.ts";

setDefaultTimeout(60_000);

const button_pixels = 2_500;

let stage: WindowStage;
let server: TestServer;

beforeAll(async () => {
  server = await startServer();
  stage = await WindowStage.start("1600x1000");
}, 30_000);

afterAll(async () => {
  await stage?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
});

const start = (...args: string[]): Program => stage.open("config", ...args);

const windowCount = async () => (await stage.desktop.windows("chat", 1)).length;

let first: Program;
let window: DesktopWindow;

test("of two starts at once one has the window, and the other ends well", async () => {
  const [one, other] = [start(), start("connect")];
  const code = await Promise.race([one.exited, other.exited]);
  expect(code).toBe(0);
  first = (await isOver(one)) ? other : one;
  window = await stage.desktop.window("chat");
  expect(await windowCount()).toBe(1);
  expect(statSync(join(stage.folder, "config", "window")).mode & 0o777).toBe(0o700);
});

/** Whether a program has ended. */
const isOver = (program: Program): Promise<boolean> =>
  Promise.race([program.exited.then(() => true), Promise.resolve(false)]);

test("a window of its own is there for whoever asks for it; a plain start brings the first one forward", async () => {
  await window.shows(accent, button_pixels);
  const beside = start("connect", "--new-window");
  const [a, b] = await stage.desktop.windows("chat", 2);
  const second = a?.id === window.id ? b : a;
  await second?.activate();
  await window.isBehind();
  expect(await start().exited).toBe(0);
  await window.isInFront();
  beside.kill("SIGKILL");
  await beside.exited;
});

test("a target goes to the first window: who signs in there is at that server", async () => {
  expect(await start("connect", `${server.host}:${server.port}`, "--no-tls").exited).toBe(0);
  await window.isInFront();
  using ben = await PeerV2.register(server, "ben");
  await stage.desktop.type("ana");
  await stage.desktop.press("Tab");
  await stage.desktop.type("correct horse");
  await stage.desktop.press("Return");
  while (!(await ben.next("presence.changed")).users.some(({ username }) => username === "ana"));
  expect(await windowCount()).toBe(1);
});

test("a window that was killed leaves nothing in the way of the next one", async () => {
  first.kill("SIGKILL");
  await first.exited;
  expect(existsSync(join(stage.folder, "config", "window", "socket"))).toBe(true);
  const next = start();
  const again = await stage.desktop.window("chat");
  expect(await start("connect").exited).toBe(0);
  await again.isInFront();
  next.kill("SIGKILL");
  await next.exited;
});
