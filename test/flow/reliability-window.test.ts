import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import { Desktop } from "../support/desktop.ts";
import { type Program, startChat } from "../support/program.ts";
import { startServer, temporaryFolder } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

setDefaultTimeout(90_000);

const button = "#5865f2";
const composer = "#383a40";
const password = "correct horse";

let desktop: Desktop;
let folder: string;
const programs: Program[] = [];

beforeAll(async () => {
  folder = await temporaryFolder();
  desktop = await Desktop.start();
});

afterAll(async () => {
  for (const program of programs) program.kill("SIGKILL");
  await desktop?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

// Unsteady: keys pressed while a window still draws are lost now and then. `CHAT_ALL_WINDOWS=1` runs it.
test.if(Bun.env["CHAT_ALL_WINDOWS"] === "1")(
  "in a real window: edit, react, reply, delete by keyboard, through a restart of the server",
  async () => {
    await using first = await startServer();
    (await PeerV2.register(first, "ana", password))[Symbol.dispose]();
    let ben = await PeerV2.register(first, "ben");
    const general = (await ben.request("channel.list", {})).channels[0]?.id ?? 0;

    const env = { ...desktop.env, CHAT_CONFIG_DIR: join(folder, "ana") };
    const args = ["connect", `${first.host}:${first.port}`, "--no-tls", "--user", "ana"];
    programs.push(startChat(args, { cwd: folder, env }));
    const window = await desktop.window("chat");
    await window.shows(button, 8_000);
    await window.activate();
    await desktop.type(password);
    await desktop.press("Return");
    await window.shows(composer, 10_000);

    await desktop.type("the party is on friday");
    await desktop.press("Return");
    const { message } = await ben.next("message.created");
    expect(message.content).toBe("the party is on friday");

    await desktop.press("Up", "ctrl+a");
    await desktop.type("the party is on saturday");
    await desktop.press("Return");
    expect(await ben.next("message.edited")).toMatchObject({
      id: message.id,
      content: "the party is on saturday",
    });

    // From the field back to the newest message, into its toolbar, and the first of the reactions.
    await desktop.press("shift+Tab", "Tab", "Return", "Return");
    expect(await ben.next("message.reacted")).toMatchObject({ id: message.id, emoji: "👍", on: true });

    // The second of the toolbar is to reply; the field has the focus again.
    await desktop.press("Escape", "shift+Tab", "Tab", "Tab", "Return");
    await desktop.picture("window-replying");
    await desktop.type("I bring cake");
    await desktop.press("Return");
    expect((await ben.next("message.created")).message).toMatchObject({
      content: "I bring cake",
      reply_to_seq: 1,
    });

    await first.stop("SIGKILL");
    ben[Symbol.dispose]();
    await window.shows("#f0b232", 1);
    await desktop.type("while it was away");
    await desktop.press("Return");
    await using second = await startServer({ folder: first.folder, args: ["--port", String(first.port)] });
    ben = await PeerV2.login(second, "ben");
    const came = await (async () => {
      for (;;) {
        const page = await ben.request("message.history", { channel_id: general });
        if (page.messages.length === 3) return page.messages.at(-1);
      }
    })();
    expect(came?.content).toBe("while it was away");

    // To nothing: that asks whether to delete, and Enter says yes.
    await desktop.press("Up", "ctrl+a", "Delete", "Return", "Return");
    expect(await ben.next("message.deleted")).toMatchObject({ id: came?.id });
    await desktop.picture("window-messages");
    ben[Symbol.dispose]();
  },
);
