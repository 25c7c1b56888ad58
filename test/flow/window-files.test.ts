import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";

import { Desktop } from "../support/desktop.ts";
import { download, onDisk, pathOf, send, upload } from "../support/files.ts";
import { noteLinks } from "../support/hostile/window-page.ts";
import { makePng } from "../support/png.ts";
import { type Program, startChat } from "../support/program.ts";
import { startServer, temporaryFolder, type TestServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";
import { signIn } from "../support/window-stage.ts";

setDefaultTimeout(60_000);

const general = 1;

/** ana's home: her files, and her downloads. */
let home: string;
let desktop: Desktop;
let server: TestServer;
let chat: Program;
let ben: PeerV2;
/** Another device of ana's: it hears what her window has read. */
let phone: PeerV2;

beforeAll(async () => {
  [home, server, desktop] = await Promise.all([temporaryFolder(), startServer(), Desktop.start()]);
  for (const name of ["ana", "ben"]) (await PeerV2.register(server, name))[Symbol.dispose]();
  [ben, phone] = [await PeerV2.login(server, "ben"), await PeerV2.login(server, "ana")];
  noteLinks(join(home, "bin"), join(home, "opened"));
  const env = { ...desktop.env, PATH: `${join(home, "bin")}:${process.env["PATH"] ?? ""}` };
  const args = ["connect", `${server.host}:${server.port}`, "--no-tls", "--user", "ana"];
  chat = startChat(args, { cwd: home, env });
  await signIn(await desktop.window("chat"));
});
afterAll(async () => {
  chat?.kill("SIGKILL");
  for (const peer of [ben, phone]) peer?.[Symbol.dispose]();
  await desktop?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
  await rm(home, { recursive: true });
});

/** A file of this size, once it is whole on the disk. */
async function saved(path: string, bytes: number): Promise<Uint8Array> {
  await desktop
    .watch("sh", "-c", `until [ "$(stat -c %s '${path}')" = ${bytes} ]; do :; done; echo there`)
    .until(/there/);
  return readFile(path);
}

test("a picture is chosen in the system's dialog, goes up, and is sent", async () => {
  const photo = makePng(600, 400);
  writeFileSync(join(home, "view.png"), photo);
  await desktop.press("Tab", "Return");
  await desktop.run("xdotool", "search", "--sync", "--onlyvisible", "--name", "Select Files");
  await desktop.type(join(home, "view.png"));
  await desktop.picture("window-choose-file");
  await desktop.press("Return");
  await (await desktop.window("chat")).isInFront();
  await desktop.type("look");
  await desktop.press("Return");
  const { message } = await ben.next("message.created");
  expect(message).toMatchObject({
    content: "look",
    attachments: [{ name: "view.png", width: 600, height: 400 }],
  });
  const [file] = message.attachments ?? [];
  expect(Buffer.from(await download(ben, file?.id ?? 0)).equals(photo)).toBe(true);
  expect(onDisk(server)).toContain(pathOf(photo));
  await desktop.picture("window-sent-file");
});

test("a file that somebody sends is saved in the downloads, for its owner and not to be run, and shown there", async () => {
  const bytes = new TextEncoder().encode("#!/bin/sh\ntouch ran\n".repeat(20_000));
  const { id } = await upload(ben, "../../.config/<plan>\u202Egpj.sh", bytes);
  const { seq } = await send(ben, general, [id], "here");
  while ((await phone.next("channel.marked_read")).read_seq < seq);
  await desktop.press("shift+Tab", "Return");
  const path = join(home, "Downloads", "_plan_gpj.sh");
  expect(Buffer.from(await saved(path, bytes.length)).equals(Buffer.from(bytes))).toBe(true);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const opened = desktop.watch("tail", "-n", "+1", "-f", join(home, "opened"));
  await desktop.picture("window-saved-file");
  // The button is another one as soon as the page has heard that the file is whole.
  while (opened.text === "") await desktop.press("Return");
  await opened.until(/\n/);
  expect(opened.text.split("\n")[0]).toBe(join(home, "Downloads"));
  expect(chat.err.text).toBe("");
});
