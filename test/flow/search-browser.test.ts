import { beforeAll, expect, setDefaultTimeout, test } from "bun:test";

import { BrowserClient } from "../support/browser-client.ts";
import { startServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";
import { WarmBrowser } from "../support/warm-browser.ts";

setDefaultTimeout(60_000);

let browser: WarmBrowser;
beforeAll(async () => void (browser = await WarmBrowser.shared()), 30_000);

test("a message from long ago is found by a part of a word, and a click goes there", async () => {
  await using server = await startServer();
  using ben = await PeerV2.register(server, "ben");
  await ben.say(1, "the Crème brûlée was wonderful, see https://example.org");
  for (let at = 0; at < 200; at++) await ben.say(1, `talk ${at}`);
  await using ana = await BrowserClient.register(browser, server, "ana");
  const { page } = ana;
  await page.getByTestId("message").filter({ hasText: "talk 199" }).waitFor();
  await page.keyboard.press("Control+f");
  const field = page.getByRole("combobox", { name: "Search messages" });
  await field.fill("from:ben has:link creme bru");
  // The index follows a moment behind what was said: Enter asks again.
  const hit = page.getByTestId("hit");
  await expectSoon(async () => {
    await field.press("Enter");
    return (await hit.count()) === 1;
  });
  expect(await hit.locator("mark").allTextContents()).toEqual(["Crème", "brû"]);
  await hit.click();
  await ana.message("the Crème brûlée was wonderful").first().waitFor();
  await page.getByText("talk 3", { exact: true }).waitFor();
});

/** Asks until it is so; the test's time limit ends it. */
async function expectSoon(is_so: () => Promise<boolean>): Promise<void> {
  while (!(await is_so()));
}
