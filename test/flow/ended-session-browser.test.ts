import { beforeAll, expect, setDefaultTimeout, test } from "bun:test";

import { BrowserClient } from "../support/browser-client.ts";
import { startServer } from "../support/server.ts";
import { some_password } from "../support/v1-peer.ts";
import { WarmBrowser } from "../support/warm-browser.ts";

setDefaultTimeout(60_000);

let browser: WarmBrowser;
beforeAll(async () => void (browser = await WarmBrowser.shared()), 30_000);

test("a session ended from another device is over within a second, and its token is forgotten", async () => {
  await using server = await startServer();
  await using ana = await BrowserClient.register(browser, server, "ana");
  await using phone = await BrowserClient.open(browser, server, "ana-phone");
  await phone.signIn("ana", some_password, "Log in");
  await phone.composer.waitFor();
  await ana.page.getByTestId("my-name").click();
  await ana.page.getByRole("menu").getByText("Devices").click();
  await ana.page.getByRole("button", { name: "End Chromium on Linux" }).click();
  await phone.page.getByText("The session was ended").waitFor({ timeout: 1_000 });
  await phone.page.reload();
  await phone.page.getByLabel("Username").waitFor();
  expect(await phone.page.getByLabel("Username").inputValue()).toBe("ana");
  expect(await ana.page.getByRole("listitem").filter({ hasText: "This device" }).count()).toBe(1);
});
