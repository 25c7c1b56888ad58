import { expect, test } from "bun:test";

import type { Locator, Page } from "playwright-core";

import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

/** The key as it comes while an input method composes a text, and as WebKit tells the one that ends it. */
const compose = (field: Locator, key: string) =>
  field.evaluate((element, pressed) => {
    for (const about of [{ isComposing: true }, { keyCode: 229 }])
      element.dispatchEvent(
        new KeyboardEvent("keydown", { key: pressed, bubbles: true, cancelable: true, ...about }),
      );
  }, key);

const shown = (page: Page, words: string) => page.getByText(words).count();

test("a key that an input method takes ends no edit, no reply and no search, and sends and chooses nothing", async () => {
  const { page, chat } = await stage.inChat(3, ({ data, me }) => {
    const [general] = data.channels.values();
    data.say(general ?? expect.unreachable(), me, "mine");
  });
  const composer = page.locator("#composer");
  const message = page.getByTestId("message");
  await message.filter({ hasText: "message 3" }).hover();
  await page.getByRole("button", { name: "Reply" }).click();
  await page.getByText("Replying to ben").waitFor();
  await compose(composer, "Escape");
  await composer.fill("@be");
  await page.getByRole("option", { name: "ben" }).waitFor();
  for (const key of ["Escape", "Enter"]) await compose(composer, key);
  expect(await composer.inputValue()).toBe("@be");
  await composer.fill("");

  await composer.press("ArrowUp");
  const editor = page.getByRole("textbox", { name: "Edit message" });
  await editor.fill("mine, changed");
  for (const key of ["Escape", "Enter"]) await compose(editor, key);
  expect(await editor.inputValue()).toBe("mine, changed");

  await composer.press("Control+f");
  const search = page.getByRole("combobox", { name: "Search messages" });
  await compose(search, "Escape");
  expect(await search.count()).toBe(1);
  // The same key as everybody's.
  await editor.press("Escape");
  await editor.waitFor({ state: "detached" });
  expect(await shown(page, "Replying to ben")).toBe(1);
  await search.press("Escape");
  await search.waitFor({ state: "detached" });
  await composer.press("Escape");
  await page.getByText("Replying to ben").waitFor({ state: "detached" });
  expect(chat.heard.filter(({ type }) => type === "message.send" || type === "message.edit")).toEqual([]);
});
