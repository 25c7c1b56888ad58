import { describe, expect, setDefaultTimeout, test } from "bun:test";

import type { Page } from "playwright-core";

import { device } from "../../support/page-people.ts";
import { stageForTests } from "../../support/stage-for-tests.ts";

setDefaultTimeout(20_000);

const stage = stageForTests();

const press = (page: Page, ...keys: string[]) =>
  keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
const row = (page: Page, list: string, name: string) => page.getByTestId(list).getByRole("button", { name });

describe("channels", () => {
  test("a private one is made with the keyboard, and has a lock", async () => {
    const { page, host } = await stage.inChat();
    await page.getByRole("button", { name: "Create channel" }).click();
    await press(page, "Shift+Tab", "ArrowDown", "Tab");
    await page.keyboard.type("surprise");
    await press(page, "Enter");
    const sent = await host.command("send", ({ frame }) => frame["type"] === "channel.create");
    expect(sent.frame["body"]).toMatchObject({ kind: "private", name: "surprise" });
    await row(page, "private-list", "surprise").getByText("private").waitFor();
  });

  test("are found by name and description among all public ones", async () => {
    const { page } = await stage.inChat(3, (chat) => {
      chat.data.channel("attic", "Old things", false);
      chat.data.channel("hidden", "Old things", true, "private");
    });
    await page.getByRole("button", { name: "Browse channels" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("3 of 3").waitFor();
    await page.keyboard.type("old");
    await dialog.getByText("1 of 3").waitFor();
    expect(await dialog.getByText("hidden").count()).toBe(0);
    await dialog.getByRole("button", { name: "Join attic" }).click();
    await page.getByRole("textbox", { name: "Message #attic" }).waitFor();
  });

  test("a private one is left only after a second word", async () => {
    const { page } = await stage.inChat(3, (chat) => chat.data.channel("surprise", "", true, "private"));
    await row(page, "private-list", "surprise").click();
    await page.getByRole("button", { name: "Leave #surprise" }).click();
    await page.getByRole("dialog", { name: "Leave surprise?" }).waitFor();
    await press(page, "Enter");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await row(page, "private-list", "surprise").count()).toBe(1);
    await page.getByRole("button", { name: "Leave #surprise" }).click();
    await page.getByRole("button", { name: "Leave channel" }).click();
    await row(page, "private-list", "surprise").waitFor({ state: "detached" });
  });

  test("who made one renames and archives it; others change its topic", async () => {
    const { page, chat } = await stage.inChat(3, ({ data, me }) => {
      const party = data.channel("party");
      party.created_by = me.user_id;
      data.say(party, data.person("ben"), "hurray");
    });
    await page.getByRole("button", { name: "Channel settings" }).click();
    expect(await page.getByLabel("Name").isDisabled()).toBe(true);
    await page.getByLabel("Topic").fill("What is new");
    await press(page, "Enter");
    await page.getByTestId("topic").getByText("What is new").waitFor();

    await row(page, "channel-list", "party").click();
    await page.getByRole("button", { name: "Channel settings" }).click();
    await page.getByLabel("Name").fill("Party 2026");
    await press(page, "Enter");
    await row(page, "channel-list", "party-2026").waitFor();
    await page.getByRole("button", { name: "Channel settings" }).click();
    await page.getByRole("button", { name: "Archive", exact: true }).click();
    await page.getByText("it can be read, but nobody can write here").waitFor();
    expect(await page.getByRole("textbox").count()).toBe(0);
    expect(await row(page, "channel-list", "party-2026").count()).toBe(0);
    await page.getByRole("button", { name: "Archived — 1" }).click();
    await row(page, "archive-list", "party-2026").waitFor();
    await page.getByRole("button", { name: "Bring back" }).click();
    await page.getByRole("textbox", { name: "Message #party-2026" }).waitFor();
    expect(chat.data.channels.get(3)?.archived_at_ms).toBeNull();
  });
});

describe("the field for people", () => {
  test("begins a group with the keyboard alone", async () => {
    const { page, host } = await stage.inChat(3, ({ data }) => {
      for (const name of ["chidi", "dalia"]) data.person(name);
    });
    await page.getByRole("button", { name: "New message" }).click();
    await page.getByRole("option", { name: "dalia" }).waitFor();
    await page.keyboard.type("da");
    await press(page, "Enter");
    await page.keyboard.type("xyz");
    await page.getByText("Enter takes the name as it is").waitFor();
    await press(page, "Backspace", "Backspace", "Backspace", "ArrowDown", "ArrowDown", "Enter");
    await page.getByRole("button", { name: "Remove chidi" }).waitFor();
    await press(page, "Enter");
    const sent = await host.command("send", ({ frame }) => frame["type"] === "dm.open");
    expect(sent.frame["body"]).toEqual({ usernames: ["dalia", "chidi"] });
    await page.getByRole("textbox", { name: "Message chidi, dalia" }).waitFor();
    await row(page, "dm-list", "chidi, dalia").getByText("3 people").waitFor();
  });

  test("says next to itself that nobody has a name", async () => {
    const { page } = await stage.inChat();
    await page.getByRole("button", { name: "New message" }).click();
    await page.keyboard.type("nobody");
    await press(page, "Enter", "Enter");
    await page.getByRole("alert").getByText("There is no user named nobody.").waitFor();
    await press(page, "Backspace");
    await page.getByText("There is no user named").waitFor({ state: "detached" });
  });
});

describe("oneself", () => {
  test("the menu goes by arrows, and Esc gives the focus back", async () => {
    const { page, chat } = await stage.inChat();
    const opener = page.getByRole("button", { name: "ana" }).first();
    await opener.focus();
    await press(page, "Enter");
    await page.getByRole("menuitemradio", { name: "Online" }).waitFor();
    await press(page, "ArrowUp", "Home", "ArrowDown", "Escape");
    expect(await page.getByRole("menu").count()).toBe(0);
    await press(page, "Enter", "ArrowDown", "Enter");
    await page.getByTestId("my-status").getByText("Do not disturb").waitFor();
    expect(chat.people.presence.status).toBe("dnd");
  });

  test("a new password is checked at its fields, and the others are said to be out", async () => {
    const { page } = await stage.inChat(3, (chat) => {
      chat.people.sessions.push(device(2, "Firefox on Windows", 0));
    });
    await page.getByTestId("my-name").click();
    await page.getByRole("menuitem", { name: "Devices" }).click();
    await page.getByText("Firefox on Windows").waitFor();
    await page.getByRole("button", { name: "Change password" }).click();
    const type = async (present: string, next: string, again: string) => {
      await page.getByLabel("Present password").fill(present);
      await page.getByLabel("New password", { exact: true }).fill(next);
      await page.getByLabel("New password again").fill(again);
      await press(page, "Enter");
    };
    await type("correct horse", "abc", "abc");
    await page.getByText("Password must be at least 6 characters.").waitFor();
    await type("correct horse", "battery staple", "battery stable");
    await page.getByText("This is not the same.").waitFor();
    await type("wrong", "battery staple", "battery staple");
    await page.getByText("That is not your present password.").waitFor();
    await type("correct horse", "battery staple", "battery staple");
    await page.getByText("Your password is changed. Your other device was logged out.").waitFor();
    expect(await page.getByText("Firefox on Windows").count()).toBe(0);
  });

  test("each status has a shape of its own", async () => {
    const { page } = await stage.inChat(3, ({ data }) => {
      data.person("chidi", "idle");
      data.person("dalia", "dnd");
      data.person("emre", "offline");
    });
    await page.getByTestId("members-offline").waitFor();
    const shapes = await page.locator(".members .dot").evaluateAll((dots) =>
      dots.map((dot) => {
        const { maskImage, borderTopWidth } = getComputedStyle(dot);
        return `${maskImage} ${borderTopWidth}`;
      }),
    );
    expect(new Set(shapes).size).toBe(4);
  });
});

test("who writes is said below the composer, and nothing moves", async () => {
  const { page, host, chat, composer } = await stage.inChat(60);
  const before = await composer.boundingBox();
  const last = page.getByText("message 60", { exact: true });
  const line = await last.boundingBox();
  host.tell({ type: "typing.started", body: { channel_id: 1, user: chat.data.person("ben") } });
  await page.getByText("ben is typing…").waitFor();
  expect([await composer.boundingBox(), await last.boundingBox()]).toEqual([before, line]);
});

describe("what is new", () => {
  const lookAway = (page: Page) =>
    page.evaluate(() => {
      document.hasFocus = () => false;
      window.dispatchEvent(new Event("blur"));
    });
  const lookAgain = (page: Page) =>
    page.evaluate(() => {
      document.hasFocus = () => true;
      window.dispatchEvent(new Event("focus"));
    });

  test("above the window is told of by a bar, which goes there", async () => {
    const { page, hear } = await stage.inChat(60);
    await lookAway(page);
    for (let number = 1; number <= 40; number++) hear(`new ${number}`);
    const bar = page.getByTestId("unread-bar");
    await bar.getByText(/^40 new messages since \d/).waitFor();
    await lookAgain(page);
    await bar.getByText("Jump").click();
    await page.getByText("New messages", { exact: true }).waitFor();
    await bar.waitFor({ state: "detached" });
    expect(await page.getByText("new 1", { exact: true }).isVisible()).toBe(true);
  });

  test("further up than is loaded is loaded by the jump", async () => {
    const { page } = await stage.inChat(3, ({ data }) => {
      const busy = data.channel("busy");
      for (let number = 1; number <= 300; number++)
        data.say(busy, data.person("ben"), `word ${number}`, { read: number <= 20 });
    });
    await row(page, "channel-list", "busy").click();
    await page.getByTestId("unread-bar").getByText("280 new messages").click();
    await page.getByText("word 21", { exact: true }).waitFor();
    await page.getByText("New messages", { exact: true }).waitFor();
  });

  test("is read with Esc", async () => {
    const { page, host, hear } = await stage.inChat(60);
    await lookAway(page);
    for (let number = 1; number <= 40; number++) hear(`new ${number}`);
    await page.getByTestId("unread-bar").waitFor();
    await lookAgain(page);
    await press(page, "Escape");
    await page.getByTestId("unread-bar").waitFor({ state: "detached" });
    await host.command("send", ({ frame }) => frame["type"] === "channel.mark_read");
  });

  test("names oneself in red and in the row, and anyone in the text", async () => {
    const { page, garden, hear, log } = await stage.inChat();
    hear("@ana and @ben, come", garden);
    hear("just so", garden);
    await row(page, "channel-list", "garden").getByText("2 unread, 1 for you").waitFor();
    await row(page, "channel-list", "garden").click();
    await log.getByText("just so").waitFor();
    expect(await log.locator(".mention").allTextContents()).toEqual(["@ana", "@ben"]);
    expect(await log.locator(".mention-me").allTextContents()).toEqual(["@ana"]);
    expect(await log.locator(".message-mention").count()).toBe(1);
  });
});
