import { expect, test } from "bun:test";

import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

test("goes to a channel by a few letters, back with Enter alone, and the writing mark is there", async () => {
  const { page, composer } = await stage.inChat();
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: "Channel or person" });
  await field.and(page.locator(":focus")).waitFor();
  await page.keyboard.type("gdn");
  await page.getByRole("option", { name: "#garden", selected: true }).waitFor();
  expect(await field.getAttribute("aria-activedescendant")).toBe(
    await page.getByRole("option", { selected: true }).getAttribute("id"),
  );
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "Message #garden" }).and(page.locator(":focus")).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("option", { name: "#general", selected: true }).waitFor();
  await page.keyboard.press("Enter");
  await composer.and(page.locator(":focus")).waitFor();
});

test("joins a channel one is not in, and begins messages with somebody", async () => {
  const { page, chat } = await stage.inChat(1, ({ data }) => {
    data.channel("attic", "", false);
    data.person("chidi");
  });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("attic");
  await page.getByRole("option", { name: "#attic Join" }).click();
  await page.getByRole("textbox", { name: "Message #attic" }).waitFor();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("chidi");
  await page.getByRole("option", { name: "@chidi" }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "Message @chidi" }).waitFor();
  expect(chat.heard.filter(({ type }) => type === "dm.open").length).toBe(1);
});

test("Esc closes it, and one is where one was", async () => {
  const { page, composer } = await stage.inChat();
  await composer.fill("half a word");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("nobody is called that");
  await page.getByText("Nobody and nothing is called that.").waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByRole("combobox").fill("garden");
  await page.getByRole("option", { name: "#garden", selected: true }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await composer.and(page.locator(":focus")).waitFor();
  expect(await composer.inputValue()).toBe("half a word");
});
