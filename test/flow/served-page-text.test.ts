import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";

import type { Browser } from "playwright-core";

import { launchBrowser } from "../support/page-browser.ts";
import { ServedPage } from "../support/served-page.ts";
import { startServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

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

const ran = "globalThis.ran=1";
const vectors = [
  `<script>${ran}</script>`,
  `<img src=x onerror="${ran}">`,
  `<svg onload="${ran}">`,
  `<iframe srcdoc="<script>parent.ran=1</script>">`,
  `<style>@import "http://127.0.0.1:1/x";</style>`,
  `<link rel=stylesheet href=http://127.0.0.1:1/x>`,
  `<base href=http://127.0.0.1:1/>`,
  `<meta http-equiv=refresh content="0;url=http://127.0.0.1:1/">`,
  `<a href="javascript:${ran}">here</a>`,
  `<form action=http://127.0.0.1:1/><button>go</button></form>`,
  `![x](http://127.0.0.1:1/x.png)`,
  `[x](javascript:${ran})`,
  `[x](data:text/html,<script>${ran}</script>)`,
  `<math><mtext><img src=x onerror=${ran}></mtext></math>`,
];
const settings: readonly ((vector: string) => string)[] = [
  (vector) => vector,
  (vector) => `> ${vector}`,
  (vector) => `- ${vector}`,
  (vector) => `**${vector}**`,
  (vector) => `||${vector}||`,
  (vector) => `\`\`\`html\n${vector}\n\`\`\``,
  (vector) => `"'></textarea></title>${vector}`,
];

test("markup in messages runs nothing and asks nothing of the network", async () => {
  await using server = await startServer();
  await using ana = await ServedPage.register(browser, server, "ana");
  using ben = await PeerV2.register(server, "ben");
  const asked: string[] = [];
  ana.page.on("request", (request) => asked.push(request.url()));
  const made = ana.page.getByRole("log").locator("script, img, iframe, style, link, base, meta, form, math");
  for (const [number, setting] of settings.entries()) {
    for (const vector of vectors) await ben.say(1, setting(vector));
    await ben.say(1, `setting ${number} is done`);
    await ana.message(`setting ${number} is done`).waitFor();
    // Only messages near the view are drawn: all of this setting are among them.
    expect(await ana.page.getByTestId("message").count()).toBeGreaterThan(vectors.length);
    expect(await made.count()).toBe(0);
  }
  expect(await ana.page.evaluate(() => "ran" in globalThis)).toBe(false);
  expect(asked).toEqual([]);
  expect(ana.complaints).toEqual([]);
});
