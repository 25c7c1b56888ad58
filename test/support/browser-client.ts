import type { Browser, Locator, Page, WebSocket } from "playwright-core";

import { startChat } from "./program.ts";
import type { TestServer } from "./server.ts";
import { some_password } from "./v1-peer.ts";
import { WarmBrowser } from "./warm-browser.ts";

/** Where a person's page is: in a browser of their own, or beside those of others, where it is there sooner. */
type Home = Browser | WarmBrowser;

const wide = { viewport: { width: 1_280, height: 800 } };

/** One person at the browser client: `chat connect --browser`, and its page in a real Chromium. */
export class BrowserClient implements AsyncDisposable {
  constructor(
    readonly page: Page,
    readonly program: ReturnType<typeof startChat>,
    /** Everything the page asked of the network. */
    readonly requests: string[],
    /** The connections of the page to the program, the newest one last. */
    readonly bridges: WebSocket[],
    readonly is_beside: boolean,
  ) {}

  /** Starts the client program and opens the link it prints. */
  static open(browser: Home, server: TestServer, name: string): Promise<BrowserClient> {
    return BrowserClient.start(browser, server.folder, name, [`127.0.0.1:${server.port}`, "--no-tls"]);
  }

  /** The same for any target, or none; settings lie in the folder. */
  static async start(
    browser: Home,
    folder: string,
    name: string,
    target: readonly string[],
  ): Promise<BrowserClient> {
    const args = ["connect", ...target, "--browser", "--no-open"];
    const env = { CHAT_CONFIG_DIR: `${folder}/config-${name}` };
    const program = startChat(args, { cwd: folder, env });
    const [link] = await program.out.until(/http:\/\/127\.0\.0\.1:\d+\/\S+/);
    const is_beside = browser instanceof WarmBrowser;
    const page = await (is_beside ? browser.newPage(wide) : (await browser.newContext(wide)).newPage());
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    const bridges: WebSocket[] = [];
    page.on("websocket", (bridge) => bridges.push(bridge));
    await page.goto(link);
    return new BrowserClient(page, program, requests, bridges, is_beside);
  }

  static async register(browser: Home, server: TestServer, name: string): Promise<BrowserClient> {
    const client = await BrowserClient.open(browser, server, name);
    await client.page.getByRole("button", { name: "Create an account" }).click();
    await client.signIn(name, some_password, "Register");
    await client.composer.waitFor();
    return client;
  }

  async signIn(name: string, password: string, button: "Log in" | "Register"): Promise<void> {
    await this.page.getByLabel("Username").fill(name);
    await this.page.getByLabel("Password", { exact: true }).fill(password);
    await this.page.getByRole("button", { name: button, exact: true }).click();
  }

  get composer(): Locator {
    return this.page.locator("#composer");
  }

  get log(): Locator {
    return this.page.getByRole("log");
  }

  /** The message that has this text, once it is there. */
  message(text: string): Locator {
    return this.page.getByTestId("message").filter({ hasText: text });
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }

  /** Resolves when the page has given a frame with this text to the program, which takes all it is given in order. */
  async sends(text: string): Promise<void> {
    const is_meant = ({ payload }: { payload: string | Buffer }): boolean =>
      payload.includes("message.send") && payload.includes(text);
    const bridge = this.bridges.at(-1);
    if (bridge === undefined) throw new Error("the page has no connection to the program");
    await bridge.waitForEvent("framesent", is_meant);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await (this.is_beside ? this.page.close() : this.page.context().close());
    this.program.kill("SIGKILL");
    await this.program.exited;
  }
}
