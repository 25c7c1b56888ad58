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

test("the end of the client program lies over what is open, and has the focus", async () => {
  const { page, host } = await stage.inChat();
  await page.getByRole("button", { name: "Create channel" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("never");
  await host.stop();
  const over = page.getByRole("alertdialog", { name: "chat has ended" });
  await over.waitFor();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  const has = (find: () => Element | null) =>
    page.evaluate(`(${find.toString()})()?.closest("[role=alertdialog]") !== null`);
  expect(await has(() => document.activeElement)).toBe(true);
  expect(await has(() => document.elementFromPoint(innerWidth / 2, innerHeight / 2))).toBe(true);
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press("Escape");
  expect(await over.isVisible()).toBe(true);
});

test("the question whether the window may close leaves what was open as it was", async () => {
  const { page, host } = await stage.inChat(3, undefined, { place: "window" });
  host.hold("file.finish");
  const buffer = Buffer.from("the plan");
  await page.locator("input[type=file]").setInputFiles({ name: "plan.txt", mimeType: "text/plain", buffer });
  await page.getByTestId("chosen-file").waitFor();
  await page.getByRole("button", { name: "Create channel" }).click();
  const name = page.getByRole("dialog", { name: "Create a channel" }).getByLabel("Name");
  await name.fill("allotment");
  await page.evaluate(() => void dispatchEvent(new Event("beforeunload", { cancelable: true })));
  const question = page.getByRole("dialog", { name: "Files are not sent yet" });
  await question.getByRole("button", { name: "Keep open" }).click();
  await question.waitFor({ state: "detached" });
  expect(await name.inputValue()).toBe("allotment");
  expect(await name.evaluate((field) => field === document.activeElement)).toBe(true);
});
