import type { Page } from "playwright-core";

import type { Channel } from "../../src/protocol/channel.ts";
import { buildPage } from "../../ui/build-page.ts";
import { PageHost, type PageHostOptions } from "./page-host.ts";
import { PageServer } from "./page-server.ts";
import { WarmBrowser } from "./warm-browser.ts";

interface Shown {
  page: Page;
  host: PageHost;
  faults: string[];
}

interface StageOptions extends PageHostOptions {
  /** On a phone, with fingers. */
  touch?: boolean;
  reducedMotion?: "reduce" | "no-preference";
  /** See WarmBrowser. */
  alone?: boolean;
}

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** Built once for all test files of a process. */
let built: ReturnType<typeof buildPage> | undefined;

/** The built page in a real Chromium, with a made-up client program and server behind it. */
export class BrowserStage {
  #shown: Shown[] = [];

  private constructor(
    private readonly browser: WarmBrowser,
    private readonly html: string,
  ) {}

  static async start(): Promise<BrowserStage> {
    built ??= buildPage();
    const [browser, { html }] = await Promise.all([WarmBrowser.shared(), built]);
    return new BrowserStage(browser, html);
  }

  /** ana's page in general, where ben has written `count` messages. */
  async inChat(count = 3, prepare: (chat: PageServer) => void = () => {}, options: StageOptions = {}) {
    const chat = new PageServer("ana");
    const ben = chat.data.person("ben");
    const general = chat.data.channel("general", "General discussion");
    const garden = chat.data.channel("garden");
    for (let number = 1; number <= count; number++) chat.data.say(general, ben, `message ${number}`);
    prepare(chat);
    const { page, host } = await this.open(chat, options);
    const composer = page.getByRole("textbox", { name: "Message #general" });
    await composer.waitFor();
    const hear = (text: string, channel: Channel = general) => {
      const message = chat.data.say(channel, ben, text, { read: false });
      host.tell({ type: "message.created", body: { message } });
    };
    return { page, host, chat, general, garden, composer, hear, log: page.getByRole("log") };
  }

  /** Closes every page and gives what went wrong in them. */
  async clear(): Promise<string[]> {
    const shown = this.#shown.splice(0);
    for (const { page, host } of shown) {
      await page.close();
      await host.stop();
    }
    return shown.flatMap(({ faults }) => faults);
  }

  /** ana's page, whose session is remembered. */
  async open(
    chat: PageServer,
    { touch = false, reducedMotion = "no-preference", alone = false, ...options }: StageOptions = {},
  ): Promise<Shown> {
    const sign_in = { username: "ana", token: "5".repeat(64) };
    const host = new PageHost(this.html, chat, { sign_in, ...options });
    const kind = { ...(touch ? phone : { viewport: { width: 900, height: 600 } }), reducedMotion } as const;
    const page = await (alone ? this.browser.newPageAlone(kind) : this.browser.newPage(kind));
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    page.on("dialog", (dialog) => {
      if (dialog.type() !== "beforeunload") faults.push(`dialog: ${dialog.message()}`);
      else dialog.accept().catch((error: unknown) => faults.push(String(error)));
    });
    page.setDefaultTimeout(15_000);
    const shown = { page, host, faults };
    this.#shown.push(shown);
    await page.goto(host.url);
    return shown;
  }
}
