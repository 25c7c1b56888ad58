import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { rm } from "node:fs/promises";

import type { DesktopWindow } from "../support/desktop-window.ts";
import { Desktop } from "../support/desktop.ts";
import { type Program, startChat } from "../support/program.ts";
import { startServer, temporaryFolder, type TestServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";
import { atSignIn, toComposer } from "../support/window-stage.ts";

const patience_ms = 30_000;

const password = "correct horse";

/** Tab stops of the sign-in screen from the username to the switch between log in and register. */
const stops_to_switch = 6;

let desktop: Desktop;
let server: TestServer;
let folder: string;
let chat: Program;
let window: DesktopWindow;
let ben: PeerV2;

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await startServer();
  desktop = await Desktop.start();
  ben = await PeerV2.register(server, "ben");
  chat = connect();
  window = await desktop.window("chat");
}, patience_ms);

afterAll(async () => {
  chat?.kill("SIGKILL");
  ben?.[Symbol.dispose]();
  await desktop?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const connect = (...more: string[]) =>
  startChat(["connect", `${server.host}:${server.port}`, "--no-tls", ...more], {
    cwd: folder,
    env: desktop.env,
  });

const pressTimes = (key: string, times: number) => desktop.press(...Array<string>(times).fill(key));

/** The next message of ana's; ben hears his own too. */
async function heardFromAna() {
  for (;;) {
    const { message } = await ben.next("message.created");
    if (message.author.username === "ana") return message;
  }
}

async function anaIs(status: "online" | "offline"): Promise<void> {
  for (;;) {
    const { users } = await ben.next("presence.changed");
    if (users.some((user) => user.username === "ana" && user.status === status)) return;
  }
}

async function channelId(name: string): Promise<number> {
  const { channels } = await ben.request("channel.list", {});
  const channel = channels.find((each) => each.name === name);
  if (!channel) throw new Error(`no channel ${name}`);
  return channel.id;
}

test("the window is named, and never smaller than 900 x 600", async () => {
  await window.titled("chat");
  await window.has("WM_NORMAL_HINTS", "minimum size: 900 by 600");
  await window.has("WM_CLASS", '"chat"');
}, 30_000);

test("ana registers by keyboard, and others see her come", async () => {
  await atSignIn(window);
  await desktop.picture("window-sign-in");
  await pressTimes("Tab", stops_to_switch);
  await desktop.press("Return");
  await desktop.type("ana");
  await desktop.press("Tab");
  await desktop.type(password);
  await desktop.press("Return");
  const { member } = await ben.next("member.joined");
  expect(member).toMatchObject({ username: "ana" });
  await anaIs("online");
}, 30_000);

test("what she types arrives at another client, markup and all", async () => {
  await toComposer(window);
  await desktop.type("hello <b>ben</b>");
  await desktop.press("Return");
  const message = await heardFromAna();
  expect(message).toMatchObject({ content: "hello <b>ben</b>", kind: "text" });
  await desktop.type("/me waves");
  await desktop.press("Return");
  expect(await heardFromAna()).toMatchObject({ content: "waves", kind: "action" });
  await ben.say(message.channel_id, "hello ana");
  await desktop.picture("window-talking");
}, 30_000);

test("Tab goes round in the window, forwards and backwards, and keys are heard after that", async () => {
  for (const [key, said] of [
    ["Tab", "forwards"],
    ["shift+Tab", "backwards"],
  ] as const) {
    await pressTimes(key, 70);
    await desktop.press("F6", "F6");
    await desktop.picture(`window-${said}`);
    await desktop.press("Tab", "Escape", "Escape");
    await desktop.type(said);
    await desktop.press("Return");
    expect((await heardFromAna()).content).toBe(said);
  }
}, 30_000);

describe("a private message", () => {
  test("raises a notification, and the title tells the unread", async () => {
    const { channel } = await ben.request("dm.open", { usernames: ["ana"] });
    await ben.say(channel.id, "only for <i>you</i>");
    await desktop.notified(/ben[\s\S]*only for &lt;i&gt;you&lt;\/i&gt;/);
    await window.titled("(1) chat");
  }, 30_000);

  test("what is on screen in the focused window raises none and is read", async () => {
    using phone = await PeerV2.login(server, "ana", password);
    const before = desktop.notification_count;
    expect(before).toBeGreaterThan(0);
    const general = await channelId("general");
    const { seq } = await ben.say(general, "you see this");
    while ((await phone.next("channel.marked_read")).read_seq < seq);
    const { channel } = await ben.request("dm.open", { usernames: ["ana"] });
    await ben.say(channel.id, "the second");
    await desktop.notified(/the second/);
    expect(desktop.notification_count).toBe(before + 1);
    await window.titled("(2) chat");
    await desktop.picture("window-notification");
  }, 30_000);

  test("a click on the notification brings the window forward and opens it", async () => {
    await desktop.run("xdotool", "windowminimize", "--sync", window.id);
    await window.isBehind();
    await desktop.run("dunstctl", "action", "0");
    await window.isInFront();
    const { channel } = await ben.request("dm.open", { usernames: ["ana"] });
    await window.titled("chat");
    await toComposer(window);
    await desktop.type("thank you");
    await desktop.press("Return");
    expect(await heardFromAna()).toMatchObject({ channel_id: channel.id, content: "thank you" });
    await desktop.picture("window-private");
  }, 30_000);
});

test("/quit ends the process with 0, and the server hears it", async () => {
  await toComposer(window);
  await desktop.type("/quit");
  await desktop.press("Return");
  expect(await chat.exited).toBe(0);
  await anaIs("offline");
  expect(chat.err.text).toBe("");
}, 30_000);

test("the next start is signed in without a password, and closing the window ends the process with 0", async () => {
  chat = connect();
  window = await desktop.window("chat");
  await anaIs("online");
  await toComposer(window);
  await desktop.picture("window-again");
  await desktop.press("alt+F4");
  expect(await chat.exited).toBe(0);
}, 30_000);
