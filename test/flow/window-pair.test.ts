import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import type { DesktopWindow } from "../support/desktop-window.ts";
import { Desktop } from "../support/desktop.ts";
import { type Program, startChat } from "../support/program.ts";
import { startServer, temporaryFolder, type TestServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";
import { signIn, toComposer } from "../support/window-stage.ts";

setDefaultTimeout(60_000);

let desktop: Desktop;
let server: TestServer;
let folder: string;
const programs: Program[] = [];
const known_ids = new Set<string>();

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await startServer();
  desktop = await Desktop.start("2060x780");
});

afterAll(async () => {
  for (const program of programs) program.kill("SIGKILL");
  await desktop?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** A window of somebody who has signed in before, at a place of the screen. */
async function openWindow(username: string, x: number): Promise<DesktopWindow> {
  const env = { ...desktop.env, CHAT_CONFIG_DIR: join(folder, username) };
  const args = ["connect", `${server.host}:${server.port}`, "--no-tls", "--user", username];
  programs.push(startChat(args, { cwd: folder, env }));
  // By who was not there before: the display gives numbers in no order.
  const window = (await desktop.windows("chat", programs.length)).find(({ id }) => !known_ids.has(id));
  if (!window) throw new Error("no window");
  known_ids.add(window.id);
  await desktop.run("xdotool", "windowsize", "--sync", window.id, "1000", "720");
  await desktop.run("xdotool", "windowmove", window.id, String(x), "20");
  return window;
}

async function say(window: DesktopWindow, text: string): Promise<void> {
  await toComposer(window);
  await desktop.type(text);
  await desktop.press("Return");
}

test("two windows on one screen talk to each other", async () => {
  using witness = await PeerV2.register(server, "witness");
  for (const name of ["ana", "ben"]) (await PeerV2.register(server, name))[Symbol.dispose]();
  const heard = async () => (await witness.next("message.created")).message;

  const ana = await openWindow("ana", 10);
  await signIn(ana);
  const ben = await openWindow("ben", 1_040);
  await signIn(ben);

  await say(ana, "hello ben, do you see this too?");
  expect(await heard()).toMatchObject({
    author: { username: "ana" },
    content: "hello ben, do you see this too?",
  });
  await say(ben, "I do! Right beside you.");
  expect(await heard()).toMatchObject({ author: { username: "ben" } });
  await say(ana, "/me waves");
  expect(await heard()).toMatchObject({ author: { username: "ana" }, kind: "action" });

  // Both have shown it when both say so by their read markers; only the window in front has read it.
  using phone = await PeerV2.login(server, "ana");
  await say(ben, "see you");
  const last = await heard();
  await ana.activate();
  while ((await phone.next("channel.marked_read")).read_seq < last.seq);
  await desktop.picture("window-pair");
});
