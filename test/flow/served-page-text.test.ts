import { afterAll, beforeAll, setDefaultTimeout, test } from "bun:test";

import type { Browser } from "playwright-core";

import { launchBrowser } from "../support/page-browser.ts";
import { ServedPage } from "../support/served-page.ts";
import { startServer } from "../support/server.ts";

setDefaultTimeout(60_000);

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

test("a draft is there again after a reload", async () => {
  await using server = await startServer();
  await using ana = await ServedPage.register(browser, server, "ana");
  await ana.composer.fill("half a thought");
  await ana.page.reload();
  await ana.page.waitForFunction(
    () => document.querySelector<HTMLTextAreaElement>("#composer")?.value === "half a thought",
  );
});
