import { afterAll, beforeAll, expect, test } from "bun:test";

import type { Browser } from "playwright-core";

import type { Preferences } from "../../../src/protocol/preferences.ts";
import { buildPage } from "../../../ui/build-page.ts";
import { accessibilityFaults } from "../../support/page-accessibility.ts";
import { launchBrowser } from "../../support/page-browser.ts";
import { PageHost } from "../../support/page-host.ts";
import { allScenes } from "../../support/page-scenes.ts";

let browser: Browser;
let html: string;
beforeAll(async () => {
  [browser, { html }] = await Promise.all([launchBrowser(), buildPage()]);
}, 30_000);
afterAll(() => browser.close());

/** One of each kind; `bun run pictures` looks at all. */
const scenes = [
  "sign-in-not-tls",
  "sign-in-register",
  "trust-changed",
  "chat-empty",
  "chat-general",
  "chat-go-to",
  "chat-help",
  "chat-loading",
  "chat-reconnecting",
  "emoji-picker",
  "files-in-messages",
  "files-lightbox",
  "message-history",
  "message-lively",
  "message-menu",
  "message-pins",
  "offers-people",
  "search-hits",
  "social-browse",
  "social-devices",
  "social-group",
  "social-status-menu",
  "text-markdown",
];

test.each(scenes)("axe finds nothing serious in %s", async (name) => {
  expect(await faultsIn(name, "dark")).toEqual([]);
});

/** Those with the most colours. */
const colourful = ["message-lively", "search-hits", "social-lively", "text-markdown", "settings-appearance"];

test.each(colourful)("axe finds nothing serious in %s, light and with high contrast", async (name) => {
  expect(await faultsIn(name, "light")).toEqual([]);
  expect(await faultsIn(name, "contrast")).toEqual([]);
});

async function faultsIn(name: string, theme: Preferences["theme"]): Promise<unknown> {
  const scene = allScenes[name];
  if (scene === undefined)
    throw new Error(`There is no scene ${name}: ${Object.keys(allScenes).join(", ")}.`);
  const host = new PageHost(html, scene.chat(), {
    ...scene.host,
    preferences: { theme, ...scene.host?.preferences },
  });
  const page = await browser.newPage({ viewport: { width: 900, height: 600 }, reducedMotion: "reduce" });
  await page.goto(host.url);
  await scene.act(page, host);
  const faults = await accessibilityFaults(page);
  await page.close();
  await host.stop();
  return faults;
}
