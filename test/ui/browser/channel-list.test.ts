import { describe, expect, test } from "bun:test";

import type { Page } from "playwright-core";

import type { PageServer } from "../../support/page-server.ts";
import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

const row = (page: Page, list: string, name: string) => page.getByTestId(list).getByRole("button", { name });
const names = (page: Page, list: string) => page.getByTestId(list).locator(".row-name").allTextContents();
const pick = (page: Page, name: string) =>
  page.getByRole(/^(All|Only|Nothing)/.test(name) ? "menuitemradio" : "menuitem", { name }).click();

/** books, garden, general and tools, a private channel, and direct messages with ben. */
const several = ({ data, me }: PageServer) => {
  for (const name of ["books", "tools"]) data.channel(name);
  data.channel("surprise", "", true, "private");
  data.dm(me, data.person("ben"));
};

describe("the menu of a channel", () => {
  test("opens by the right button, the menu key and its own button, and does what it says", async () => {
    const { page, chat, hear, garden } = await stage.inChat(1, several);
    hear("unread");
    hear("also", garden);
    await row(page, "channel-list", "garden").getByText("1 unread").waitFor();
    await row(page, "channel-list", "garden").click({ button: "right" });
    await pick(page, "Mark as read");
    await row(page, "channel-list", "garden").getByText("unread").waitFor({ state: "detached" });
    expect(await page.getByRole("textbox", { name: "Message #general" }).count()).toBe(1);

    await row(page, "channel-list", "garden").press("Shift+F10");
    await page.getByRole("menuitem", { name: "Open" }).and(page.locator(":focus")).waitFor();
    await page.keyboard.press("Escape");
    await row(page, "channel-list", "garden").and(page.locator(":focus")).waitFor();
    await page.keyboard.press("ContextMenu");
    await pick(page, "Only mentions");
    await row(page, "channel-list", "garden").hover();
    await page.getByTestId("channel-list").getByRole("button", { name: "Channel menu" }).nth(1).click();
    await page.getByRole("menuitemradio", { name: "Only mentions", checked: true }).waitFor();
    await pick(page, "Add to favourites");
    await row(page, "favorite-list", "garden").waitFor();
    expect(await row(page, "channel-list", "garden").count()).toBe(0);
    expect(chat.data.channels.get(garden.id)).toMatchObject({ level: "mentions", favorite: true });

    await row(page, "private-list", "surprise").click({ button: "right" });
    await pick(page, "Leave channel");
    await page.getByRole("heading", { name: "Leave surprise?" }).waitFor();
    await page.getByRole("button", { name: "Stay" }).click();
    await page.getByRole("button", { name: "Leave #general" }).click();
    await page.getByRole("heading", { name: "Leave general?" }).waitFor();
  });

  test("a direct message says that it is one", async () => {
    const { page } = await stage.inChat(1, ({ data, me }) => {
      data.say(data.dm(me, data.person("cyd")), data.person("cyd"), "hi");
    });
    await page.getByTestId("dm-list").getByRole("listitem").hover();
    await page.getByTestId("dm-list").getByRole("button", { name: "Menu of the direct message" }).click();
    await page.getByRole("menu", { name: "@cyd" }).waitFor();
    expect(await page.getByTestId("dm-list").getByRole("button", { name: "Channel menu" }).count()).toBe(0);
  });

  test("its button goes from a row that moved up from under the pointer", async () => {
    const { page } = await stage.inChat(1, ({ data, me }) => {
      for (const name of ["cyd", "dan"]) data.say(data.dm(me, data.person(name)), data.person(name), "hi");
    });
    const cyd = page.getByTestId("dm-list").locator("li").filter({ hasText: "cyd" });
    const shown = () => cyd.locator(".row-more").evaluate((button) => getComputedStyle(button).opacity);
    await cyd.click();
    await page.getByRole("textbox", { name: "Message @cyd" }).fill("hello");
    expect([await cyd.getAttribute("aria-posinset"), await shown()]).toEqual(["2", "1"]);
    await page.keyboard.press("Enter");
    await cyd.and(page.locator("[aria-posinset='1']")).waitFor();
    await page.getByRole("log").hover();
    expect(await shown()).toBe("0");
    await cyd.hover();
    expect(await shown()).toBe("1");
  });

  test("a muted channel is quiet but for what names one; the bell says so and takes it back", async () => {
    const { page, host, chat, hear, garden } = await stage.inChat(1, several);
    await row(page, "channel-list", "garden").click({ button: "right" });
    await pick(page, "Mute");
    await row(page, "channel-list", "garden").getByText("muted").waitFor();
    hear("quiet", garden);
    const named = chat.data.say(garden, chat.data.person("ben"), "@ana loud", { read: false });
    host.tell({ type: "message.created", body: { message: named } });
    const badge = row(page, "channel-list", "garden").locator(".badge");
    await badge.getByText("1 unread").waitFor();
    expect(await badge.getAttribute("class")).not.toContain("quiet");
    expect(await row(page, "channel-list", "garden").getAttribute("class")).not.toContain("row-unread");
    await host.command("set_title", ({ title }) => title === "(1) chat");
    await row(page, "channel-list", "garden").click();
    await page.getByRole("button", { name: "Notifications: muted" }).click();
    await pick(page, "Unmute");
    await page.getByRole("button", { name: "Notifications: all messages" }).waitFor();
    expect(host.commands.filter(({ type }) => type === "notify")).toEqual([]);
  });
});

