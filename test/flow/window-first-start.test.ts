import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Browser } from "playwright-core";

import { BrowserClient } from "../support/browser-client.ts";
import type { DesktopWindow } from "../support/desktop-window.ts";
import { sharedBrowser } from "../support/page-browser.ts";
import type { Program } from "../support/program.ts";
import { some_password } from "../support/v1-peer.ts";
import { PeerV2 } from "../support/v2-peer.ts";
import { accent, inChannel, WindowStage } from "../support/window-stage.ts";

setDefaultTimeout(90_000);

/** Two signs in the accent of the page are there as soon as the first screen is. */
const sign_pixels = 2_500;
/** A button as wide as its card. */
const button_pixels = 8_000;
/** Where messages stand, in the light theme. */
const light_ground = "#ffffff";
const light_pixels = 150_000;

/** The plus beside "Channels", from the window's upper left corner. */
const plus_px = ["196", "76"];

/** The settings of the channel, in its top bar. */
const sliders_px = ["692", "24"];

let stage: WindowStage;
let browser: Browser;

beforeAll(async () => {
  [stage, browser] = await Promise.all([WindowStage.start(), sharedBrowser()]);
}, 30_000);

afterAll(async () => {
  for (const program of stage.programs) program.kill("SIGKILL");
  const { process_id } = status() ?? {};
  if (process_id !== undefined) process.kill(process_id, "SIGKILL");
  await stage?.[Symbol.asyncDispose]();
});

async function open(): Promise<[Program, DesktopWindow]> {
  return [stage.open("config"), await stage.desktop.window("chat")];
}

async function close(program: Program, window: DesktopWindow): Promise<void> {
  await window.activate();
  await stage.desktop.press("alt+F4");
  expect(await program.exited).toBe(0);
}

interface Status {
  process_id: number;
  port: number;
  certificate: string;
}

/** What the server says of itself that the window has started. */
function status(): Status | undefined {
  const path = join(stage.folder, "config", "server", "status.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

/** Whoever looks sees it at last: the server has begun. */
async function started(): Promise<Status> {
  for (;;) {
    const found = status();
    if (found !== undefined) return found;
    await stage.desktop.run("true");
  }
}

/** Somebody else on this network opens the program, finds the server in the list, compares the fingerprint and makes an account. */
async function joinNearby(certificate: string): Promise<BrowserClient> {
  const chidi = await BrowserClient.start(browser, stage.folder, "chidi", []);
  const { page } = chidi;
  await page.getByRole("button", { name: /^Join a server/ }).click();
  await page.getByRole("button", { name: /The Millers/ }).click();
  await page.getByRole("heading", { name: "Create an account" }).waitFor();
  await chidi.signIn("chidi", some_password, "Register");
  await page.getByRole("dialog").waitFor();
  expect((await page.locator(".fingerprint").textContent())?.replace(/[^0-9A-F]/g, "")).toContain(
    certificate.replaceAll(":", ""),
  );
  await page.getByRole("dialog").getByRole("button", { name: "Trust" }).click();
  await chidi.composer.waitFor();
  return chidi;
}

const address = (port: number) => ({ host: "127.0.0.1", port, tls: true });

test("first start: host, make an account, make a channel; closed and opened again, one is there", async () => {
  const [program, window] = await open();
  await window.shows(accent, sign_pixels);
  await stage.desktop.picture("first-start-welcome");
  await stage.desktop.press("Tab", "Return");
  await window.shows(accent, button_pixels);
  await stage.desktop.picture("first-start-host");
  await stage.desktop.press("ctrl+a");
  await stage.desktop.type("The Millers");
  await stage.desktop.press("Return");
  const { process_id, port, certificate } = await started();
  using ben = await PeerV2.register(address(port), "ben");
  expect(ben.server).toMatchObject({ name: "The Millers" });
  await window.shows(accent, button_pixels);
  await stage.desktop.picture("first-start-runs");
  await stage.desktop.press("Return");
  await window.shows(accent, button_pixels);
  await stage.desktop.type("ana");
  await stage.desktop.press("Tab");
  await stage.desktop.type("correct horse");
  await stage.desktop.press("Return");
  expect((await ben.next("member.joined")).member).toMatchObject({ username: "ana" });
  await inChannel(window);
  await stage.desktop.picture("first-start-chat");
  await stage.desktop.run("xdotool", "mousemove", "--window", window.id, ...plus_px, "click", "1");
  await stage.desktop.type("recipes");
  await stage.desktop.press("Return");
  expect((await ben.next("channel.created")).channel).toMatchObject({ name: "recipes" });
  await inChannel(window);
  // What one types into the settings of a channel comes behind its name.
  await stage.desktop.run("xdotool", "mousemove", "--window", window.id, ...sliders_px, "click", "1");
  await window.shows(accent, 3_000);
  await stage.desktop.type("2");
  await stage.desktop.press("Return");
  expect(await ben.next("channel.updated")).toMatchObject({ name: "recipes2" });
  await using chidi = await joinNearby(certificate);
  await chidi.say("is this the Millers?");
  await ben.next("message.created");
  await window.activate();
  await stage.desktop.press("ctrl+k");
  await stage.desktop.type("general");
  await stage.desktop.press("Return");
  await stage.desktop.type("it is, welcome");
  await stage.desktop.press("Return");
  await chidi.message("it is, welcome").waitFor();
  await stage.desktop.press("ctrl+comma");
  await window.shows(accent, 300);
  await stage.desktop.picture("first-start-settings");
  await stage.desktop.press("Tab", "Tab", "Right", "Escape");
  await window.shows(light_ground, light_pixels);
  await stage.desktop.picture("first-start-light");
  await close(program, window);
  await ben.fence();

  const [again, same] = await open();
  while (!(await ben.next("presence.changed")).users.some(({ status: now }) => now === "online"));
  await same.shows(light_ground, light_pixels);
  await stage.desktop.type("we are back");
  await stage.desktop.press("Return");
  await chidi.message("we are back").waitFor();
  expect(status()?.process_id).toBe(process_id);
  await close(again, same);
});
