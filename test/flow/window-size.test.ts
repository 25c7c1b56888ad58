import { afterAll, beforeAll, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import type { WindowSize } from "../../src/client/settings.ts";
import type { DesktopWindow } from "../support/desktop-window.ts";
import { Desktop } from "../support/desktop.ts";
import { type Program, startChat } from "../support/program.ts";
import { temporaryFolder } from "../support/server.ts";

/** The accent of the page: two signs of it are there as soon as the first screen is. */
const accent = "#5865f2";
const button_pixels = 2_500;

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

async function open(...options: string[]): Promise<[Program, DesktopWindow]> {
  const env = { ...desktop.env, CHAT_CONFIG_DIR: join(folder, "config") };
  const chat = startChat(["connect", ...options], { cwd: folder, env });
  programs.push(chat);
  return [chat, await desktop.window("chat")];
}

/** Resolves when the window is so large, in px. */
async function isSized({ id }: DesktopWindow, size: string): Promise<void> {
  while (!(await desktop.run("xdotool", "getwindowgeometry", id)).includes(`Geometry: ${size}`));
}

async function close(chat: Program, window: DesktopWindow): Promise<void> {
  await window.shows(accent, button_pixels);
  await window.activate();
  await desktop.press("alt+F4");
  expect(await chat.exited).toBe(0);
}

test("a window is as large as the one before it, each profile's for itself", async () => {
  const [first, window] = await open();
  await isSized(window, "1100x720");
  await desktop.run("xdotool", "windowsize", window.id, "1300", "840");
  await isSized(window, "1300x840");
  await close(first, window);
  const [second, again] = await open();
  await isSized(again, "1300x840");
  await close(second, again);
  const [third, other] = await open("--profile", "work");
  await isSized(other, "1100x720");
  await desktop.run("xdotool", "windowsize", other.id, "1000", "700");
  await isSized(other, "1000x700");
  await close(third, other);
  expect(readdirSync(join(folder, "config", "profiles"))).toEqual(["work"]);
});

/** What the settings have of the last window: nothing before they have been written. */
function keptIn(profile: string): WindowSize | undefined {
  const path = join(folder, "config", profile, "settings.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).window : undefined;
}

/** Where a window's frame begins, as the settings have it. */
const keptPlace = () => keptIn("")?.place;

/** Where a window is, as the desktop says it. */
const whereIs = async ({ id }: DesktopWindow): Promise<string> =>
  /Position: \S+/.exec(await desktop.run("xdotool", "getwindowgeometry", id))?.[0] ?? "";

test("a window is where the one before it was, unless that lies on no screen any more", async () => {
  const [first, window] = await open();
  await isSized(window, "1300x840");
  const at_first = await whereIs(window);
  await desktop.run("xdotool", "windowmove", window.id, "40", "60");
  while ((await whereIs(window)) === at_first);
  const moved = await whereIs(window);
  await close(first, window);
  const place = keptPlace();
  const [second, again] = await open();
  while ((await whereIs(again)) !== moved);
  await close(second, again);
  expect(keptPlace()).toEqual(place);
  const path = join(folder, "config", "settings.json");
  const settings = JSON.parse(readFileSync(path, "utf8"));
  settings.window.place = { x: 5_000, y: 3_000 };
  writeFileSync(path, JSON.stringify(settings));
  const [third, found] = await open();
  await close(third, found);
  expect(keptPlace()?.x).toBeLessThan(1_600);
});

test("a window that is killed is followed by one as large, at the same place", async () => {
  const [first, window] = await open("--profile", "killed");
  await isSized(window, "1100x720");
  const at_first = await whereIs(window);
  await desktop.run("xdotool", "windowsize", window.id, "1200", "780");
  await desktop.run("xdotool", "windowmove", window.id, "70", "90");
  while ((await whereIs(window)) === at_first);
  const moved = await whereIs(window);
  const kept = { width: 1_200, height: 780, maximized: false, place: { x: 70, y: 90 } };
  while (!Bun.deepEquals(keptIn("profiles/killed"), kept)) await desktop.run("true");
  first.kill("SIGKILL");
  await first.exited;
  const [second, again] = await open("--profile", "killed");
  await isSized(again, "1200x780");
  while ((await whereIs(again)) !== moved);
  second.kill("SIGKILL");
  await second.exited;
});

test("a profile has a name that a folder may have", async () => {
  const chat = startChat(["connect", "--profile", "../other"], { cwd: folder, env: desktop.env });
  programs.push(chat);
  expect(await chat.exited).toBe(2);
  expect((await chat.err.until(/other/)).input).toContain(
    '--profile takes 1 to 40 letters, digits, - and _, not "../other".',
  );
});
