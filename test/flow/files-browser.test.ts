import { beforeAll, expect, test } from "bun:test";
import { rmSync } from "node:fs";

import { BrowserClient } from "../support/browser-client.ts";
import { onDisk, pathOf, someBytes } from "../support/files.ts";
import { makePng } from "../support/png.ts";
import { startServer } from "../support/server.ts";
import { WarmBrowser } from "../support/warm-browser.ts";

let browser: WarmBrowser;
beforeAll(async () => void (browser = await WarmBrowser.shared()), 30_000);

test("a picture and a file go from one page to another through the real programs, byte for byte", async () => {
  await using server = await startServer();
  await using ana = await BrowserClient.register(browser, server, "ana");
  await using ben = await BrowserClient.register(browser, server, "ben");
  const [photo, file] = [makePng(1_200, 800), someBytes(3_000_000)];
  await ana.page.locator("input[type=file]").setInputFiles([
    { name: "view.png", mimeType: "image/png", buffer: Buffer.from(photo) },
    { name: "big.bin", mimeType: "application/octet-stream", buffer: Buffer.from(file) },
  ]);
  await ana.say("look");
  const got = ben.message("look");
  await got.getByRole("button", { name: "Open the picture view.png" }).locator("img").waitFor();
  expect(onDisk(server)).toEqual(expect.arrayContaining([pathOf(photo), pathOf(file)]));
  // On a narrow screen the picture shrinks, and nothing of what is beside it goes out of sight.
  await ben.page.setViewportSize({ width: 360, height: 700 });
  const isCut = "(log => log.scrollWidth > log.clientWidth)(document.querySelector('[role=log]'))";
  expect(await ben.page.evaluate(isCut)).toBe(false);
  await ben.page.setViewportSize({ width: 1_280, height: 800 });
  const coming = ben.page.waitForEvent("download");
  await got.getByRole("button", { name: "Download big.bin" }).click();
  const saved = await Bun.file(await (await coming).path()).bytes();
  expect(Buffer.from(saved).equals(file)).toBe(true);
  // Nothing but the client program is asked for anything.
  const foreign = ben.requests.filter((url) => !/^(https?:\/\/127\.0\.0\.1:|data:|blob:)/.test(url));
  expect(foreign).toEqual([]);
}, 30_000);

test("a picture and a file whose bytes the server has lost say so in the page", async () => {
  await using server = await startServer();
  await using ana = await BrowserClient.register(browser, server, "ana");
  await ana.page.locator("input[type=file]").setInputFiles([
    { name: "view.png", mimeType: "image/png", buffer: Buffer.from(makePng(1_200, 800)) },
    { name: "big.bin", mimeType: "application/octet-stream", buffer: Buffer.from(someBytes(3_000_000)) },
  ]);
  await ana.say("look");
  await ana.message("look").getByRole("button", { name: "Open the picture view.png" }).waitFor(); // all is up
  for (const path of onDisk(server)) rmSync(`${server.db}-files/${path}`);
  await using ben = await BrowserClient.register(browser, server, "ben");
  const got = ben.message("look");
  await got.getByRole("button", { name: "The picture view.png is missing on the server" }).waitFor();
  await got.getByRole("button", { name: "Download big.bin" }).click();
  await got.getByText("3 MB, missing on the server").waitFor();
  await server.logged(/(file_missing file_id=\d+ path=[^]*){2}/);
}, 30_000);
