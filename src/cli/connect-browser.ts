import { existsSync } from "node:fs";
import { homedir, tmpdir } from "node:os";

import { BrowserHost } from "../client/browser-host.ts";
import { noticesFolder, outboxFolder, serverFolder } from "../client/config-folder.ts";
import { Downloads, downloadsFolder } from "../client/downloads.ts";
import { createHost } from "../client/host.ts";
import { Hosting } from "../client/hosting.ts";
import { clientLimits } from "../client/limits.ts";
import { LinkFile, linkFolder } from "../client/link-file.ts";
import { terminalLog } from "../client/log.ts";
import { NoticeClaims } from "../client/notice-claims.ts";
import { Notifications, notifiersFor } from "../client/notify.ts";
import { openLink, openPage, showInFolder } from "../client/open-link.ts";
import { OutboxFolder } from "../client/outbox.ts";
import { Settings } from "../client/settings.ts";
import type { WorkerSetup } from "../client/window-messages.ts";
import { errorCode } from "../os/error-code.ts";
import { linkWords } from "./connect-words.ts";

export interface BrowserOptions {
  page_html: string;
  setup: WorkerSetup;
  /** Whether to open the browser; else the link is only printed. */
  open: boolean;
}

/** Shows the page in the browser until it is told to quit. Resolves to the exit code. */
export async function showInBrowser({ page_html, setup, open }: BrowserOptions): Promise<number> {
  const { platform, env, version, config_folder, process_id, program, wish, page_parts } = setup;
  const settings = new Settings(config_folder, terminalLog);
  const outboxes = new OutboxFolder(outboxFolder(config_folder), process_id, terminalLog);
  const notifications = new Notifications(notifiersFor(platform, env), terminalLog);
  const claims = new NoticeClaims(noticesFolder(config_folder));
  const hosting = new Hosting({
    folder: serverFolder(config_folder),
    program,
    env,
    settings,
    log: terminalLog,
  });
  const browser = new BrowserHost({
    page_html,
    // Whoever had the link printed may come back to the page; a browser that was opened and closed is over.
    tabs_gone_ms: open ? clientLimits.tabs_gone_ms : undefined,
    createHost: (tab) =>
      createHost({
        ...tab,
        place: "browser",
        version,
        wish,
        page_parts,
        settings,
        outboxes,
        hosting,
        reveal: (path) => showInFolder(platform, path, terminalLog),
        downloads: new Downloads(
          downloadsFolder(platform, env, homedir()),
          (path) => showInFolder(platform, path, terminalLog),
          terminalLog,
        ),
        log: terminalLog,
        notices: notifications,
        claims,
        openLink: (url) => openLink(platform, url, terminalLog),
      }),
  });
  const told_to_end = signalled();
  const { link } = browser.access;
  using page = open ? openedPage(platform, link) : undefined;
  void browser.access.used.then(() => page?.[Symbol.dispose]());
  process.stdout.write(linkWords(link, page !== undefined));
  await Promise.race([browser.over, told_to_end]);
  await Promise.race([browser.close(), Bun.sleep(clientLimits.goodbye_ms)]);
  notifications.close();
  return 0;
}

/** Opens the browser; undefined, and a word on why, when that cannot be. */
function openedPage(platform: string, link: string): LinkFile | undefined {
  try {
    const page = new LinkFile(linkFolder(existsSync("/snap"), homedir(), tmpdir()), link);
    if (openPage(platform, page.path, terminalLog)) return page;
    page[Symbol.dispose]();
  } catch (error) {
    terminalLog.warn(`the browser was not opened (${errorCode(error) ?? String(error)})`);
  }
  return undefined;
}

/** Comes at the first SIGINT, SIGTERM or SIGHUP. */
function signalled(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, resolve);
  return promise;
}
