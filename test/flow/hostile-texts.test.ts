import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";

import type { Browser, Page } from "playwright-core";

import { BrowserClient } from "../support/browser-client.ts";
import { Guard } from "../support/hostile/guard.ts";
import { plant, type Planted } from "../support/hostile/plant.ts";
import { seeAll } from "../support/hostile/see-all.ts";
import { texts } from "../support/hostile/street.ts";
import { sharedBrowser } from "../support/page-browser.ts";
import { ServedPage } from "../support/served-page.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { some_password } from "../support/v1-peer.ts";
import { PeerV2 } from "../support/v2-peer.ts";

setDefaultTimeout(60_000);

let browser: Browser;
let server: TestServer;
let ben: PeerV2;
let planted: Planted;
beforeAll(async () => {
  [browser, server] = await Promise.all([sharedBrowser(), startServer()]);
  for (const name of ["ana", "cat"]) (await PeerV2.register(server, name))[Symbol.dispose]();
  ben = await PeerV2.register(server, "ben");
  planted = await plant(ben, texts, ["ana", "cat"]);
}, 60_000);
afterAll(async () => {
  ben[Symbol.dispose]();
  await server[Symbol.asyncDispose]();
});

const refused = (request: Promise<unknown>) =>
  request.then(
    () => false,
    () => true,
  );

test("names of people and channels, and reactions, are no texts at all: the server takes none of these", async () => {
  const { id } = await ben.say(1, "react to this");
  using guest = await PeerV2.connect(server);
  for (const text of texts) {
    const answers = await Promise.all([
      refused(guest.request("session.register", { username: text, password: some_password })),
      refused(ben.request("channel.create", { name: text })),
      refused(ben.request("message.react", { id, emoji: text, on: true })),
    ]);
    if (!/^\w+$/.test(text)) expect([text, ...answers]).toEqual([text, true, true, true]);
  }
});

describe("of all that was written and uploaded nothing runs, and nothing is asked of anybody", () => {
  test("in the page that the server serves", async () => {
    await using ana = await ServedPage.open(browser, server);
    await ana.signIn("ana", "Log in");
    await ana.composer.waitFor();
    await lookAround(ana.page);
  });

  test("in the page of chat connect --browser", async () => {
    await using cat = await BrowserClient.open(browser, server, "cat");
    await cat.signIn("cat", some_password, "Log in");
    await cat.composer.waitFor();
    await lookAround(cat.page);
  });
});

async function lookAround(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1_280, height: 2_000 });
  const guard = await Guard.over(page);
  const { channels, count, edit_counts } = planted;
  const [log, press] = [
    page.getByRole("log"),
    (name: string) => page.getByRole("button", { name, exact: true }).click(),
  ];
  for (const [name, messages] of [
    [channels.words, count],
    [channels.files, Math.ceil(planted.file_count / 10)],
    [channels.edits, edit_counts.length],
  ] as const) {
    await page.getByTestId("private-list").getByRole("button", { name }).click();
    await page.getByTestId("channel-title").getByText(name, { exact: true }).waitFor();
    await seeAll(log, "[data-testid=message]", "data-seq", messages);
  }
  for (const [at, edit_count] of edit_counts.entries()) {
    await page.getByRole("button", { name: "(edited)", exact: true }).nth(at).click();
    await page.locator(".versions > li").nth(edit_count).waitFor();
    await press("Close");
  }
  await page.getByTestId("private-list").getByRole("button", { name: channels.words }).click();
  await press("Pinned messages");
  await page.locator(".pin").nth(99).waitFor();
  await page.keyboard.press("Escape");
  await press("Search messages");
  for (const words of ["onerror", "<script>", "javascript:"]) {
    await page.getByRole("combobox", { name: "Search messages" }).fill(words);
    await page.keyboard.press("Enter");
    await page.getByTestId("hit").locator("mark", { hasText: words }).first().waitFor();
  }
  await followTopics(page);
  expect(await guard.found()).toEqual([]);
}

/** The topic of the channel that is open, one after the other. */
async function followTopics(page: Page): Promise<void> {
  const { channels } = await ben.request("channel.list", {});
  const { id: channel_id = 0 } = channels.find(({ name }) => name === planted.channels.words) ?? {};
  for (const description of texts.filter((text) => text.length <= 200))
    await ben.request("channel.update", { channel_id, description });
  await ben.request("channel.update", { channel_id, description: "the last" });
  await page.getByTestId("topic").getByText("the last").waitFor();
}
