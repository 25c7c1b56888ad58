import { expect, test } from "bun:test";

import type { Page } from "playwright-core";

import type { PageHost } from "../../support/page-host.ts";
import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

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
  await composer.fill("/msg ben hello");
  await composer.press("Enter");
  await said.waitFor();
  const mine = page.getByTestId("message").filter({ hasText: "mine" });
  await mine.hover();
  await mine.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  const editor = page.getByRole("textbox", { name: "Edit message" });
  await editor.fill("mine, changed");
  await editor.press("Enter");
  await said.nth(1).waitFor();
  await comeBack(page, host);
  await said.nth(1).waitFor({ state: "detached" });
  await said.waitFor({ state: "detached" });
  expect(await editor.inputValue()).toBe("mine, changed");
  expect(await composer.inputValue()).toBe("/msg ben hello");
});
