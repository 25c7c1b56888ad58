import { expect, test } from "bun:test";

import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

test("a lost server is said once: what counts, and what can be pressed, stands beside it", async () => {
  const { page, host } = await stage.inChat();
  host.dial = () => ({ type: "down", code: "refused" });
  host.lose();
  await page.getByText(/^Reconnecting in \d+ s$/).waitFor();
  await page.getByRole("status").getByText("“Willow Street” is away").waitFor({ state: "attached" });
  expect(await page.locator("[role=status] .countdown, [role=status] button").count()).toBe(0);
});
