import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import { Desktop } from "../support/desktop.ts";
import { type Program, startChat } from "../support/program.ts";
import { startServer, temporaryFolder, type TestServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";
import { signIn } from "../support/window-stage.ts";

setDefaultTimeout(90_000);

const spinner = "#f0b232";
const general = 1;

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

/** ben, and what ana's window is known to have shown. */
class Witness implements Disposable {
  private constructor(
    readonly ben: PeerV2,
    /** Another device of ana's: it hears what her window has read. */
    readonly phone: PeerV2,
  ) {}

  static async on(server: TestServer): Promise<Witness> {
    return new Witness(await PeerV2.login(server, "ben"), await PeerV2.login(server, "ana"));
  }

  /** ben writes, and the window reads it: so it has seen everything before, the answers to its own requests too. */
  async talks(content: string): Promise<{ id: number; seq: number }> {
    const said = await this.ben.say(general, content);
    while ((await this.phone.next("channel.marked_read")).read_seq < said.seq);
    return said;
  }

  /** The next message of ana's. */
  async heard() {
    for (;;) {
      const { message } = await this.ben.next("message.created");
      if (message.author.username === "ana") return message;
    }
  }

  /** A message of these words, whether it came before ben was here or comes now. */
  async heardEver(content: string): Promise<{ id: number }> {
    const { messages } = await this.ben.request("message.history", { channel_id: general });
    return messages.find((message) => message.content === content) ?? this.heard();
  }

  [Symbol.dispose](): void {
    this.ben[Symbol.dispose]();
    this.phone[Symbol.dispose]();
  }
}

async function openWindow(server: TestServer) {
  const env = { ...desktop.env, CHAT_CONFIG_DIR: join(folder, "ana") };
  const args = ["connect", `${server.host}:${server.port}`, "--no-tls", "--user", "ana"];
  programs.push(startChat(args, { cwd: folder, env }));
  const window = await desktop.window("chat");
  await signIn(window);
  return window;
}

async function write(text: string): Promise<void> {
  await desktop.type(text);
  await desktop.press("Return");
}

test("in a real window: edit, react, reply, delete by keyboard, through a restart of the server", async () => {
  await using first = await startServer();
  for (const name of ["ana", "ben"]) (await PeerV2.register(first, name))[Symbol.dispose]();
  const window = await openWindow(first);
  const before = await Witness.on(first);
  const { ben } = before;

  await write("the party is on friday");
  const message = await before.heard();
  expect(message.content).toBe("the party is on friday");

  await before.talks("which day?");
  await desktop.press("Up", "ctrl+a");
  await write("the party is on saturday");
  expect(await ben.next("message.edited")).toMatchObject({
    id: message.id,
    content: "the party is on saturday",
  });

  // From the field back past the button for files to the newest message, into its toolbar, and the first of the reactions.
  const { id: praised } = await before.talks("good");
  await desktop.press("shift+Tab", "Tab", "Return", "Return");
  expect(await ben.next("message.reacted")).toMatchObject({ id: praised, emoji: "👍", on: true });

  // The second of the toolbar is to reply; the field has the focus again.
  const { seq: asked } = await before.talks("who brings what?");
  await desktop.press("Escape", "shift+Tab", "Tab", "Tab", "Return");
  await write("I bring cake");
  expect(await before.heard()).toMatchObject({ content: "I bring cake", reply_to_seq: asked });

  await first.stop("SIGKILL");
  before[Symbol.dispose]();
  await window.shows(spinner, 1);
  await write("while it was away");
  await using second = await startServer({ folder: first.folder, args: ["--port", String(first.port)] });
  using after = await Witness.on(second);
  const came = await after.heardEver("while it was away");

  // To nothing: that asks whether to delete, and Enter says yes.
  await after.talks("what was that?");
  await desktop.press("Up", "ctrl+a", "Delete", "Return", "Return");
  expect(await after.ben.next("message.deleted")).toMatchObject({ id: came.id });
  await after.talks("never mind");
  await desktop.picture("window-messages");
});
