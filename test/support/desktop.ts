import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { DesktopWindow } from "./desktop-window.ts";
import { newFolder } from "./folders.ts";
import { Output } from "./program.ts";
import { Screen } from "./screen.ts";

const pictures = join(import.meta.dir, "..", "..", "pictures");

export interface Notice {
  program: string;
  title: string;
  body: string;
}

/** As dbus-monitor prints one: the program, which it replaces, its icon, its title, its body. */
const notify_call =
  /sender=(\S+) [^\n]*member=Notify\n +string "chat"\n +uint32 \d+\n +string ""\n +string "(.*)"\n +string "([^"]*)"\n/g;

interface Part {
  kill(signal: NodeJS.Signals): void;
  readonly exited: Promise<number>;
  readonly out: Output;
}

/**
 * A desktop of the test's own: a display, a window manager, a message bus and somebody who shows
 * notifications. Everything ends with the scope; nothing of the desktop the tests run on is touched.
 */
export class Desktop implements AsyncDisposable {
  /** What its display shows. */
  readonly screen: Screen;
  readonly #parts: Part[] = [];
  readonly #folder = newFolder("chat-desktop-");
  #env: Record<string, string> = { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "/" };
  #calls: Output | undefined;

  private constructor() {
    this.screen = new Screen(join(this.#folder, "Xvfb_screen0"));
  }

  /** `size` is that of the screen, in pixels. */
  static async start(size = "1280x800"): Promise<Desktop> {
    const desktop = new Desktop();
    try {
      await desktop.#startDisplay(size);
      await desktop.#startBus();
    } catch (error) {
      await desktop[Symbol.asyncDispose]();
      throw error;
    }
    return desktop;
  }

  /** What a program needs to appear on this desktop. */
  get env(): Record<string, string> {
    const { DISPLAY = "", DBUS_SESSION_BUS_ADDRESS = "" } = this.#env;
    return { DISPLAY, DBUS_SESSION_BUS_ADDRESS };
  }

  /** Runs a program of the desktop to its end; what it printed. Throws when it fails. */
  async run(...argv: string[]): Promise<string> {
    return new TextDecoder().decode(await this.output(...argv)).trim();
  }

  /** The same with what it printed as bytes. */
  async output(...argv: string[]): Promise<Uint8Array> {
    const child = Bun.spawn(argv, { env: this.#env, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
    const [out, err, code] = await Promise.all([
      new Response(child.stdout).bytes(),
      new Response(child.stderr).text(),
      child.exited,
    ]);
    if (code !== 0) throw new Error(`${argv.join(" ")} ended with ${code}:\n${err}`);
    return out;
  }

  /** The window of a program, once it is there. */
  async window(program: string): Promise<DesktopWindow> {
    const [window] = await this.windows(program, 1);
    if (!window) throw new Error(`no window of ${program}`);
    return window;
  }

  /** All windows of a program, once there are so many. Their order says nothing of which came first. */
  async windows(program: string, count: number): Promise<DesktopWindow[]> {
    for (;;) {
      const found = await this.#search(program);
      const managed = await this.#managed();
      const ids = found.filter((id) => managed.has(id));
      if (ids.length >= count) return ids.map((id) => new DesktopWindow(this, id));
    }
  }

  /** Presses keys, as xdotool names them, into the window that has the focus. */
  press(...keys: string[]): Promise<string> {
    return this.run("xdotool", "key", "--delay", "15", ...keys);
  }

  type(text: string): Promise<string> {
    return this.run("xdotool", "type", "--delay", "15", text);
  }

  /** Resolves when a notification with this text has been asked for, whenever that was. */
  async notified(text: RegExp): Promise<void> {
    await this.#calls?.until(new RegExp(`member=Notify[\\s\\S]*${text.source}`));
  }

  /** How many notifications have been asked for. */
  get notification_count(): number {
    return this.#calls?.text.match(/member=Notify$/gm)?.length ?? 0;
  }

  /** What has been asked to be shown until now, in order. Programs are told apart by the names that the message bus gives them. */
  get notices(): Notice[] {
    const found = this.#calls?.text.matchAll(notify_call) ?? [];
    return Array.from(found, ([, program = "", title = "", body = ""]) => ({ program, title, body }));
  }

  /** Keeps a picture of the whole screen. */
  async picture(name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    await this.run("import", "-window", "root", join(pictures, `${name}.png`));
  }

  /** Starts something that runs until the desktop ends. */
  watch(...argv: string[]): Output {
    return this.#start(argv).out;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const part of this.#parts.toReversed()) {
      part.kill("SIGTERM");
      await part.exited;
    }
  }

  /** Waits for a window. The search fails when another one goes while it looks: then it looks again. */
  async #search(program: string): Promise<string[]> {
    try {
      return (await this.run("xdotool", "search", "--sync", "--onlyvisible", "--class", program)).split("\n");
    } catch (error) {
      if (error instanceof Error && error.message.includes("BadWindow")) return [];
      throw error;
    }
  }

  /** The windows that the window manager has in its hands: a tooltip is of the same program, but none of these. */
  async #managed(): Promise<Set<string>> {
    const list = await this.run("xprop", "-root", "-notype", "_NET_CLIENT_LIST");
    return new Set(Array.from(list.matchAll(/0x[0-9a-f]+/g), ([id]) => String(Number(id))));
  }

  async #startDisplay(size: string): Promise<void> {
    // It chooses a free display and says which on the file it is given.
    const shown = ["-screen", "0", `${size}x24`, "-fbdir", this.#folder];
    const display = this.watch("Xvfb", "-displayfd", "1", ...shown, "-nolisten", "tcp");
    const [, number] = await display.until(/(\d+)\n/);
    this.#env = { ...this.#env, DISPLAY: `:${number}` };
    await this.watch("openbox", "--sm-disable", "--startup", "echo ready").until(/ready/);
    // At the first key of all the display turns to another keyboard, and openbox takes its keys anew: what comes meanwhile it misses.
    await this.press("Shift_L");
  }

  async #startBus(): Promise<void> {
    const bus = this.watch("dbus-daemon", "--session", "--nofork", "--print-address");
    const [address] = await bus.until(/unix:\S+(?=\n)/);
    this.#env = { ...this.#env, DBUS_SESSION_BUS_ADDRESS: address };
    this.#calls = this.watch("dbus-monitor", "--session", "interface='org.freedesktop.Notifications'");
    await this.#calls.until(/member=NameAcquired|NameLost|member=NameOwnerChanged|signal/);
    this.#start(["dunst", "-conf", this.#dunstSettings()]);
    await this.run("gdbus", "wait", "--session", "--timeout", "10", "org.freedesktop.Notifications");
  }

  /** A click with the left button does what the notification offers, as on most desktops. */
  #dunstSettings(): string {
    const path = join(this.#folder, "dunstrc");
    writeFileSync(path, "[global]\n  mouse_left_click = do_action, close_current\n  timeout = 0\n");
    return path;
  }

  #start(argv: string[]): Part {
    const child = Bun.spawn(argv, { env: this.#env, stdin: "ignore", stdout: "pipe", stderr: "ignore" });
    const part = {
      kill: (signal: NodeJS.Signals) => child.kill(signal),
      exited: child.exited,
      out: new Output(child.stdout),
    };
    this.#parts.push(part);
    return part;
  }
}
