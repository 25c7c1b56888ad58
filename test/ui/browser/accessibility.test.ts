import { beforeAll, expect, test } from "bun:test";

import { buildPage } from "../../../ui/build-page.ts";
import { accessibilityFaults, showTheme } from "../../support/page-accessibility.ts";
import { PageHost } from "../../support/page-host.ts";
import { allScenes } from "../../support/page-scenes.ts";
import { WarmBrowser } from "../../support/warm-browser.ts";

let browser: WarmBrowser;
let html: string;
beforeAll(async () => {
  [browser, { html }] = await Promise.all([WarmBrowser.shared(), buildPage()]);
}, 30_000);

/** One of each kind; `bun run pictures` looks at all. */
const scenes = [
  "hosting-dialog",
  "invite",
  "host-failed",
  "join-nearby",
  "welcome",
  "sign-in-not-tls",
  "sign-in-register",
  "trust-changed",
  "channels-menu",
  "channels-sections",
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
  "notices-no-service",
  "offers-people",
  "profile-card",
  "profile-crop",
  "profile-edit-wrong",
  "search-hits",
  "servers-menu",
  "social-browse",
  "social-devices",
  "social-group",
  "social-status-menu",
  "text-markdown",
];

/** Those with the most colours are looked at in the other themes too. */
const colourful = new Set([
  "message-lively",
  "search-hits",
  "servers-menu",
  "settings-appearance",
  "social-lively",
  "text-markdown",
]);

test.each([...scenes, ...colourful.difference(new Set(scenes))])(
  "axe finds nothing serious in %s",
  async (name) => {
    const scene = allScenes[name];
    if (scene === undefined)
      throw new Error(`There is no scene ${name}: ${Object.keys(allScenes).join(", ")}.`);
    const host = new PageHost(html, scene.chat(), scene.host);
    const page = await browser.newPage({ viewport: { width: 900, height: 600 }, reducedMotion: "reduce" });
    await page.goto(host.url);
    await scene.act(page, host);
    expect(await accessibilityFaults(page)).toEqual([]);
    for (const theme of colourful.has(name) ? (["light", "contrast"] as const) : []) {
      await showTheme(page, theme);
      expect([theme, ...(await accessibilityFaults(page))]).toEqual([theme]);
    }
    await page.close();
    await host.stop();
  },
);
