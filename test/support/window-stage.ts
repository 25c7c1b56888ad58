import { rm } from "node:fs/promises";
import { join } from "node:path";

import type { DesktopWindow } from "./desktop-window.ts";
import { Desktop } from "./desktop.ts";
import { type Program, startChat } from "./program.ts";
import { temporaryFolder, type TestServer } from "./server.ts";
import { some_password } from "./v1-peer.ts";

/** The accent of the page: a button as wide as its card is there as soon as the sign-in form is. */
export const accent = "#5865f2";
const button_pixels = 8_000;
/** The field that one writes messages in. */
const composer = "#383a40";
const composer_pixels = 10_000;
/** The writing mark, which is taller than any letter. */
const mark = "#f2f3f5";
const mark_pixels = 16;

/** What the windows of a test are shown on, and a folder in which their programs keep what is theirs. All of it ends with the scope. */
export class WindowStage implements AsyncDisposable {
  readonly programs: Program[] = [];

  private constructor(
    readonly desktop: Desktop,
    readonly folder: string,
  ) {}

  /** `size` is that of the screen, in pixels. */
  static async start(size?: string): Promise<WindowStage> {
    return new WindowStage(await Desktop.start(size), await temporaryFolder());
  }

  /** Starts the program, whose settings lie in a folder of this name. */
  open(settings: string, ...args: string[]): Program {
    // As on a bare machine: no language that anybody speaks.
    const env = { ...this.desktop.env, LANG: "C.UTF-8", CHAT_CONFIG_DIR: join(this.folder, settings) };
    const program = startChat(args, { cwd: this.folder, env });
    this.programs.push(program);
    return program;
  }

  /** Starts somebody's program, which goes to a server. */
  connect({ host, port }: Pick<TestServer, "host" | "port">, username: string): Program {
    return this.open(username, "connect", `${host}:${port}`, "--no-tls", "--user", username);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const program of this.programs) program.kill("SIGKILL");
    await this.desktop[Symbol.asyncDispose]();
    await rm(this.folder, { recursive: true });
  }
}

/** Resolves when a window has the sign-in form, in whose first empty field what is typed then comes. */
export async function atSignIn(window: DesktopWindow): Promise<void> {
  await window.shows(accent, button_pixels);
  await window.activate();
}

/** In a window that has the sign-in form, with the name filled in: to the first channel, where one can write. */
export async function signIn(window: DesktopWindow): Promise<void> {
  await atSignIn(window);
  await window.desktop.type(some_password);
  await window.desktop.press("Return");
  await toComposer(window);
}

/** Resolves when one can write messages there, once it has the focus. */
export const inChannel = (window: DesktopWindow): Promise<void> => window.shows(composer, composer_pixels);

/**
 * Brings a window that comes to a channel to the front, and resolves when the writing mark is in its field: what is typed from here on
 * comes there. A field that is drawn does not tell where the keys go on a machine that is busy, nor does a click, which may be behind them.
 */
export async function toComposer(window: DesktopWindow): Promise<void> {
  await inChannel(window);
  await window.activate();
  while ((await window.tallest(mark, 24, 44)) < mark_pixels);
}

/** Clicks so many pixels from the left and from the lower edge. */
export async function click(
  { desktop, id }: DesktopWindow,
  left_px: number,
  below_px: number,
): Promise<void> {
  const geometry = await desktop.run("xdotool", "getwindowgeometry", "--shell", id);
  const [, height] = /HEIGHT=(\d+)/.exec(geometry) ?? [];
  const place = [String(left_px), String(Number(height) - below_px)];
  await desktop.run("xdotool", "mousemove", "--window", id, ...place, "click", "1");
}
