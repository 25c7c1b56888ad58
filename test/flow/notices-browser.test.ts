import { beforeAll, expect, test } from "bun:test";

import type { Browser, Page } from "playwright-core";

import { BrowserClient } from "../support/browser-client.ts";
import { sharedBrowser } from "../support/page-browser.ts";
import { ServedPage } from "../support/served-page.ts";
import { startServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const general = 1;

let browser: Browser;
beforeAll(async () => void (browser = await sharedBrowser({ is_whole: true })), 30_000);

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

/** What a tab of the client program asks to be notified of, told as it is sent. */
function askedBy(page: Page, tell: (body: string) => void): void {
  page.on("websocket", (socket) =>
    socket.on("framesent", ({ payload }) => {
      const command = JSON.parse(String(payload));
      if (command.type === "notify") tell(command.body);
    }),
  );
}

/** Which tab speaks for all of this browser, once it is another one than before. */
function nextSpeaker(page: Page, before?: string): Promise<string> {
  return page.evaluate(async (other) => {
    for (;;) {
      const { held = [] } = await navigator.locks.query();
      const speaker = held.find(({ name }) => name === "chat-speaker")?.clientId;
      if (speaker !== undefined && speaker !== other) return speaker;
    }
  }, before);
}

test("of the tabs of one client program the one used last asks for notifications, and when it is gone another", async () => {
  await using server = await startServer();
  await using ana = await BrowserClient.register(browser, server, "ana");
  using ben = await PeerV2.register(server, "ben");
  const asked: string[] = [];
  let heard = () => {};
  const until = async (text: string) => {
    while (!asked.includes(text)) await new Promise<void>((resolve) => (heard = resolve));
  };
  const opened = async (name: string) => {
    const page = await ana.page.context().newPage();
    askedBy(page, (body) => {
      asked.push(`${name}: ${body}`);
      heard();
    });
    await page.goto(new URL("/", ana.page.url()).href);
    await page.locator("#composer").waitFor();
    return page;
  };
  const reading = await opened("reading");
  await ana.page.close();
  const { channel } = await ben.request("dm.open", { usernames: ["ana"] });
  await ben.say(channel.id, "hello");
  await until("reading: hello");
  const hidden = await opened("hidden");
  await hidden.getByTestId("dm-list").getByRole("button", { name: "ben" }).click();
  await hidden.getByRole("textbox", { name: "Message @ben" }).waitFor();
  const first = await nextSpeaker(hidden);
  // Every tab of this browser believes to have the focus; this one is told to have got it again.
  await reading.evaluate(() => window.dispatchEvent(new Event("focus")));
  const second = await nextSpeaker(hidden, first);
  await ben.say(general, "read at once");
  await reading.getByText("read at once").waitFor();
  await ben.say(channel.id, "psst");
  await until("reading: psst");
  // By now the hidden one has heard of both.
  await hidden.getByRole("log").getByText("psst").waitFor();
  await reading.close();
  expect(await nextSpeaker(hidden, second)).toBe(first);
  await ben.say(general, "nobody reads this");
  await until("hidden: nobody reads this");
  expect(asked).toEqual(["reading: hello", "reading: psst", "hidden: nobody reads this"]);
}, 30_000);
