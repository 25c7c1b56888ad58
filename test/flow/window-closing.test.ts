import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import { Desktop, type DesktopWindow } from "../support/desktop.ts";
import { type Program, startChat } from "../support/program.ts";
import { startServer, temporaryFolder, type TestServer } from "../support/server.ts";
import { some_password } from "../support/v1-peer.ts";
import { PeerV2 } from "../support/v2-peer.ts";

setDefaultTimeout(60_000);

const general = 1;
/** The field that one writes messages in. */
const composer = "#383a40";
const composer_pixels = 10_000;

let desktop: Desktop;
let server: TestServer;
let folder: string;
const programs: Program[] = [];

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await startServer();
  desktop = await Desktop.start("1100x800");
  using ana = await PeerV2.register(server, "ana");
  await ana.request("session.logout", {});
});

afterAll(async () => {
  for (const program of programs) program.kill("SIGKILL");
  await desktop?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** A window of ana's, on the channel. */
async function open(is_first: boolean): Promise<[Program, DesktopWindow]> {
  const env = { ...desktop.env, CHAT_CONFIG_DIR: join(folder, "ana") };
  const args = ["connect", `${server.host}:${server.port}`, "--no-tls", "--user", "ana"];
  const chat = startChat(args, { cwd: folder, env });
  programs.push(chat);
  const window = await desktop.window("chat");
  if (is_first) {
    await window.shows("#5865f2", 8_000);
    await window.activate();
    await desktop.type(some_password);
    await desktop.press("Return");
  }
  await window.shows(composer, composer_pixels);
  await window.activate();
  return [chat, window];
}

test("what was typed to the moment in which the window is closed is there again, as a draft", async () => {
  const [chat] = await open(true);
  await desktop.type("see you at eight");
  await desktop.press("alt+F4");
  expect(await chat.exited).toBe(0);
  expect(readFileSync(join(folder, "ana", "drafts.json"), "utf8")).toContain('"see you at eight"');
});

test("a message that is sent in that moment is sent", async () => {
  using ben = await PeerV2.register(server, "ben");
  const [chat] = await open(false);
  await desktop.type(" sharp");
  await desktop.press("Return");
  await desktop.press("alt+F4");
  expect(await chat.exited).toBe(0);
  const [again] = await open(false);
  const { message } = await ben.next("message.created");
  expect(message).toMatchObject({ content: "see you at eight sharp", channel_id: general });
  await desktop.press("alt+F4");
  expect(await again.exited).toBe(0);
});
