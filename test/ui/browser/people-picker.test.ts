import { test } from "bun:test";

import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

test("who was picked for a new message is shown as the list did", async () => {
  const { page } = await stage.inChat(1, ({ data, profiles }) => {
    profiles.rename(data.person("ben").user_id, "Ben Okafor");
  });
  await page.getByRole("button", { name: "New message" }).click();
  await page.keyboard.type("oka");
  await page.getByRole("option", { name: /Ben Okafor/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Remove Ben Okafor" }).waitFor();
});
