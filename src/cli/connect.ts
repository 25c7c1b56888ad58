import { arch, homedir } from "node:os";

import { configFolder, type Environment } from "../client/config-folder.ts";
import type { Wish } from "../client/sign-in.ts";
import { loadPage } from "./connect-page.ts";
import { parseTarget } from "./connect-target.ts";
import { no_display_words, noWindowWords } from "./connect-words.ts";
import { version } from "./version.ts";

export interface ConnectOptions {
  /** HOST[:PORT] or [v6]:PORT. */
  target?: string;
  tls?: boolean;
  user?: string;
  browser: boolean;
  /** False: print the link instead of opening the browser. */
  open: boolean;
  env: Environment;
  platform: string;
}

/** Shows the page in a window, or in the browser where that is asked for or the only way. Resolves to the exit code when it is closed. Throws UsageError. */
export async function connectCommand(options: ConnectOptions): Promise<number> {
  const { env, platform, target, tls, user } = options;
  const wish: Wish = { target: target === undefined ? undefined : parseTarget(target), tls, user };
  const config_folder = configFolder(platform, env, homedir());
  const setup = { version, platform, env: { ...env }, config_folder, wish };
  const page_html = await loadPage();
  const has_display = hasDisplay(platform, env);
  if (!options.browser && has_display) {
    const { showWindow } = await import("./connect-window.ts");
    const problem = await showWindow({ page_html, arch: arch(), setup });
    if (!problem) return 0;
    process.stderr.write(noWindowWords(platform, problem));
  }
  if (!options.browser && !has_display) process.stderr.write(no_display_words);
  const { showInBrowser } = await import("./connect-browser.ts");
  return showInBrowser({ page_html, setup, open: options.open && has_display });
}

const hasDisplay = (platform: string, env: Environment): boolean =>
  platform !== "linux" || Boolean(env["DISPLAY"] || env["WAYLAND_DISPLAY"]);
