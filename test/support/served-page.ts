import type { Browser, BrowserContext, Locator, Page } from "playwright-core";

import type { TestServer } from "./server.ts";
import { some_password } from "./v1-peer.ts";

/** One person in front of the page that the server itself serves, in a real Chromium. */
export class ServedPage implements AsyncDisposable {
  /** Everything the pages of this person asked of the network. */
  readonly requests: string[] = [];
  /** What the browser complained of: breaches of the policy, faults. */
  readonly complaints: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly origin: string,
    public page: Page,
  ) {}

  static async open(browser: Browser, server: TestServer, viewport = wide): Promise<ServedPage> {
    // The certificate is the server's own, as for everybody who has no domain.
    const context = await browser.newContext({ viewport, ignoreHTTPSErrors: true });
    const origin = `${server.tls ? "https" : "http"}://127.0.0.1:${server.web_port}`;
    const person = new ServedPage(context, origin, await context.newPage());
    context.on("request", (request) => person.requests.push(request.url()));
    person.#listen();
    await person.page.goto(`${origin}/`);
    return person;
  }

  static async register(
    browser: Browser,
    server: TestServer,
    name: string,
    viewport = wide,
  ): Promise<ServedPage> {
    const person = await ServedPage.open(browser, server, viewport);
    await person.page.getByRole("button", { name: "Create an account" }).click();
    await person.signIn(name, "Register");
    await person.composer.waitFor();
    return person;
  }

  async signIn(name: string, button: "Log in" | "Register"): Promise<void> {
    await this.page.getByLabel("Username").fill(name);
    await this.page.getByLabel("Password", { exact: true }).fill(some_password);
    await this.page.getByRole("button", { name: button, exact: true }).click();
  }

  /** Closes the tab and opens another one. */
  async reopen(): Promise<void> {
    await this.page.close();
    this.page = await this.context.newPage();
    this.#listen();
    await this.page.goto(`${this.origin}/`);
  }

  get composer(): Locator {
    return this.page.getByRole("textbox", { name: /^Message/ });
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }

  /** Resolves when the browser's database has this text in the outbox. */
  async kept(text: string): Promise<void> {
    await this.page.evaluate(`(async () => {
      const resultOf = (request) =>
        new Promise((resolve) => request.addEventListener("success", () => resolve(request.result)));
      const database = await resultOf(indexedDB.open("chat", 1));
      for (;;) {
        const rows = await resultOf(database.transaction("outbox").objectStore("outbox").getAll());
        if (rows.some(({ message }) => message.content === ${JSON.stringify(text)})) return database.close();
      }
    })()`);
  }

  message(text: string): Locator {
    return this.page.getByRole("log").getByRole("article").filter({ hasText: text });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.context.close();
  }

  #listen(): void {
    this.page.on("console", (message) => {
      if (/error|warning/.test(message.type())) this.complaints.push(message.text());
    });
    this.page.on("websocket", (socket) => this.requests.push(socket.url()));
    this.page.on("pageerror", (error) => this.complaints.push(error.message));
  }
}

export const wide = { width: 1_280, height: 800 };
export const phone = { width: 390, height: 844 };
