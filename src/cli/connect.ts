import { arch, homedir } from "node:os";
import { join } from "node:path";

import { isChatLink } from "../../ui/text/chat-link.ts";
import { configFolder, type Environment, outboxFolder, profileFolder } from "../client/config-folder.ts";
import { withLook } from "../client/first-look.ts";
import { terminalLog } from "../client/log.ts";
import { OutboxFolder } from "../client/outbox.ts";
import { isAlive } from "../client/processes.ts";
import { Settings, type WindowSize } from "../client/settings.ts";
import type { Wish } from "../client/sign-in.ts";
import type { WorkerSetup } from "../client/window-messages.ts";
import { placeWindow } from "./connect-instance.ts";
import { wishOfLink } from "./connect-link.ts";
import { parseTarget } from "./connect-target.ts";
import { no_display_words, noWindowWords } from "./connect-words.ts";
import { UsageError } from "./option.ts";
import { loadPage } from "./page.ts";
import { version } from "./version.ts";

export interface ConnectOptions {
  /** HOST[:PORT], [v6]:PORT or a chat:// link. */
  target?: string;
  tls?: boolean;
  user?: string;
  /** The name of a set of settings beside the usual one. */
  profile?: string;
  browser: boolean;
  /** Whether a window that is there already is left alone. */
  new_window: boolean;
  /** False: print the link instead of opening the browser. */
  open: boolean;
  env: Environment;
  platform: string;
}

/** Shows the page in a window, or in the browser where that is asked for or the only way. Resolves to the exit code when it is closed. Throws UsageError. */
export async function connectCommand(options: ConnectOptions): Promise<number> {
  const { env, platform } = options;
  const wish = wishOf(options);
  const config_folder = folderOf(options);
  leaveDeadOutboxes(config_folder);
  const has_display = hasDisplay(platform, env);
  const has_window = !options.browser && has_display;
  const { new_window } = options;
  const place = has_window ? await placeWindow({ platform, config_folder, wish, new_window }) : undefined;
  if (place?.kind === "handed_over") return 0;
  const { html, parts: page_parts } = await loadPage();
  const settings = new Settings(config_folder, terminalLog);
  const preferences = settings.preferences();
  const page_html = withLook(html, preferences);
  const setup: WorkerSetup = {
    version,
    platform,
    env: { ...env },
    config_folder,
    process_id: process.pid,
    program: ownProgram(),
    instance_path: place?.kind === "first" ? place.path : undefined,
    wish,
    page_parts,
  };
  if (has_window) {
    const { showWindow } = await import("./connect-window.ts");
    const size = settings.windowSize();
    const keepSize = (now: WindowSize) => settings.keepWindowSize(now);
    const problem = await showWindow({ page_html, arch: arch(), setup, preferences, size, keepSize });
    if (place?.kind === "first") place.lock[Symbol.dispose]();
    if (!problem) return 0;
    process.stderr.write(noWindowWords(platform, problem));
  }
  if (!options.browser && !has_display) process.stderr.write(no_display_words);
  const { showInBrowser } = await import("./connect-browser.ts");
  return showInBrowser({ page_html, setup, open: options.open && has_display });
}

/** What an option says wins over what a link does. */
function wishOf({ target, tls, user }: ConnectOptions): Wish {
  if (target === undefined) return { tls, user };
  if (!isChatLink(target)) return { target: parseTarget(target), tls, user };
  const linked = wishOfLink(target);
  return { ...linked, tls: tls ?? linked.tls, user };
}

function folderOf({ platform, env, profile }: ConnectOptions): string {
  const folder = configFolder(platform, env, homedir());
  const chosen = profile === undefined ? folder : profileFolder(folder, profile);
  if (chosen === undefined)
    throw new UsageError(`--profile takes 1 to 40 letters, digits, - and _, not "${profile}".`);
  return chosen;
}

/** What a window that was killed did not send is sent by the next one. */
function leaveDeadOutboxes(config_folder: string): void {
  const folder = outboxFolder(config_folder);
  try {
    new OutboxFolder(folder, process.pid, terminalLog).leaveDead(isAlive, Date.now());
  } catch (error) {
    terminalLog.warn(`${folder} cannot be used (${String(error)}).`);
  }
}

/** How this very program is started; from sources it is Bun that runs it. */
const ownProgram = (): string[] =>
  Bun.isStandaloneExecutable
    ? [process.execPath]
    : [process.execPath, join(import.meta.dir, "..", "main.ts")];

const hasDisplay = (platform: string, env: Environment): boolean =>
  platform !== "linux" || Boolean(env["DISPLAY"] || env["WAYLAND_DISPLAY"]);