describe("the order", () => {
  test("is made with the pointer, by keys with the focus staying, and from the menu", async () => {
    const { page, chat } = await stage.inChat(1, several);
    expect(await names(page, "channel-list")).toEqual(["books", "garden", "general", "tools"]);
    await row(page, "channel-list", "tools").hover();
    await page.mouse.down();
    const first = await row(page, "channel-list", "books").boundingBox();
    await page.mouse.move((first?.x ?? 0) + 50, (first?.y ?? 0) + 4, { steps: 4 });
    await page.locator(".drop-line").waitFor();
    await page.mouse.up();
    expect(await names(page, "channel-list")).toEqual(["tools", "books", "garden", "general"]);
    // To drop is not to open.
    expect(await page.getByRole("textbox", { name: "Message #general" }).count()).toBe(1);

    await row(page, "channel-list", "tools").focus();
    for (let step = 0; step < 3; step++) await page.keyboard.press("Control+Shift+ArrowDown");
    await row(page, "channel-list", "tools").and(page.locator(":focus")).waitFor();
    expect(await names(page, "channel-list")).toEqual(["books", "garden", "general", "tools"]);
    await page.keyboard.press("Shift+F10");
    expect(await page.getByRole("menuitem", { name: "Move down" }).count()).toBe(0);
    await pick(page, "Move up");
    expect(await names(page, "channel-list")).toEqual(["books", "garden", "tools", "general"]);
    while (chat.data.channels.get(3)?.place !== 1) await page.evaluate("1");
    await page.reload();
    await page.getByTestId("channel-list").getByText("tools").waitFor();
    expect(await names(page, "channel-list")).toEqual(["books", "garden", "tools", "general"]);
  });

  test("a drag that Esc ends changes nothing", async () => {
    const { page, chat } = await stage.inChat(1, several);
    await row(page, "channel-list", "tools").hover();
    await page.mouse.down();
    await page.mouse.move(60, 120, { steps: 4 });
    await page.locator(".drop-line").waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".drop-line").waitFor({ state: "detached" });
    await page.mouse.up();
    expect(await names(page, "channel-list")).toEqual(["books", "garden", "general", "tools"]);
    expect(chat.heard.some(({ type }) => type === "channel.arrange")).toBe(false);
  });
});

test("a section folds but for what is open and new, and is so at the next start", async () => {
  const { page, host, hear, garden } = await stage.inChat(1, several);
  const fold = page.getByRole("heading", { name: "Channels", exact: true }).getByRole("button");
  expect(await page.getByRole("heading", { name: "Favourites" }).count()).toBe(0);
  await fold.click();
  expect(await names(page, "channel-list")).toEqual(["general"]);
  hear("news", garden);
  await row(page, "channel-list", "garden").waitFor();
  await host.command("kept.put", ({ name }) => name === "folded");
  await page.reload();
  await row(page, "channel-list", "general").waitFor();
  await page.getByRole("button", { name: "Channels", exact: true, expanded: false }).waitFor();
  expect(await names(page, "channel-list")).toEqual(["garden", "general"]);
});

test("what others make is told until one has looked, and the page after this one knows", async () => {
  const { page, chat, host } = await stage.inChat(3, ({ data }) => {
    data.channel("attic", "Old things", false);
  });
  const told = page.getByRole("navigation").getByRole("button", { name: /new channels?$/ });
  await told.filter({ hasText: "1 new channel" }).waitFor();
  host.tell({ type: "channel.created", body: { channel: chat.data.channel("cellar", "", false) } });
  await told.filter({ hasText: "2 new channels" }).click();
  const row_of = (name: string) => page.locator(".browse-row").filter({ hasText: name });
  await row_of("cellar").getByText("new", { exact: true }).waitFor();
  expect(await row_of("general").getByText("new", { exact: true }).count()).toBe(0);
  await page.keyboard.press("Escape");
  await told.waitFor({ state: "detached" });
  const kept = await host.command("kept.put", ({ name }) => name === "browsed");
  expect(kept.text).toBe(String(Math.max(...chat.data.channels.keys())));
});
