import { mkdir } from "node:fs/promises";

import type { Browser, Page } from "playwright-core";

import { buildPage } from "../../ui/build-page.ts";
import { accessibilityFaults, showTheme } from "../support/page-accessibility.ts";
import { launchBrowser } from "../support/page-browser.ts";
import { PageHost } from "../support/page-host.ts";
import type { Scene } from "../support/page-scene.ts";
import { allScenes } from "../support/page-scenes.ts";

/**
 * Writes a picture of every state of the page, at four sizes and in three themes, into pictures/, and says what went wrong
 * and what axe finds. Names given as arguments choose scenes, --light and the like choose themes.
 */

const sizes = [
  [900, 600],
  [1280, 800],
  [2560, 1440],
  [390, 844],
] as const;
const folder = new URL("../../pictures/", import.meta.url).pathname;

const themes = ["dark", "light", "contrast"] as const;

const [options, wanted] = [true, false].map((is) =>
  Bun.argv.slice(2).filter((word) => word.startsWith("--") === is),
);
const asked = themes.filter((theme) => options?.includes(`--${theme}`));
const { html } = await buildPage();
await mkdir(folder, { recursive: true });
const browser = await launchBrowser();
for (const [name, scene] of Object.entries(allScenes))
  if (!wanted?.length || wanted.some((part) => name.includes(part))) await draw(browser, name, scene);
await browser.close();

async function draw(browser: Browser, name: string, scene: Scene): Promise<void> {
  for (const [width, height] of scene.sizes ?? sizes) {
    const host = new PageHost(html, scene.chat(), scene.host);
    const page = await browser.newPage({
      viewport: { width, height },
      locale: "en-GB",
      reducedMotion: "reduce",
    });
    const faults = watchFaults(page);
    await page.goto(host.url);
    page.setDefaultTimeout(5_000);
    await scene.act(page, host).catch((error: unknown) => faults.push(String(error)));
    for (const theme of asked.length === 0 ? themes : asked) {
      await showTheme(page, theme);
      const found = width === 900 ? await accessibilityFaults(page) : [];
      faults.push(...found.map((fault) => `${theme}: ${fault}`));
      const path = `${folder}${name}-${width}${theme === "dark" ? "" : `-${theme}`}.png`;
      await page.screenshot({ path, animations: "disabled" });
    }
    await page.close();
    await host.stop();
    for (const fault of faults) console.log(`${name}: ${fault}`);
    if (faults.length > 0) process.exitCode = 1;
  }
}

function watchFaults(page: Page): string[] {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.stack ?? error.message));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  return faults;
}
