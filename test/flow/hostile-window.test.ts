import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { fileNameProblem } from "../../src/protocol/rules.ts";
import type { DesktopWindow } from "../support/desktop-window.ts";
import { Desktop } from "../support/desktop.ts";
import { send, upload } from "../support/files.ts";
import { Canary } from "../support/hostile/canary.ts";
import { corpus } from "../support/hostile/corpus.ts";
import { noteLinks } from "../support/hostile/window-page.ts";
import { type Program, startChat } from "../support/program.ts";
import { startServer, temporaryFolder, type TestServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";
import { signIn, toComposer } from "../support/window-stage.ts";

setDefaultTimeout(60_000);

const general = 1;

/** What runs in the window ends it: see window-stays.test.ts for how that looks. */
const canary = new Canary("page");
const texts = corpus((number) => ({
  run: "chatPost({type:/quit/.source})",
  far: `${canary.origin}/${number}`,
}));

let desktop: Desktop;
let server: TestServer;
let folder: string;
let chat: Program;
let window: DesktopWindow;
let ben: PeerV2;
/** Another device of ana's: it hears what her window has read, and so has drawn. */
let phone: PeerV2;

beforeAll(async () => {
  [folder, server, desktop] = await Promise.all([temporaryFolder(), startServer(), Desktop.start()]);
  for (const name of ["ana", "ben"]) (await PeerV2.register(server, name))[Symbol.dispose]();
  [ben, phone] = [await PeerV2.login(server, "ben"), await PeerV2.login(server, "ana")];
  noteLinks(join(folder, "bin"), join(folder, "opened"));
  const env = { ...desktop.env, PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}` };
  const args = ["connect", `${server.host}:${server.port}`, "--no-tls", "--user", "ana"];
  chat = startChat(args, { cwd: folder, env });
  window = await desktop.window("chat");
  await signIn(window);
});
afterAll(async () => {
  chat?.kill("SIGKILL");
  for (const peer of [ben, phone]) peer?.[Symbol.dispose]();
  await desktop?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
  canary[Symbol.dispose]();
  await rm(folder, { recursive: true });
});

async function isRead(seq: number): Promise<void> {
  while ((await phone.next("channel.marked_read")).read_seq < seq);
}

/** Some at a time, so that all of them are drawn. */
async function inTurns<T>(
  things: readonly T[],
  count: number,
  say: (some: readonly T[]) => Promise<{ seq: number }>,
) {
  for (let from = 0; from < things.length; from += count) {
    const { seq } = await say(things.slice(from, from + count));
    await isRead(seq);
  }
}

/** Each answers the one before. */
async function sayEach(some: readonly string[]): Promise<{ seq: number }> {
  let last = await ben.say(general, "now:");
  for (const content of some) {
    const body = { channel_id: general, nonce: crypto.randomUUID(), content, reply_to_seq: last.seq };
    last = await ben.request("message.send", body);
  }
  return last;
}

async function sendFiles(names: readonly string[]): Promise<{ seq: number }> {
  let last = { seq: 0 };
  for (let from = 0; from < names.length; from += 10) {
    const ids: number[] = [];
    for (const name of names.slice(from, from + 10)) ids.push((await upload(ben, name, script)).id);
    last = await send(ben, general, ids);
  }
  return last;
}

const script = new TextEncoder().encode("<script>chatPost({type:/quit/.source})</script>");

/** The window goes on, and nothing was opened or asked for. */
async function isUnharmed(word: string): Promise<void> {
  await toComposer(window);
  await desktop.type(word);
  await desktop.press("Return");
  for (let content = ""; content !== word;) ({ content } = (await phone.next("message.created")).message);
  expect(await readFile(join(folder, "opened"), "utf8")).toBe("");
  expect([...canary.heard]).toEqual([]);
  expect(chat.err.text).toBe("");
}

test("of what others write nothing runs in the window, and nothing is asked of anybody", async () => {
  await inTurns(texts, 24, sayEach);
  await desktop.picture("window-hostile-texts");
  await isUnharmed("still here");
});

test("nor of what they change it to, of topics and states, and of names of files", async () => {
  const { id } = await ben.say(general, "the first");
  await inTurns(texts, 100, async (some) => {
    for (const text of some) {
      await ben.request("message.edit", { id, content: text });
      if (text.length <= 200) await ben.request("channel.update", { channel_id: general, description: text });
      if (text.length <= 80) await ben.request("presence.choose", { status_text: text });
    }
    return ben.say(general, "next");
  });
  const names = texts.filter((text) => fileNameProblem(text) === undefined);
  await inTurns(names, 30, sendFiles);
  await desktop.picture("window-hostile-files");
  await isUnharmed("and still");
});
