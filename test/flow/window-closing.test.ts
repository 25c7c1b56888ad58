import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { DesktopWindow } from "../support/desktop-window.ts";
import type { Program } from "../support/program.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";
import { signIn, toComposer, WindowStage } from "../support/window-stage.ts";

setDefaultTimeout(60_000);

const general = 1;

let stage: WindowStage;
let server: TestServer;

beforeAll(async () => {
  server = await startServer();
  stage = await WindowStage.start("1100x800");
  using ana = await PeerV2.register(server, "ana");
  await ana.request("session.logout", {});
});

afterAll(async () => {
  await stage?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
});

// A window that is left open after a fault would be the next test's, too.
afterEach(async () => {
  for (const program of stage.programs.splice(0)) {
    program.kill("SIGKILL");
    await program.exited;
  }
});

/** A window of ana's, on the channel, where one can write. */
async function open(is_first: boolean): Promise<[Program, DesktopWindow]> {
  const chat = stage.connect(server, "ana");
  const window = await stage.desktop.window("chat");
  await (is_first ? signIn(window) : toComposer(window));
  return [chat, window];
}

test("what was typed to the moment in which the window is closed is there again, as a draft", async () => {
  const [chat] = await open(true);
  await stage.desktop.type("see you at eight");
  await stage.desktop.press("alt+F4");
  expect(await chat.exited).toBe(0);
  expect(readFileSync(join(stage.folder, "ana", "drafts.json"), "utf8")).toContain('"see you at eight"');
});

test("a message that is sent in that moment is sent", async () => {
  using ben = await PeerV2.register(server, "ben");
  const [chat] = await open(false);
  await stage.desktop.type(" sharp");
  await stage.desktop.press("Return");
  await stage.desktop.press("alt+F4");
  expect(await chat.exited).toBe(0);
  const [again] = await open(false);
  const { message } = await ben.next("message.created");
  expect(message).toMatchObject({ content: "see you at eight sharp", channel_id: general });
  await stage.desktop.press("alt+F4");
  expect(await again.exited).toBe(0);
});

/** The button that closes all the same, when the window asks. */
const danger = "#d22d39";
/** The card of a file that was taken has the ground of the field below it, which is 29,000 pixels large here. */
const card = "#383a40";
const with_card = 33_000;

async function chooseFile(window: DesktopWindow): Promise<void> {
  const path = join(stage.folder, "plan.txt");
  writeFileSync(path, "the plan");
  await stage.desktop.press("Tab", "Return");
  await stage.desktop.run("xdotool", "search", "--sync", "--onlyvisible", "--name", "Select Files");
  await stage.desktop.type(path);
  await stage.desktop.press("Return");
  await window.isInFront();
  await window.shows(card, with_card);
}

test("with files that are not sent the window asks each time, and closes when it is told again meanwhile", async () => {
  const [chat, window] = await open(false);
  await chooseFile(window);
  await stage.desktop.press("alt+F4");
  await window.shows(danger, 1_000);
  await stage.desktop.picture("window-closing");
  await stage.desktop.press("Return"); // it stays open
  while ((await window.pixels(danger)) > 0);
  await stage.desktop.press("alt+F4");
  await window.shows(danger, 1_000);
  await stage.desktop.press("alt+F4");
  expect(await chat.exited).toBe(0);
});

test("a window that asks is closed by its button, too", async () => {
  const [chat, window] = await open(false);
  await chooseFile(window);
  await stage.desktop.press("alt+F4");
  await window.shows(danger, 1_000);
  await stage.desktop.press("Tab", "Return");
  expect(await chat.exited).toBe(0);
});
