import { existsSync } from "node:fs";

import { type Browser, chromium } from "playwright-core";

import { atEnd } from "./at-end.ts";

const whole_browser = "/usr/bin/chromium";
/** The same Chromium without what only a person sees around the page: half the work. It never shows a notification. */
const headless_shell = "/usr/bin/chromium-headless-shell";

export interface BrowserOptions {
  /** Beside those that all have. */
  args?: readonly string[];
  /** For who needs more of a browser than its page. */
  is_whole?: boolean;
}

/** A real Chromium without a window. To be closed by whoever asked for it. */
export const launchBrowser = ({ args = [], is_whole = false }: BrowserOptions = {}): Promise<Browser> =>
  chromium.launch({
    executablePath: is_whole || !existsSync(headless_shell) ? whole_browser : headless_shell,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...args,
    ],
  });

const shared = new Map<string, Promise<Browser>>();

/** The one of all test files of a process that ask for the same: to start one takes as long as a test or two. It is closed after the last. */
export function sharedBrowser(options: BrowserOptions = {}): Promise<Browser> {
  const kind = JSON.stringify(options);
  const known = shared.get(kind);
  if (known) return known;
  const launched = launchBrowser(options);
  shared.set(kind, launched);
  atEnd(async () => (await launched).close());
  return launched;
}
