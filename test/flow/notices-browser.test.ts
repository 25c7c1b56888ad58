import { afterAll, beforeAll, expect, test } from "bun:test";

import type { Browser, Page } from "playwright-core";

import { launchBrowser } from "../support/page-browser.ts";
import { ServedPage } from "../support/served-page.ts";
import { startServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const general = 1;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
}, 30_000);
afterAll(() => browser.close());

/** The browser's own notifications, each told to the test as it is shown. */
const telling = `
  const Real = Notification;
  globalThis.Notification = class extends Real {
    constructor(title, options) {
      super(title, options);
      this.addEventListener("show", () => tellTest(title + ": " + options.body));
    }
  };`;

async function sendTest(page: Page): Promise<void> {
  await page.getByTestId("my-name").click();
  await page.getByRole("menuitem", { name: "Notifications", exact: true }).click();
  await page.getByRole("button", { name: "Send a test notification" }).click();
}

test("of two tabs one raises what comes, at the level one wants; a test tells whether it was shown", async () => {
  await using server = await startServer();
  await using ana = await ServedPage.register(browser, server, "ana");
  using ben = await PeerV2.register(server, "ben");
  // Headless, nobody answers a browser that asks: it refuses by itself.
  await sendTest(ana.page);
  await ana.page.locator("[data-outcome=denied], [data-outcome=not_asked]").waitFor();
  const shown: string[] = [];
  let heard = () => {};
  await ana.context.exposeFunction("tellTest", (text: string) => {
    shown.push(text);
    heard();
  });
  const until = async (text: string) => {
    while (!shown.includes(text)) await new Promise<void>((resolve) => (heard = resolve));
  };
  await ana.context.addInitScript(telling);
  await ana.context.grantPermissions(["notifications"], { origin: ana.origin });
  await ana.page.reload();
  await ana.composer.waitFor();
  const second = await ana.context.newPage();
  await second.goto(`${ana.origin}/`);
  await second.getByRole("textbox", { name: /^Message/ }).waitFor();

  const { channel } = await ben.request("dm.open", { usernames: ["ana"] });
  await ben.say(channel.id, "psst");
  await until("ben: psst");
  await ben.say(general, "seen by whoever looks");
  // On this tab; the other one follows, being of the same person.
  await second.getByTestId("dm-list").getByRole("button", { name: "ben" }).click({ button: "right" });
  await second.getByRole("menuitem", { name: "Mute" }).click();
  await ana.page.getByTestId("dm-list").getByText("muted").waitFor();
  await ben.say(channel.id, "quiet");
  const other = (await ben.request("channel.create", { name: "news" })).channel;
  await second.getByRole("button", { name: "Browse channels" }).click();
  await second.getByRole("button", { name: "Join" }).click();
  await second.getByRole("textbox", { name: "Message #news" }).waitFor();
  await second.getByTestId("channel-list").getByRole("button", { name: "general" }).click();
  await ben.say(other.id, "a fence");
  await until("ben in #news: a fence");
  expect(shown).toEqual(["ben: psst", "ben in #news: a fence"]);

  await sendTest(second);
  await second.getByText("Your browser has shown it.").waitFor();
  await ana.context.clearPermissions();
}, 30_000);
