import { join } from "node:path";

import { chromium } from "playwright-core";

/** Draws ui/icons/*.png anew from icon.svg: `bun scripts/icons.ts`, after the picture has been changed. */
const folder = join(import.meta.dir, "..", "ui", "icons");
const svg = await Bun.file(join(folder, "icon.svg")).text();
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });

/** Android cuts a maskable icon to its own form: the colour goes to the edge, the drawing stays in the middle. */
const maskable = svg
  .replace(' rx="16"', "")
  .replace("<path", '<path transform="translate(5.6 5.6) scale(.8)"');

await draw("icon-192.png", svg, 192);
await draw("icon-512.png", svg, 512);
await draw("icon-maskable.png", maskable, 512);
await browser.close();

async function draw(name: string, picture: string, size: number): Promise<void> {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw}</style>${picture}`);
  await page.screenshot({ path: join(folder, name), omitBackground: true });
  await page.close();
}
