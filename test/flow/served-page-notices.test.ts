import { beforeAll, expect, setDefaultTimeout, test } from "bun:test";

import type { Browser } from "playwright-core";

import { sharedBrowser } from "../support/page-browser.ts";
import { ServedPage } from "../support/served-page.ts";
import { startServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

setDefaultTimeout(60_000);

let browser: Browser;
beforeAll(async () => void (browser = await sharedBrowser({ is_whole: true })));

test("notifications are offered, not asked for, and shown once they are allowed", async () => {
  await using server = await startServer();
  await using ana = await ServedPage.register(browser, server, "ana");
  using ben = await PeerV2.register(server, "ben");
  const raised = Promise.withResolvers<string[]>();
  await ana.page.exposeFunction("tellTest", (...words: string[]) => raised.resolve(words));
  await ana.context.addInitScript(`
    const Real = Notification;
    globalThis.Notification = class extends Real {
      constructor(title, options) {
        super(title, options);
        this.onshow = () => tellTest("shown", title, options.body);
        this.onerror = () => tellTest("not shown", title, options.body);
      }
    };`);
  await ana.page.reload();
  const offer = ana.page.getByRole("complementary", { name: "Notifications" });
  await offer.waitFor();
  await ana.context.grantPermissions(["notifications"], { origin: ana.origin });
  await offer.getByRole("button", { name: "Turn on" }).click();
  await offer.waitFor({ state: "detached" });
  const channel = (await ben.request("dm.open", { usernames: ["ana"] })).channel;
  await ben.say(channel.id, "psst");
  await ana.page.getByRole("navigation").getByText("ben").waitFor();
  expect(await raised.promise).toEqual(["shown", "ben", "psst"]);
});

test("notifications are not offered again to who does not want them, and are found in one's menu", async () => {
  await using server = await startServer();
  await using ana = await ServedPage.register(browser, server, "ana");
  await ana.page.getByRole("button", { name: "Not now" }).click();
  await ana.page.reload();
  await ana.composer.waitFor();
  expect(await ana.page.getByRole("button", { name: "Not now" }).count()).toBe(0);
  await ana.page.getByTestId("my-name").click();
  await ana.page.getByRole("menuitem", { name: "Turn on notifications" }).waitFor();
});
