import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";

import type { DesktopWindow } from "../support/desktop-window.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";
import { click, inChannel, signIn, WindowStage } from "../support/window-stage.ts";

setDefaultTimeout(60_000);

const general = 1;

let stage: WindowStage;
let server: TestServer;
let ben: PeerV2;
let phone: PeerV2;
let dm_id: number;

beforeAll(async () => {
  server = await startServer();
  stage = await WindowStage.start();
  ben = await PeerV2.register(server, "ben");
  phone = await PeerV2.register(server, "ana");
  dm_id = (await ben.request("dm.open", { usernames: ["ana"] })).channel.id;
});

afterAll(async () => {
  for (const peer of [ben, phone]) peer?.[Symbol.dispose]();
  await stage?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
});

/** A window of ana's; all of hers have the same settings' folder. */
async function openWindow(): Promise<DesktopWindow[]> {
  stage.connect(server, "ana");
  return stage.desktop.windows("chat", stage.programs.length);
}

const unreadOf = async (): Promise<number> => {
  const { channels } = await phone.request("channel.list", {});
  return channels.reduce((sum, { last_seq, read_seq }) => sum + last_seq - read_seq, 0);
};

/** By the keyboard, but for the button of one's own menu: two up from its last item, then over the button that closes and the switch. */
async function sendTest(window: DesktopWindow): Promise<void> {
  await click(window, 80, 28);
  await stage.desktop.press("End", "Up", "Up", "Return");
  await stage.desktop.press("Tab", "Tab", "Tab", "Return");
}

test("the window raises what the rule says, of two windows of one person one does, and a test is shown", async () => {
  const [window] = await openWindow();
  if (window === undefined) throw new Error("no window");
  await signIn(window);
  const want = (channel_id: number, change: object) =>
    phone.request("channel.set_preferences", { channel_id, ...change });

  await ben.say(general, "looked at");
  while ((await phone.next("channel.marked_read")).read_seq < 1);
  await sendTest(window);
  await stage.desktop.notified(/Notifications work/);
  await stage.desktop.picture("window-notices");
  expect(stage.desktop.notification_count).toBe(1);
  await stage.desktop.press("Escape");
  await stage.desktop.run("xdotool", "windowminimize", "--sync", window.id);
  await window.isBehind();
  await ben.say(general, "minimised");
  await stage.desktop.notified(/minimised/);
  await want(general, { level: "mentions" });
  await ben.say(general, "plain");
  await ben.say(general, "named @ana");
  await want(general, { muted: true });
  await ben.say(general, "muted @ana");
  await want(general, { muted: false, level: "all" });
  await phone.say(general, "my own, from another device");
  await phone.request("presence.choose", { status: "dnd" });
  await ben.say(general, "undisturbed @ana");
  await phone.request("presence.choose", { status: "online" });
  await ben.say(dm_id, "direct");
  await stage.desktop.notified(/direct/);
  // Beyond three in a while several are told in one: these are the three, and the test.
  expect(stage.desktop.notification_count).toBe(4);
  await stage.desktop.notified(/named @ana/);

  await window.activate();
  const windows = await openWindow();
  for (const one of windows) if (one.id !== window.id) await inChannel(one);
  for (const { id } of windows) await stage.desktop.run("xdotool", "windowminimize", "--sync", id);
  await ben.say(general, "to both");
  await stage.desktop.notified(/to both/);
  await want(dm_id, { level: "none" });
  await ben.say(dm_id, "silent");
  const title = `(${await unreadOf()}) chat`;
  // Both have handled it, and so all that came before.
  for (const one of windows) await one.titled(title);
  expect(stage.desktop.notification_count).toBe(5);
});
