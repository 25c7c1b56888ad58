import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import { Desktop, type DesktopWindow } from "../support/desktop.ts";
import { type Program, startChat } from "../support/program.ts";
import { temporaryFolder } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

setDefaultTimeout(90_000);

/** The accent of the page: two signs of it are there as soon as the first screen is. */
const accent = "#5865f2";
const sign_pixels = 2_500;
/** A button as wide as its card. */
const button_pixels = 8_000;
/** The field that one writes messages in. */
const composer = "#383a40";
const composer_pixels = 10_000;

/** The plus beside "Channels", from the window's upper left corner. */
const plus_px = ["196", "76"];

let desktop: Desktop;
let folder: string;
const programs: Program[] = [];

beforeAll(async () => {
  folder = await temporaryFolder();
  desktop = await Desktop.start();
}, 30_000);

afterAll(async () => {
  for (const program of programs) program.kill("SIGKILL");
  const { process_id } = status() ?? {};
  if (process_id !== undefined) process.kill(process_id, "SIGKILL");
  await desktop?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

async function open(): Promise<[Program, DesktopWindow]> {
  const env = { ...desktop.env, CHAT_CONFIG_DIR: join(folder, "config") };
  const program = startChat([], { cwd: folder, env });
  programs.push(program);
  return [program, await desktop.window("chat")];
}

async function close(program: Program, window: DesktopWindow): Promise<void> {
  await window.activate();
  await desktop.press("alt+F4");
  expect(await program.exited).toBe(0);
}

/** What the server says of itself that the window has started. */
function status(): { process_id: number; port: number } | undefined {
  const path = join(folder, "config", "server", "status.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

/** Whoever looks sees it at last: the server has begun. */
async function started(): Promise<{ process_id: number; port: number }> {
  for (;;) {
    const found = status();
    if (found !== undefined) return found;
    await desktop.run("true");
  }
}

const address = (port: number) => ({ host: "127.0.0.1", port, tls: true });

test("first start: host, make an account, make a channel; closed and opened again, one is there", async () => {
  const [program, window] = await open();
  await window.shows(accent, sign_pixels);
  await desktop.picture("first-start-welcome");
  await desktop.press("Tab", "Return");
  await window.shows(accent, button_pixels);
  await desktop.picture("first-start-host");
  await desktop.press("ctrl+a");
  await desktop.type("The Millers");
  await desktop.press("Return");
  const { process_id, port } = await started();
  using ben = await PeerV2.register(address(port), "ben");
  expect(ben.server).toMatchObject({ name: "The Millers" });
  await window.shows(accent, button_pixels);
  await desktop.picture("first-start-runs");
  await desktop.press("Return");
  await window.shows(accent, button_pixels);
  await desktop.type("ana");
  await desktop.press("Tab");
  await desktop.type("correct horse");
  await desktop.press("Return");
  expect((await ben.next("member.joined")).member).toMatchObject({ username: "ana" });
  await window.shows(composer, composer_pixels);
  await desktop.picture("first-start-chat");
  await desktop.run("xdotool", "mousemove", "--window", window.id, ...plus_px, "click", "1");
  await desktop.type("recipes");
  await desktop.press("Return");
  expect((await ben.next("channel.created")).channel).toMatchObject({ name: "recipes" });
  await close(program, window);
  await ben.fence();

  const [again, same] = await open();
  while (!(await ben.next("presence.changed")).users.some(({ status: now }) => now === "online"));
  await same.shows(composer, composer_pixels);
  await desktop.type("we are back");
  await desktop.press("Return");
  expect((await ben.next("message.created")).message).toMatchObject({ content: "we are back" });
  expect(status()?.process_id).toBe(process_id);
  await close(again, same);
});
