import type { Browser, BrowserContextOptions, Page } from "playwright-core";

import { atEnd } from "./at-end.ts";
import { sharedBrowser } from "./page-browser.ts";

/**
 * A Chromium whose pages share a process, which knows the page's script already: each is there in less than half of
 * the time. Two have nothing of each other as long as each has a port of its own, and keeps nothing in cookies.
 */
export class WarmBrowser {
  /** One for each kind of page; in each a page that never closes, so that the process stays. */
  readonly #keepers = new Map<string, Promise<Page>>();
  #last_opened: Promise<unknown> = Promise.resolve();

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

  /** To be closed by whoever asked for it. One after the other: that a page has been opened does not say for whom. */
  newPage(options: BrowserContextOptions): Promise<Page> {
    const opened = this.#last_opened.then(() => this.#open(options));
    this.#last_opened = opened.catch(() => {});
    return opened;
  }

  async #open(options: BrowserContextOptions): Promise<Page> {
    const kind = JSON.stringify(options);
    const keeper = this.#keepers.get(kind) ?? this.#newKeeper(options);
    this.#keepers.set(kind, keeper);
    try {
      return await openedBy(await keeper);
    } catch (error) {
      this.#keepers.delete(kind);
      throw error;
    }
  }

  /** A page that shares nothing with others, for whoever changes more than the page (its clock, its permissions), or looks at what was there before it. */
  newPageAlone(options: BrowserContextOptions): Promise<Page> {
    return this.browser.newPage(options);
  }

  async #newKeeper(options: BrowserContextOptions): Promise<Page> {
    const page = await this.browser.newContext(options).then((context) => context.newPage());
    await page.goto(this.keeper.url.href);
    return page;
  }
}

/** One that a page opens is in its process from the start: the browser begins one for any other, which ends as soon as the page goes anywhere. */
async function openedBy(keeper: Page): Promise<Page> {
  const [page] = await Promise.all([
    keeper.waitForEvent("popup"),
    keeper.evaluate(() => void window.open("about:blank")),
  ]);
  return page;
}
