import { expect, test } from "bun:test";

import type { Locator } from "playwright-core";

import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

const isIn = (field: Locator) => field.evaluate((one) => one === document.activeElement);

test("an edit that is saved late gives the composer the focus only when its field still had it", async () => {
  const { page, host, composer } = await stage.inChat(0, ({ data, me }) => {
    for (const channel of data.channels.values())
      for (const text of ["mine", "later"]) data.say(channel, me, text);
  });
  const row = (text: string) => page.getByTestId("message").filter({ hasText: text });
  const editor = page.getByRole("textbox", { name: "Edit message" });
  const save = async (text: string) => {
    const answer = host.hold("message.edit");
    await editor.fill(text);
    await page.keyboard.press("Enter");
    await host.command("send", ({ frame }) => JSON.stringify(frame).includes(`"${text}"`));
    return answer;
  };
  await row("later").waitFor();
  await composer.press("ArrowUp");
  const answer = await save("later, changed");
  await row("mine").hover();
  await row("mine").getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await page.waitForFunction(() => document.querySelector("textarea")?.value === "mine");
  answer();
  await row("later, changed").waitFor();
  await page.keyboard.type(" and more");
  expect(await editor.inputValue()).toBe("mine and more");
  expect(await isIn(editor)).toBe(true);
  (await save("mine, changed"))();
  await editor.waitFor({ state: "detached" });
  expect(await isIn(composer)).toBe(true);
});
