import { expect, test } from "bun:test";

import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

test("on a phone the way back closes what is open, and then leaves", async () => {
  const { page } = await stage.inChat(3, undefined, { touch: true, alone: true });
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
  await page.getByRole("button", { name: "Search messages" }).tap();
  await page.getByRole("complementary", { name: "Search" }).waitFor();
  const gone_back = page.evaluate(
    () => new Promise<void>((resolve) => addEventListener("popstate", () => resolve(), { once: true })),
  );
  await page.getByRole("button", { name: "Close search" }).tap();
  await page.getByRole("complementary", { name: "Search" }).waitFor({ state: "hidden" });
  await gone_back;
  expect(page.url()).toBe(url);
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
