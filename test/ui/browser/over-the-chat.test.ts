import { describe, expect, test } from "bun:test";

import type { Page } from "playwright-core";

import { ChatError } from "../../../src/protocol/errors.ts";
import type { RequestName } from "../../../src/protocol/registry.ts";
import type { PageHost } from "../../support/page-host.ts";
import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

const asked = (host: PageHost, type: RequestName) =>
  host.command("send", ({ frame }) => frame["type"] === type);

describe("an answer that comes late closes no other dialog", () => {
  /** Leaves the dialog that waits for its answer, and begins to type in another one. */
  async function goOn(page: Page) {
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("Control+K");
    const other = page.getByRole("dialog").getByRole("combobox");
    await other.fill("gar");
    return other;
  }

  const answers = [
    {
      who: "makes a channel",
      request: "channel.create",
      opener: "Create channel",
      field: "Name",
      text: "late",
      shown: "channel-title",
    },
    {
      who: "changes a topic",
      request: "channel.update",
      opener: "Channel settings",
      field: "Topic",
      text: "Changed late",
      shown: "topic",
    },
  ] as const;
  test.each(answers)("to who $who", async ({ request, opener, field, text, shown }) => {
    const { page, host } = await stage.inChat();
    const release = host.hold(request);
    await page.getByRole("button", { name: opener }).click();
    await page.getByRole("dialog").getByLabel(field).fill(text);
    await page.keyboard.press("Enter");
    await asked(host, request);
    const other = await goOn(page);
    release();
    await page.getByTestId(shown).getByText(text).waitFor();
    expect(await other.inputValue()).toBe("gar");
  });
});

describe("a second press closes what a press has opened:", () => {
  const openers = {
    bell: (page: Page) => page.getByRole("button", { name: "Notifications: all messages" }),
    emoji: (page: Page) => page.getByRole("button", { name: "Choose an emoji" }),
    "menu of a channel": (page: Page) => page.locator(".row-more").first(),
    "menu of a message": (page: Page) => page.getByRole("button", { name: "More" }),
  };
  test.each(Object.entries(openers))("%s", async (_, opener) => {
    const { page } = await stage.inChat();
    await page.getByTestId("channel-list").getByRole("listitem").first().hover();
    const button = opener(page);
    if ((await button.count()) === 0) await page.getByTestId("message").last().hover();
    const popup = page.locator(".floating");
    await button.click();
    await popup.waitFor();
    expect(await button.getAttribute("aria-expanded")).toBe("true");
    await button.click();
    await popup.waitFor({ state: "detached" });
    await button.click();
    await popup.waitFor();
    await page.mouse.click(400, 24);
    await popup.waitFor({ state: "detached" });
  });
});

test("the messages' bar is away while a dialog lies over them, and they stay where they are", async () => {
  const { page, log } = await stage.inChat(60);
  const looks = () =>
    log.evaluate((list) => [getComputedStyle(list).overflowY, list.clientWidth, list.scrollTop] as const);
  const [bar, ...place] = await looks();
  expect(bar).toBe("scroll");
  await page.keyboard.press("Control+,");
  await page.getByRole("dialog", { name: "Settings" }).waitFor();
  expect(await looks()).toEqual(["hidden", ...place]);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect(await looks()).toEqual(["scroll", ...place]);
});

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

test("members that could not be loaded can be asked for again", async () => {
  const { page, chat } = await stage.inChat(3, ({ instead }) => {
    instead["member.list"] = () => {
      throw new ChatError("internal", "Not now.");
    };
  });
  const members = page.getByRole("complementary", { name: "Members" });
  await members.getByText("This could not be loaded.").waitFor();
  delete chat.instead["member.list"];
  await members.getByRole("button", { name: "Try again" }).click();
  await members.getByText(/^Online — \d+$/).waitFor();
});
