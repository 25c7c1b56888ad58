import { describe, expect, test } from "bun:test";

import type { Locator, Page } from "playwright-core";

import type { PageHost } from "../../support/page-host.ts";
import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

const isIn = (field: Locator) => field.evaluate((one) => one === document.activeElement);
const tryNow = (page: Page) => page.getByRole("button", { name: "Try now" });

async function lose(page: Page, host: PageHost): Promise<void> {
  host.dial = () => ({ type: "down", code: "refused" });
  host.lose();
  await page.getByText(/^Reconnecting in \d+ s$/).waitFor();
}

async function comeBack(page: Page, host: PageHost): Promise<void> {
  host.dial = () => ({ type: "up" });
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await page.getByText("Reconnecting").waitFor({ state: "detached" });
}

test("that there is no connection is said until there is one, under an edit and above the composer", async () => {
  const { page, host, composer } = await stage.inChat(1, ({ data, me }) => {
    data.say(data.channels.get(1) ?? expect.unreachable(), me, "mine");
  });
  const said = page.getByText("There is no connection to the server just now.");
  await lose(page, host);
  const unreached = page.getByText(/^Without a connection you reach only people with whom/);
  await composer.fill("/msg ben hello");
  await composer.press("Enter");
  await unreached.waitFor();
  const mine = page.getByTestId("message").filter({ hasText: "mine" });
  await mine.hover();
  await mine.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  const editor = page.getByRole("textbox", { name: "Edit message" });
  await editor.fill("mine, changed");
  await editor.press("Enter");
  await said.waitFor();
  await comeBack(page, host);
  await said.waitFor({ state: "detached" });
  await unreached.waitFor({ state: "detached" });
  expect(await editor.inputValue()).toBe("mine, changed");
  expect(await composer.inputValue()).toBe("/msg ben hello");
});

test("under a new password too, until there is one", async () => {
  const { page, host } = await stage.inChat();
  await page.keyboard.press("Control+,");
  await page.getByRole("tab", { name: "Devices and password" }).click();
  await page.getByRole("button", { name: "Change password" }).click();
  host.dial = () => ({ type: "down", code: "refused" });
  host.lose();
  await page.getByLabel("Present password").fill("correct horse");
  for (const label of ["New password", "New password again"])
    await page.getByLabel(label, { exact: true }).fill("battery staple");
  await page.keyboard.press("Enter");
  const said = page.getByText("There is no connection to the server just now.");
  await said.waitFor();
  await comeBack(page, host);
  await said.waitFor({ state: "detached" });
  expect(await page.getByLabel("Present password").inputValue()).toBe("correct horse");
});

describe("who tries at once", () => {
  test("with the pointer stays where they were", async () => {
    const { page, host, composer } = await stage.inChat();
    const row = page.getByTestId("channel-list").getByRole("button", { name: "general" });
    await composer.fill("half a");
    await lose(page, host);
    await row.focus();
    await tryNow(page).click({ force: true });
    expect(await isIn(row)).toBe(true);
    await comeBack(page, host);
    expect(await isIn(row)).toBe(true);
  });

  test("with the pointer stays where they were, also while it is just being tried", async () => {
    const { page, host } = await stage.inChat();
    const row = page.getByTestId("channel-list").getByRole("button", { name: "general" });
    host.dial = () => undefined;
    host.lose();
    await page.getByText("Reconnecting …", { exact: true }).waitFor();
    await row.focus();
    expect(await tryNow(page).isDisabled()).toBe(true);
    await tryNow(page).click({ force: true });
    expect(await isIn(row)).toBe(true);
  });

  test("with the keyboard goes on in the composer, and so does who only came to the button", async () => {
    const { page, host, composer } = await stage.inChat();
    await lose(page, host);
    for (const press of [true, false]) {
      await tryNow(page).focus();
      if (press) await page.keyboard.press("Enter");
      await page.locator("#composer:focus").waitFor();
    }
    expect(await isIn(composer)).toBe(true);
  });
});
