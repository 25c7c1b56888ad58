import { afterAll, beforeAll, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import type { DesktopWindow } from "../support/desktop-window.ts";
import { Desktop } from "../support/desktop.ts";
import { type Program, startChat } from "../support/program.ts";
import { temporaryFolder } from "../support/server.ts";

/** The accent of the page: on the first screen the sign of the program is filled with it. */
const accent = "#5865f2";
const first_screen_pixels = 2_500;

let desktop: Desktop;
let folder: string;
const programs: Program[] = [];

beforeAll(async () => {
  folder = await temporaryFolder();
  desktop = await Desktop.start("1600x1000");
}, 30_000);

afterAll(async () => {
  for (const program of programs) program.kill("SIGKILL");
  await desktop?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

async function open(): Promise<[Program, DesktopWindow]> {
  const env = { ...desktop.env, CHAT_CONFIG_DIR: join(folder, "config") };
  const chat = startChat(["connect"], { cwd: folder, env });
  programs.push(chat);
  return [chat, await desktop.window("chat")];
}

test("Ctrl with plus and zero make everything larger and as it was, and the next window begins so", async () => {
  const [chat, window] = await open();
  await window.shows(accent, first_screen_pixels);
  await window.activate();
  const before = await window.pixels(accent);
  await desktop.press("ctrl+plus", "ctrl+plus", "ctrl+plus");
  await window.shows(accent, before * 2);
  await desktop.picture("window-zoomed");
  await desktop.press("alt+F4");
  expect(await chat.exited).toBe(0);
  const settings = readFileSync(join(folder, "config", "settings.json"), "utf8");
  expect(JSON.parse(settings)).toMatchObject({ preferences: { zoom: "150" } });

  const [again, other] = await open();
  await other.shows(accent, before * 2);
  await other.activate();
  await desktop.press("ctrl+0");
  while ((await other.pixels(accent)) !== before);
  await desktop.press("alt+F4");
  expect(await again.exited).toBe(0);
});
