import { expect, test } from "bun:test";

import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

test("F6 goes from part to part, round and round, and back with Shift", async () => {
  const { page, composer } = await stage.inChat();
  const focused = page.locator(":focus");
  const channel = page.getByTestId("channel-list").getByRole("button", { name: "general" });
  const message = page.getByTestId("message").last();
  const member = page.getByTestId("members-online").getByRole("button").first();
  await composer.and(focused).waitFor();
  for (const next of [member, channel, message, composer, member]) {
    await page.keyboard.press("F6");
    await next.and(focused).waitFor();
  }
  await page.keyboard.press("Shift+F6");
  await composer.and(focused).waitFor();
  await page.getByRole("button", { name: "Member list" }).click();
  await page.keyboard.press("F6");
  await channel.and(focused).waitFor();
  await page.keyboard.press("Shift+F6");
  await composer.and(focused).waitFor();
});

test("the arrows go from channel to channel, also to what is not drawn yet, and Enter opens", async () => {
  const { page } = await stage.inChat(1, ({ data }) => {
    for (let number = 1; number <= 200; number++) data.channel(`house-${String(number).padStart(3, "0")}`);
  });
  await page.keyboard.press("Shift+F6");
  await page.keyboard.press("Shift+F6");
  const row = (name: string) => page.getByTestId("channel-list").getByRole("button", { name });
  await row("general").and(page.locator(":focus")).waitFor();
  await page.keyboard.press("ArrowUp");
  await row("garden").and(page.locator(":focus")).waitFor();
  await page.keyboard.press("ArrowDown");
  expect(await row("house-060").count()).toBe(0);
  for (let number = 1; number <= 60; number++) {
    await page.keyboard.press("ArrowDown");
    await row(`house-${String(number).padStart(3, "0")}`)
      .and(page.locator(":focus"))
      .waitFor();
  }
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "Message #house-060" }).waitFor();
});

test("Tab goes round in the page, and in a dialog that is open, and never out of the window", async () => {
  const { page, composer } = await stage.inChat(3, undefined, { place: "window" });
  await composer.waitFor();
  const at = () => page.evaluate(() => document.activeElement?.outerHTML ?? "");
  const roundFrom = async (key: "Tab" | "Shift+Tab") => {
    const seen: string[] = [];
    for (let here = await at(); !seen.includes(here); here = await at()) {
      seen.push(here);
      await page.keyboard.press(key);
    }
    return seen;
  };
  await page.keyboard.press("Tab");
  for (const key of ["Tab", "Shift+Tab"] as const) {
    const seen = await roundFrom(key);
    expect(seen.length).toBeGreaterThan(20);
    expect(seen.filter((html) => html.startsWith("<body"))).toEqual([]);
  }
  await page.keyboard.press("Control+,");
  await page.getByRole("dialog").waitFor();
  for (let press = 0; press < 40; press++) {
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.closest("dialog") !== null)).toBe(true);
  }
});
