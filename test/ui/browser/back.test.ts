import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";

import { BrowserStage } from "../../support/page-stage.ts";

let stage: BrowserStage;
beforeAll(async () => {
  stage = await BrowserStage.start();
}, 30_000);
afterEach(async () => expect(await stage.clear()).toEqual([]));
afterAll(() => stage.close());

test("on a phone the way back closes what is open, step by step with it, and then leaves", async () => {
  const { page } = await stage.inChat(3, undefined, { touch: true });
  const url = page.url();
  const channels = page.getByRole("navigation", { name: "Channels and direct messages" });
  const back = () => page.evaluate(() => history.back());
  await page.getByRole("button", { name: "Channels" }).tap();
  await channels.waitFor();
  await back();
  await channels.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Search messages" }).tap();
  await page.getByRole("complementary", { name: "Search" }).waitFor();
  await back();
  await page.getByRole("complementary", { name: "Search" }).waitFor({ state: "hidden" });
  // What is closed by hand leaves nothing to go back through.
  await page.getByRole("button", { name: "Member list" }).tap();
  await page.getByRole("complementary", { name: "Members" }).waitFor();
  await page.getByRole("button", { name: "Channels" }).isVisible();
  expect(page.url()).toBe(url);
  await page.keyboard.press("Escape");
  await page.goBack();
  await page.getByRole("complementary", { name: "Members" }).waitFor({ state: "hidden" });
  await page.goBack();
  expect(page.url()).toBe("about:blank");
});

test("on a wide page nothing is added to the way back", async () => {
  const { page } = await stage.inChat();
  const length = await page.evaluate(() => history.length);
  await page.getByRole("button", { name: "Search messages" }).click();
  await page.getByRole("complementary", { name: "Search" }).waitFor();
  expect(await page.evaluate(() => history.length)).toBe(length);
});
