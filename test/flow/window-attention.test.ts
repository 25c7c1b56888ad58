import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { DesktopWindow } from "../support/desktop-window.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";
import { signIn, WindowStage } from "../support/window-stage.ts";

setDefaultTimeout(60_000);

/** Two windows beside each other, both in sight, and only one can have the focus. */

const general = 1;

let stage: WindowStage;
let server: TestServer;
let ben: PeerV2;
const phones = {} as Record<"ana" | "cara", PeerV2>;
let ana: DesktopWindow;
let cara: DesktopWindow;

beforeAll(async () => {
  server = await startServer();
  stage = await WindowStage.start("1840x660");
  ben = await PeerV2.register(server, "ben");
  for (const name of ["ana", "cara"] as const) phones[name] = await PeerV2.register(server, name);
  let last = 0;
  for (let line = 1; line <= 30; line++) last = (await ben.say(general, `line ${line}`)).seq;
  for (const phone of both())
    await phone.request("channel.mark_read", { channel_id: general, read_seq: last });
  ana = await openWindow("ana", 10);
  cara = await openWindow("cara", 930);
});

afterAll(async () => {
  for (const peer of [ben, ...both()]) peer?.[Symbol.dispose]();
  await stage?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
});

const both = (): PeerV2[] => [phones.ana, phones.cara];

/** The window of somebody who has signed in, in front. */
async function openWindow(username: string, x: number): Promise<DesktopWindow> {
  stage.connect(server, username);
  const windows = await stage.desktop.windows("chat", stage.programs.length);
  const window = windows.find(({ id }) => id !== ana?.id);
  if (!window) throw new Error("no window");
  await stage.desktop.run("xdotool", "windowsize", "--sync", window.id, "900", "600");
  await stage.desktop.run("xdotool", "windowmove", window.id, String(x), "20");
  await signIn(window);
  return window;
}

/** What a program raised, all of them, those with the same first one apart. */
function bodiesByProgram(): string[][] {
  const by_program = Map.groupBy(stage.desktop.notices, ({ program }) => program);
  return [...by_program.values()].map((notices) => notices.map(({ body }) => body));
}

/** The channels somebody has read since the last time one asked. */
const readBy = async (phone: PeerV2): Promise<unknown[]> =>
  (await phone.fence())
    .filter(({ type }) => type === "channel.marked_read")
    .map(({ body }) => (body as { channel_id: number }).channel_id);

/** Resolves when cara's window has read as far as this. */
async function caraReads({ seq }: { seq: number }): Promise<void> {
  for (;;) {
    const { channel_id, read_seq } = await phones.cara.next("channel.marked_read");
    expect(channel_id).toBe(general);
    if (read_seq >= seq) return;
  }
}

const wantsBoth = async (channel_id: number, change: { muted?: boolean; level?: "all" | "mentions" }) => {
  for (const phone of both()) await phone.request("channel.set_preferences", { channel_id, ...change });
};

const statusOfBoth = async (status: "online" | "dnd") => {
  for (const phone of both()) await phone.request("presence.choose", { status });
};

test("a window in sight without the focus raises and reads nothing; with it, all but what is open there is raised", async () => {
  await cara.activate();
  await ana.isBehind();
  const garden = (await ben.request("channel.create", { name: "garden" })).channel.id;
  for (const phone of both()) await phone.request("channel.join", { channel_id: garden });
  for (const phone of both()) await phone.fence();
  await phones.ana.request("channel.set_preferences", { channel_id: garden, level: "mentions" });

  await caraReads(await ben.say(general, "in sight"));
  await ben.say(garden, "elsewhere");
  await wantsBoth(garden, { muted: true });
  await ben.say(garden, "muted @ana @cara");
  await wantsBoth(garden, { muted: false, level: "mentions" });
  await statusOfBoth("dnd");
  await ben.say(garden, "undisturbed @ana @cara");
  await statusOfBoth("online");
  await ben.say(garden, "plain");
  await ben.say(garden, "named @ana @cara");
  await wantsBoth(general, { level: "mentions" });
  const looked_at = await ben.say(general, "named where she looks @cara");
  await phones.ana.say(garden, "my own @ana");
  await phones.cara.say(garden, "my own @cara");
  for (const name of ["ana", "cara"]) {
    const { channel } = await ben.request("dm.open", { usernames: [name] });
    await ben.say(channel.id, `direct to ${name}`);
    await stage.desktop.notified(new RegExp(`direct to ${name}"\n`));
  }
  // Three each: what is more within five seconds would be told in one.
  expect(bodiesByProgram()).toEqual([
    ["in sight", "named @ana @cara", "direct to ana"],
    ["elsewhere", "named @ana @cara", "direct to cara"],
  ]);
  await caraReads(looked_at);
  expect(await readBy(phones.ana)).toEqual([]);
  expect(await readBy(phones.cara)).toEqual([]);
  await stage.desktop.picture("window-attention");
});

test("with the focus too, nothing is read before the end of the channel is on screen", async () => {
  const unread = async () => {
    const { channels } = await phones.ana.request("channel.list", {});
    return channels.reduce((sum, { last_seq, read_seq }) => sum + last_seq - read_seq, 0);
  };
  await ana.activate();
  while ((await phones.ana.next("channel.marked_read")).channel_id !== general);
  await stage.desktop.press("Prior", "Prior");
  await stage.desktop.type("first");
  await hasDraft("first");
  const raised = stage.desktop.notices.length;
  const { seq } = await ben.say(general, "below @ana");
  await ana.titled(`(${await unread()}) chat`);
  await stage.desktop.type(" and then");
  // The page keeps a draft as long after it was typed as it reads after a message has come.
  await hasDraft("first and then");
  expect(await readBy(phones.ana)).toEqual([]);
  await stage.desktop.press("Escape");
  while ((await phones.ana.next("channel.marked_read")).read_seq < seq);
  expect(stage.desktop.notices).toHaveLength(raised);
});

/** Resolves when ana's program has kept this draft. */
async function hasDraft(text: string): Promise<void> {
  const path = join(stage.folder, "ana", "drafts.json");
  while (!existsSync(path) || !readFileSync(path, "utf8").includes(`"${text}"`))
    await stage.desktop.run("true");
}
