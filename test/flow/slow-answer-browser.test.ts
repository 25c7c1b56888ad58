import { beforeAll, expect, test } from "bun:test";

import { BrowserClient } from "../support/browser-client.ts";
import { startServer } from "../support/server.ts";
import { WarmBrowser } from "../support/warm-browser.ts";

let browser: WarmBrowser;
beforeAll(async () => void (browser = await WarmBrowser.shared()), 30_000);

test("a server that does not answer shows: what is not taken after some seconds is said to be on its way", async () => {
  await using server = await startServer();
  await using ana = await BrowserClient.register(browser, server, "ana");
  for (let n = 0; n < 30; n++) await ana.say(`line ${n}`);
  await ana.message("line 29").waitFor();
  const sending = ana.message("hello?").getByText("Sending …");
  server.pause();
  await ana.say("hello?");
  await sending.waitFor({ state: "attached" });
  expect(await sending.isVisible()).toBe(false); // nothing flickers for the moment that a usual one takes
  await sending.waitFor();
  const { bottom } = await sending.evaluate((one) => one.getBoundingClientRect());
  expect(bottom).toBeLessThanOrEqual(await ana.log.evaluate((one) => one.getBoundingClientRect().bottom));
  server.resume();
  await sending.waitFor({ state: "detached" });
}, 30_000);
