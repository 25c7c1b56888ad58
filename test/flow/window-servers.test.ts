import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import type { DesktopWindow } from "../support/desktop-window.ts";
import { Desktop } from "../support/desktop.ts";
import { type Program, startChat } from "../support/program.ts";
import { startServer, temporaryFolder, type TestServer } from "../support/server.ts";
import { some_password } from "../support/v1-peer.ts";
import { PeerV2 } from "../support/v2-peer.ts";
import { atSignIn, toComposer } from "../support/window-stage.ts";

setDefaultTimeout(60_000);

const general = 1;
/** The badge of what is for one. */
const badge = "#d22d39";
const badge_pixels = 100;

/** A server with ben on it, and ana by a device beside the window once she has an account. */
interface Place {
  server: TestServer;
  ben: PeerV2;
  phone?: PeerV2;
}

let desktop: Desktop;
let folder: string;
let home: Place;
let harbour: Place;
let window: DesktopWindow;
const programs: Program[] = [];

beforeAll(async () => {
  folder = await temporaryFolder();
  home = await startPlace("Home");
  harbour = await startPlace("Harbour");
  home.phone = await PeerV2.register(home.server, "ana");
  desktop = await Desktop.start("1600x1000");
});

afterAll(async () => {
  for (const program of programs) program.kill("SIGKILL");
  await desktop?.[Symbol.asyncDispose]();
  for (const place of [home, harbour]) {
    for (const peer of [place?.ben, place?.phone]) peer?.[Symbol.dispose]();
    await place?.server[Symbol.asyncDispose]();
  }
  await rm(folder, { recursive: true });
});

async function startPlace(name: string): Promise<Place> {
  const server = await startServer({ args: ["--name", name] });
  return { server, ben: await PeerV2.register(server, "ben") };
}

function start(...args: string[]): Program {
  const env = { ...desktop.env, CHAT_CONFIG_DIR: join(folder, "ana") };
  const program = startChat(["connect", ...args], { cwd: folder, env });
  programs.push(program);
  return program;
}

async function signInAsAna(): Promise<void> {
  await atSignIn(window);
  await desktop.type("ana");
  await desktop.press("Tab");
  await desktop.type(some_password);
  await desktop.press("Return");
}

/** At the end of what stands in the field. */
async function write(text: string): Promise<void> {
  await toComposer(window);
  await desktop.type(text);
}

/** Resolves when the window has shown so much of a place that it says it has read it. */
async function hasRead({ phone = expect.unreachable() }: Place, seq: number): Promise<void> {
  while ((await phone.next("channel.marked_read")).read_seq < seq);
}

/** What ana says there next: ben hears himself too. */
async function heardAt({ ben }: Place): Promise<string> {
  for (;;) {
    const { message } = await ben.next("message.created");
    if (message.author.username === "ana") return message.content;
  }
}

/** Resolves when the program has kept these drafts, each of another account. */
async function hasDrafts(...texts: string[]): Promise<void> {
  const path = join(folder, "ana", "drafts.json");
  const kept = () =>
    existsSync(path)
      ? Object.values(JSON.parse(readFileSync(path, "utf8")) as Record<string, Record<string, string>>)
      : [];
  while (
    !Bun.deepEquals(
      kept()
        .map((drafts) => drafts[`draft/${general}`])
        .toSorted(),
      texts.toSorted(),
    )
  )
    await desktop.run("true");
}

/** The window is all on the screen, wherever it was put. */
async function resize(width: number, height: number): Promise<void> {
  await desktop.run("xdotool", "windowsize", "--sync", window.id, String(width), String(height));
  await desktop.run("xdotool", "windowmove", window.id, "20", "20");
}

test("a link to another server gives the open window a second one, both connected at once", async () => {
  start(`${home.server.host}:${home.server.port}`, "--no-tls");
  window = await desktop.window("chat");
  await resize(900, 600);
  await signInAsAna();
  const { seq } = await home.ben.say(general, "welcome home");
  await hasRead(home, seq);

  const link = `chat://${harbour.server.host}:${harbour.server.port}?tls=0`;
  expect(await start(link).exited).toBe(0);
  // To a server that is new to the window one comes for the first time: the form makes an account.
  await signInAsAna();
  await harbour.ben.next("member.joined");
  harbour.phone = await PeerV2.login(harbour.server, "ana", some_password);
  const { seq: there } = await harbour.ben.say(general, "all aboard");
  await hasRead(harbour, there);
  await write("a boat dra");
  await hasDrafts("a boat dra");
});

test("what comes at the one in the background is told with its name, and a click on that leads there", async () => {
  const { seq } = await home.ben.say(general, "while you were at the harbour");
  await desktop.notified(/while you were at the harbour"\n/);
  await desktop.press("ctrl+1");
  await hasRead(home, seq);
  await window.titled("chat");
  await write("a home dra");
  await hasDrafts("a boat dra", "a home dra");
  await desktop.run("dunstctl", "close-all");

  await hasRead(home, (await home.ben.say(general, "you see this")).seq);
  const { seq: there } = await harbour.ben.say(general, "ship ahoy @ana");
  await desktop.notified(/ship ahoy @ana"\n/);
  expect(desktop.notices.map(({ title, body }) => `${title}: ${body}`)).toEqual([
    "ben in #general · Home: while you were at the harbour",
    "ben in #general · Harbour: ship ahoy @ana",
  ]);
  await window.titled("(1) chat");
  await window.shows(badge, badge_pixels);
  await desktop.picture("window-servers");
  await clickNotice();
  await hasRead(harbour, there);
  await window.titled("chat");
});

/** With the mouse, on the only one there is. */
async function clickNotice(): Promise<void> {
  const [notice = ""] = (
    await desktop.run("xdotool", "search", "--sync", "--onlyvisible", "--class", "Dunst")
  ).split("\n");
  await desktop.run("xdotool", "mousemove", "--window", notice, "30", "20", "click", "1");
}

test("what was written at each stays there, and goes out there alone", async () => {
  await window.isInFront();
  await write("ft");
  await desktop.press("Return");
  expect(await heardAt(harbour)).toBe("a boat draft");
  const { seq } = await home.ben.say(general, "come back");
  // Ctrl+Alt with the arrows is openbox's own: there it goes to another desktop.
  await desktop.press("ctrl+1");
  await hasRead(home, seq);
  await write("ft");
  await desktop.press("Return");
  expect(await heardAt(home)).toBe("a home draft");
});

test("closed and started again, both are back, and the one shown last is shown", async () => {
  await hasRead(home, (await home.ben.say(general, "still at home")).seq);
  const { seq } = await harbour.ben.say(general, "back to the harbour");
  await desktop.press("ctrl+2");
  await hasRead(harbour, seq);
  await desktop.press("alt+F4");
  expect(await programs[0]?.exited).toBe(0);
  for (const { ben } of [home, harbour]) await ben.fence();

  start();
  window = await desktop.window("chat");
  await resize(1500, 950);
  await window.activate();
  const { seq: at_home } = await home.ben.say(general, "for later @ana");
  const { seq: there } = await harbour.ben.say(general, "there you are");
  await hasRead(harbour, there);
  await window.titled("(1) chat");
  await window.shows(badge, badge_pixels);
  await desktop.picture("window-servers-large");
  await write("aye");
  await desktop.press("Return");
  expect(await heardAt(harbour)).toBe("aye");
  await desktop.press("ctrl+1");
  await hasRead(home, at_home);
});
