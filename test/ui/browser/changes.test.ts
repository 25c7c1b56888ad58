import { describe, expect, test } from "bun:test";

import type { Page } from "playwright-core";

import { ChatError } from "../../../src/protocol/errors.ts";
import type { PageServer } from "../../support/page-server.ts";
import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

const general_id = 1;
const row = (page: Page, words: string) => page.getByTestId("message").filter({ hasText: words });
const said = (chat: PageServer, words: string) => {
  const found = chat.data.messages.get(general_id)?.find(({ content }) => content === words);
  if (found === undefined) throw new Error(`nobody said ${words}`);
  return found;
};

/** ben's three messages and one of ana's. */
async function inTalk() {
  const shown = await stage.inChat(3, (chat) => {
    const general = chat.data.channels.get(general_id);
    if (general !== undefined) chat.data.say(general, chat.me, "mine", { nonce: "first" });
  });
  await row(shown.page, "mine").waitFor();
  return shown;
}

async function act(page: Page, words: string, name: string) {
  await row(page, words).hover();
  await row(page, words).getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name }).click();
}

describe("an edit", () => {
  test("of the last own message begins with the arrow up, ends with Enter, and shows its history", async () => {
    const { page, chat, composer } = await inTalk();
    await composer.press("ArrowUp");
    const editor = page.getByRole("textbox", { name: "Edit message" });
    expect(await editor.inputValue()).toBe("mine");
    await editor.fill("mine, changed");
    await page.keyboard.press("Enter");
    await row(page, "mine, changed").getByRole("button", { name: "(edited)" }).click();
    const dialog = page.getByRole("dialog", { name: "Edit history" });
    expect(await dialog.getByRole("listitem").allInnerTexts()).toEqual([
      expect.stringContaining("mine, changed"),
      expect.stringMatching(/First[^]*mine/),
    ]);
    expect(said(chat, "mine, changed").edited_at_ms).not.toBeNull();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  });

  test("is given up with Esc, and the composer has the focus again", async () => {
    const { page, chat, composer } = await inTalk();
    await composer.press("ArrowUp");
    await page.keyboard.type(" and more");
    await page.keyboard.press("Escape");
    await page.getByRole("textbox", { name: "Edit message" }).waitFor({ state: "detached" });
    expect(await composer.evaluate((field) => field === document.activeElement)).toBe(true);
    expect(said(chat, "mine").edited_at_ms).toBeNull();
  });

  test("waits while one edits another message", async () => {
    const { page, composer } = await inTalk();
    const edits = (text: string) =>
      page.waitForFunction((value) => document.querySelector("textarea")?.value === value, text);
    await composer.fill("later");
    await page.keyboard.press("Enter");
    await row(page, "later").and(page.locator("[data-seq]")).waitFor();
    await composer.press("ArrowUp");
    await page.getByRole("textbox", { name: "Edit message" }).fill("later, changed");
    await act(page, "mine", "Edit");
    await edits("mine");
    await page.keyboard.press("Escape");
    await composer.press("ArrowUp");
    await edits("later, changed");
  });

  test("to nothing deletes", async () => {
    const { page, composer } = await inTalk();
    await composer.press("ArrowUp");
    await page.getByRole("textbox", { name: "Edit message" }).fill("  ");
    await page.keyboard.press("Enter");
    await page.getByText("This message was deleted").waitFor();
    await page.getByRole("button", { name: "Undo" }).waitFor();
  });

  test("by someone else is there at once", async () => {
    const { page, chat, host } = await inTalk();
    const event = chat.changes.edit(said(chat, "message 2").id, "message two");
    if (event !== undefined) host.tell(event);
    await row(page, "message two").getByText("(edited)").waitFor();
  });
});

describe("a deletion", () => {
  test("leaves a mark, and can be undone", async () => {
    const { page, chat } = await inTalk();
    await act(page, "mine", "Delete");
    await page.getByText("This message was deleted").waitFor();
    await page.getByRole("status").getByText("Message deleted.").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await row(page, "mine").waitFor();
    await page.getByText("Message deleted.").waitFor({ state: "detached" });
    expect(chat.data.messages.get(general_id)?.[3]?.content).toBe("mine");
  });

  test("is sent when the page is left meanwhile", async () => {
    const { page, host } = await inTalk();
    await act(page, "mine", "Delete");
    await page.getByText("Message deleted.").waitFor();
    await page.goto("about:blank");
    await host.command("send", ({ frame }) => frame["type"] === "message.delete");
  });

  test("with Shift is done at once", async () => {
    const { page, host } = await inTalk();
    await row(page, "mine").hover();
    await row(page, "mine").getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click({ modifiers: ["Shift"] });
    await host.command("send", ({ frame }) => frame["type"] === "message.delete");
    await page.getByText("This message was deleted").waitFor();
    expect(await page.getByRole("button", { name: "Undo" }).count()).toBe(0);
  });

  test("is not offered for what others wrote", async () => {
    const { page } = await inTalk();
    await row(page, "message 2").click({ button: "right" });
    const menu = page.getByRole("menu", { name: "Message" });
    await menu.getByRole("menuitem", { name: "Reply" }).waitFor();
    expect(await menu.getByRole("menuitem", { name: "Delete" }).count()).toBe(0);
    await page.keyboard.press("Escape");
    await menu.waitFor({ state: "detached" });
  });
});

