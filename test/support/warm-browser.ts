import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";

import { atEnd } from "./at-end.ts";
import { sharedBrowser } from "./page-browser.ts";

/**
 * A Chromium whose pages share a process, which knows the page's script already: each is there in less than half of
 * the time. Two have nothing of each other as long as each has a port of its own, and keeps nothing in cookies.
 */
export class WarmBrowser {
  /** One for each kind of page; in each a page that never closes, so that the process stays. */
  readonly #contexts = new Map<string, Promise<BrowserContext>>();

  private constructor(
    private readonly browser: Browser,
    private readonly keeper: Bun.Server<undefined>,
  ) {}

  static #shared: Promise<WarmBrowser> | undefined;

  /** That of all test files of a process: it goes after the last. */
  static shared(): Promise<WarmBrowser> {
    return (this.#shared ??= WarmBrowser.#start());
  }

  static async #start(): Promise<WarmBrowser> {
    const browser = await sharedBrowser({ args: ["--process-per-site"] });
    const keeper = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response("") });
    atEnd(() => keeper.stop(true));
    return new WarmBrowser(browser, keeper);
  }

  /** To be closed by whoever asked for it. */
  async newPage(options: BrowserContextOptions): Promise<Page> {
    const kind = JSON.stringify(options);
    const context = this.#contexts.get(kind) ?? this.#newContext(options);
    this.#contexts.set(kind, context);
    try {
      return await (await context).newPage();
    } catch (error) {
      this.#contexts.delete(kind);
      throw error;
    }
  }

  /** A page that shares nothing with others, for whoever changes more than the page: its clock, its permissions. */
  newPageAlone(options: BrowserContextOptions): Promise<Page> {
    return this.browser.newPage(options);
  }

  async #newContext(options: BrowserContextOptions): Promise<BrowserContext> {
    const context = await this.browser.newContext(options);
    const page = await context.newPage();
    await page.goto(this.keeper.url.href);
    return context;
  }
}
