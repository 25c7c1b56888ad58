import { expect, test } from "bun:test";

import type { Page } from "playwright-core";

import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

const openSettings = (page: Page) => page.getByRole("button", { name: "Settings", exact: true }).click();
const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const theme = (page: Page) => page.evaluate(() => document.documentElement.dataset["theme"]);

test("a theme shows at once, is kept, and the system's is followed", async () => {
  const { page, host, log } = await stage.inChat();
  expect(await ground(page)).toBe("rgb(30, 31, 34)");
  await openSettings(page);
  await page.getByRole("radio", { name: "Light" }).check();
  expect(await ground(page)).toBe("rgb(233, 235, 240)");
  expect(await host.command("prefer")).toMatchObject({ name: "theme", choice: "light" });
  await page.reload();
  await log.getByText("message 3").waitFor();
  expect(await theme(page)).toBe("light");
  await openSettings(page);
  await page.getByRole("radio", { name: "Like the system" }).first().check();
  await page.emulateMedia({ colorScheme: "dark" });
  await page.locator("html[data-theme=dark]").waitFor();
  await page.emulateMedia({ colorScheme: "light" });
  await page.locator("html[data-theme=light]").waitFor();
  await page.emulateMedia({ contrast: "more" });
  await page.locator("html[data-theme=contrast]").waitFor();
});

test("size, density and movement are as one chooses", async () => {
  const { page, log } = await stage.inChat();
  const text = log.getByText("message 3");
  const left = async () => (await text.boundingBox())?.x ?? 0;
  const roomy = await left();
  await openSettings(page);
  await page.getByRole("radio", { name: "20 px" }).check();
  await page.getByRole("radio", { name: "Compact" }).check();
  await page.getByRole("radio", { name: "Nothing moves" }).check();
  expect(await text.evaluate((element) => getComputedStyle(element).fontSize)).toBe("20px");
  expect(await left()).toBeLessThan(roomy);
  const button = page.getByRole("button", { name: "Close" });
  expect(await button.evaluate((element) => getComputedStyle(element).transitionDuration)).toBe("0s");
});

test("another language and clock: every word that shows changes, without a new start", async () => {
  const { page } = await stage.inChat();
  await openSettings(page);
  await page.getByRole("tab", { name: "Language and time" }).click();
  await page.getByRole("radio", { name: "Deutsch" }).check();
  await page.getByRole("heading", { name: "Sprache und Zeit" }).waitFor();
  await page.getByRole("radio", { name: "12 Stunden" }).check();
  await page.getByText(/^Jetzt ist es \d{1,2}:\d\d [AP]M\.$/).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("navigation", { name: "Kanäle und Direktnachrichten" }).waitFor();
  await page
    .getByRole("log")
    .locator("time", { hasText: /^(Heute|Gestern) um/ })
    .waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe("de");
});

test("all of it by keyboard, and the focus comes back to where it was", async () => {
  const { page } = await stage.inChat();
  await page.keyboard.press("Control+,");
  await page.getByRole("tab", { name: "Appearance" }).waitFor();
  await page.keyboard.press("Escape");
  const opener = page.getByRole("button", { name: "Settings", exact: true });
  await opener.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("tab", { name: "Appearance" }).and(page.locator(":focus")).waitFor();
  await page.keyboard.press("ArrowDown");
  await page
    .getByRole("tab", { name: "Language and time", selected: true })
    .and(page.locator(":focus"))
    .waitFor();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  await page.locator("html[data-theme=light]").waitFor();
  await page.keyboard.press("Escape");
  await opener.and(page.locator(":focus")).waitFor();
});

test("before one has logged in, looks and language can be chosen too", async () => {
  const { page } = await stage.inChat();
  await page.getByTestId("my-name").click();
  await page.getByRole("menuitem", { name: "Log out" }).click();
  await page.getByRole("button", { name: "Log in", exact: true }).waitFor();
  await openSettings(page);
  expect(await page.getByRole("tab").allTextContents()).toEqual(["Appearance", "Language and time", "About"]);
});

test("a press on nothing and a key draw no ring around the whole", async () => {
  const { page } = await stage.inChat();
  await page.keyboard.press("Control+,");
  const panel = page.getByRole("tabpanel");
  const box = await panel.boundingBox();
  if (box === null) throw new Error("no panel");
  await page.mouse.click(box.x + box.width - 6, box.y + box.height - 6);
  await page.keyboard.press("Shift");
  expect(await panel.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe("none");
});