describe("a reaction", () => {
  test("is also chosen from the menu of a message", async () => {
    const { page, chat } = await inTalk();
    await row(page, "message 2").click({ button: "right" });
    await page.getByRole("menuitem", { name: "Add reaction" }).click();
    const picker = page.getByRole("dialog", { name: "Choose a reaction" });
    await page.keyboard.type("octopus");
    await picker.getByRole("button", { name: "octopus" }).waitFor();
    await page.keyboard.press("Enter");
    await picker.waitFor({ state: "detached" });
    await row(page, "message 2")
      .getByRole("button", { name: /octopus/ })
      .waitFor();
    expect(chat.heard.filter(({ type }) => type === "message.react").length).toBe(1);
  });

  test("is chosen by keyboard alone, counted, and taken back with a click", async () => {
    const { page, chat, composer } = await inTalk();
    await composer.press("Shift+Tab");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Choose a reaction" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    const chip = row(page, "message 3").getByRole("button", { name: "heart, 1" });
    await chip.waitFor();
    expect(await chip.getAttribute("aria-pressed")).toBe("true");
    expect(said(chat, "message 3").reactions).toEqual([{ emoji: "❤️", count: 1, mine: true }]);
    await chip.click();
    await chip.waitFor({ state: "detached" });
  });

  test("of others tells who under the pointer", async () => {
    const { page, chat, host } = await inTalk();
    for (const name of ["ben", "chidi"]) {
      const event = chat.changes.react(said(chat, "mine").id, chat.data.person(name), "🎉", true);
      if (event !== undefined) host.tell(event);
    }
    const chip = page.getByRole("button", { name: "party, 2" });
    await chip.hover();
    await page.getByRole("tooltip").getByText("ben and chidi reacted with party").waitFor();
    await chip.click();
    await page.getByRole("button", { name: "party, 3" }).waitFor();
  });
});

describe("pins", () => {
  test("are listed, jumped to, and taken away", async () => {
    const { page } = await inTalk();
    await act(page, "message 1", "Pin");
    await row(page, "message 1").getByRole("img", { name: "Pinned" }).waitFor();
    await page.getByRole("button", { name: "Pinned messages" }).click();
    const panel = page.getByRole("region", { name: "Pinned messages" });
    await panel.getByText("message 1").hover();
    await panel.getByRole("button", { name: "Jump" }).click();
    await panel.waitFor({ state: "detached" });
    await page.getByTestId("message").first().and(page.locator(":focus")).waitFor();
    await page.getByRole("button", { name: "Pinned messages" }).click();
    await panel.getByText("message 1").hover();
    await panel.getByRole("button", { name: "Unpin" }).click();
    await panel.getByText("Nothing is pinned here yet").waitFor();
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
  });
});

test("what was refused can be tried again, or taken away", async () => {
  const { page, host, chat, composer } = await inTalk();
  chat.instead["message.send"] = () => {
    throw new ChatError("forbidden", "You are not a member.");
  };
  for (const text of ["hello", "goodbye"]) {
    await composer.fill(text);
    await page.keyboard.press("Enter");
    await row(page, text).getByText("Not sent: You are not a member.").waitFor();
  }
  delete chat.instead["message.send"];
  await row(page, "goodbye").getByRole("button", { name: "Delete" }).click();
  await row(page, "hello").getByRole("button", { name: "Try again" }).click();
  await host.command("outbox.drop", ({ nonce }) => said(chat, "hello").nonce === nonce);
  await page.getByText("Not sent").waitFor({ state: "detached" });
  await page.getByRole("button", { name: /not sent/ }).waitFor({ state: "detached" });
  expect(await page.getByTestId("message").count()).toBe(5);
  expect(host.outbox.kept.size).toBe(0);
});

test("a link to a message is copied, and leads there from another channel", async () => {
  const { page, composer } = await inTalk();
  await page.evaluate(() =>
    document.addEventListener("copy", () => (document.title = String(document.getSelection()))),
  );
  await act(page, "message 1", "Copy link");
  await page.waitForFunction(() => document.title.startsWith("chat://"));
  const link = await page.title();
  await page.getByRole("button", { name: "garden" }).click();
  await page.getByRole("textbox", { name: "Message #garden" }).fill(link);
  await page.keyboard.press("Enter");
  await page.getByRole("log").getByRole("link").click();
  await composer.waitFor();
  await row(page, "message 1").waitFor();
});

test("a draft stays with its channel, which has a mark as long as one is elsewhere", async () => {
  const { page, composer } = await inTalk();
  await composer.fill("half a thought");
  await page.getByRole("button", { name: "garden" }).click();
  expect(await page.getByRole("textbox", { name: "Message #garden" }).inputValue()).toBe("");
  await page.getByRole("button", { name: "general draft" }).click();
  expect(await composer.inputValue()).toBe("half a thought");
  expect(await page.getByTitle("Draft").count()).toBe(0);
});
