import { beforeAll, expect, setDefaultTimeout, test } from "bun:test";

import type { Browser } from "playwright-core";

import { Canary } from "../support/hostile/canary.ts";
import { sharedBrowser } from "../support/page-browser.ts";
import { ServedPage } from "../support/served-page.ts";
import { startServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

setDefaultTimeout(60_000);

let browser: Browser;
beforeAll(async () => void (browser = await sharedBrowser()));

test("a draft is there again after a reload", async () => {
  await using server = await startServer();
  await using ana = await ServedPage.register(browser, server, "ana");
  await ana.composer.fill("half a thought");
  await ana.page.reload();
  await ana.page.waitForFunction(
    () => document.querySelector<HTMLTextAreaElement>("#composer")?.value === "half a thought",
  );
});

test("a link opens in a tab of its own, which knows nothing of the page it came from", async () => {
  using elsewhere = new Canary("page");
  await using server = await startServer();
  await using ana = await ServedPage.register(browser, server, "ana");
  using ben = await PeerV2.register(server, "ben");
  await ben.say(1, `see ${elsewhere.origin}/there`);
  const coming = ana.context.waitForEvent("page");
  await ana.page.getByRole("link", { name: `${elsewhere.origin}/there` }).click();
  const tab = await coming;
  await tab.waitForLoadState();
  expect(await tab.title()).toBe("elsewhere");
  expect(await tab.evaluate(() => [window.opener, document.referrer, history.length])).toEqual([null, "", 1]);
  expect(ana.page.url()).toBe(`${ana.origin}/`);
  expect(ana.complaints).toEqual([]);
});
