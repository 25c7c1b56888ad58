import { describe, expect, test } from "bun:test";

import type { Page } from "playwright-core";

import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

describe("messages", () => {
  test("are sent with Enter, broken with Shift+Enter, and shown at once", async () => {
    const { page, host, composer, log } = await stage.inChat();
    await composer.pressSequentially("two");
    await page.keyboard.press("Shift+Enter");
    await composer.pressSequentially("lines");
    await page.keyboard.press("Enter");
    await log.getByText("two\nlines").waitFor();
    const sent = await host.command("send", ({ frame }) => frame["type"] === "message.send");
    expect(sent.frame["body"]).toMatchObject({ content: "two\nlines", kind: "text" });
    expect(await composer.inputValue()).toBe("");
  });

  test("that wait for the server are no sign that nobody has written", async () => {
    const { page, host, composer, log } = await stage.inChat(0);
    const nobody = log.getByText("Nobody has written yet");
    await nobody.waitFor();
    const release = host.hold("message.send");
    await composer.fill("the first word");
    await page.keyboard.press("Enter");
    await log.getByTestId("message").getByText("the first word").waitFor();
    expect(await nobody.count()).toBe(0);
    await log.getByText("This is the beginning").waitFor();
    release();
    await log.locator("[data-seq]").getByText("the first word").waitFor();
  });

  test("on glass Enter makes a new line, and the button sends", async () => {
    const { page, host, composer } = await stage.inChat(3, undefined, { touch: true });
    await composer.tap();
    await composer.pressSequentially("two");
    await page.keyboard.press("Enter");
    await composer.pressSequentially("lines");
    await page.getByRole("button", { name: "Send message" }).tap();
    const sent = await host.command("send", ({ frame }) => frame["type"] === "message.send");
    expect(sent.frame["body"]).toMatchObject({ content: "two\nlines" });
  });

  test("on glass a message is answered with two taps", async () => {
    const { page } = await stage.inChat(3, undefined, { touch: true });
    await page.getByText("message 2").tap();
    await page.getByRole("button", { name: "Reply" }).tap();
    await page.getByText("Replying to ben").waitFor();
  });

  test("in code that is not closed yet Enter makes a new line", async () => {
    const { page, host, composer } = await stage.inChat();
    await composer.pressSequentially("```ts");
    await page.keyboard.press("Enter");
    await composer.pressSequentially("1 + 1");
    await page.keyboard.press("Enter");
    await composer.pressSequentially("```");
    await page.keyboard.press("Enter");
    const sent = await host.command("send", ({ frame }) => frame["type"] === "message.send");
    expect(sent.frame["body"]).toMatchObject({ content: "```ts\n1 + 1\n```" });
  });

  test("with markup in them are text", async () => {
    const markup = `<img src=x onerror="alert(1)"><script>alert(2)</script><b>bold</b>&amp;`;
    const { page, hear, log } = await stage.inChat();
    hear(markup);
    await log.getByText(markup, { exact: true }).waitFor();
    expect(await log.locator("img, script").count()).toBe(0);
    expect(await page.title()).toBe("(1) chat");
  });

  test("have links that go to the host, and never take the page away", async () => {
    const { page, host, hear } = await stage.inChat();
    hear("look: https://example.org/a?b=c.");
    await page.getByRole("link", { name: "https://example.org/a?b=c" }).click();
    expect(await host.command("open_link")).toMatchObject({ url: "https://example.org/a?b=c" });
    expect(page.url()).toBe(host.url);
  });

  test("of a composition of an input method are not sent by the Enter that ends it", async () => {
    const { page, host, composer } = await stage.inChat();
    await composer.pressSequentially("にほん");
    await composer.dispatchEvent("keydown", { key: "Enter", isComposing: true });
    expect(await composer.inputValue()).toBe("にほん");
    await page.keyboard.press("Enter");
    const sent = await host.command("send", ({ frame }) => frame["type"] === "message.send");
    expect(sent.frame["body"]).toMatchObject({ content: "にほん" });
  });
});

describe("the list", () => {
  const asks =
    (before_seq: number) =>
    ({ frame }: { frame: Record<string, unknown> }) =>
      frame["type"] === "message.history" && JSON.stringify(frame).includes(`"before_seq":${before_seq},`);
  const distance = (page: Page) =>
    page.getByRole("log").evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight);

  test("stays at the end while messages come and the composer grows", async () => {
    const { page, hear, composer } = await stage.inChat(60);
    expect(await distance(page)).toBeLessThan(2);
    hear("the newest");
    await page.getByText("the newest").waitFor();
    expect(await distance(page)).toBeLessThan(2);
    await composer.fill("a\nb\nc\nd\ne\nf");
    expect(await distance(page)).toBeLessThan(2);
  });

  test("keeps the place of one who has scrolled up, says how many are new, and jumps down", async () => {
    const { page, hear, log } = await stage.inChat(60);
    await log.hover();
    await page.mouse.wheel(0, -400);
    const seen = page.getByText("message 50", { exact: true });
    await page.getByTestId("message").filter({ hasText: "message 40" }).isVisible();
    const before = await seen.boundingBox();
    for (const text of ["new one", "new two"]) hear(text);
    await page.getByRole("button", { name: "2 new messages" }).waitFor();
    expect((await seen.boundingBox())?.y).toBe(before?.y ?? -1);
    await page.getByRole("button", { name: "2 new messages" }).click();
    await page.getByText("new two").waitFor();
    expect(await distance(page)).toBeLessThan(2);
    expect(await page.getByTestId("jump-down").count()).toBe(0);
  });

  test("loads older messages above without moving what is read, to the very beginning", async () => {
    const { page, host, log } = await stage.inChat(240);
    const release = host.hold("message.history");
    await log.evaluate((list) => list.scrollTo(0, 900));
    await host.command("send", asks(191));
    const seen = log.getByText("message 215", { exact: true });
    const before = await seen.boundingBox();
    release();
    await log.getByText("message 145", { exact: true }).waitFor({ state: "attached" });
    expect((await seen.boundingBox())?.y).toBe(before?.y ?? -1);
    await page.waitForFunction(() => {
      document.querySelector("[role=log]")?.scrollTo(0, 0);
      return document.querySelector("[data-testid=channel-start]") !== null;
    });
    await page.getByText("Welcome to #general").waitFor();
    for (const before_seq of [141, 91, 41]) await host.command("send", asks(before_seq));
  });
});

describe("the composer", () => {
  test("keeps a draft for each channel", async () => {
    const { page, composer } = await stage.inChat();
    await composer.fill("for general");
    await page.getByTestId("channel-list").getByRole("button", { name: "garden" }).click();
    const other = page.getByRole("textbox", { name: "Message #garden" });
    expect(await other.inputValue()).toBe("");
    await other.fill("for garden");
    await page.keyboard.press("Alt+ArrowDown");
    expect(await composer.inputValue()).toBe("for general");
    await page.keyboard.press("Alt+ArrowUp");
    expect(await other.inputValue()).toBe("for garden");
  });

  test("leaves the sheet of keys to Ctrl+/ and, outside of fields, to ?", async () => {
    const { page, composer, log } = await stage.inChat();
    const sheet = page.getByRole("dialog", { name: "Commands and keys" });
    await composer.focus();
    await page.keyboard.type("really?");
    expect(await composer.inputValue()).toBe("really?");
    expect(await sheet.count()).toBe(0);
    await page.keyboard.press("Control+/");
    await sheet.getByText("Previous or next channel").waitFor();
    await page.keyboard.press("Escape");
    await sheet.waitFor({ state: "detached" });
    await log.focus();
    await page.keyboard.type("?");
    await sheet.waitFor();
    expect(await composer.inputValue()).toBe("really?");
  });

  test("gets what is typed wherever the focus is", async () => {
    const { page, composer, log } = await stage.inChat();
    await log.focus();
    await page.keyboard.type("hello");
    expect(await composer.inputValue()).toBe("hello");
  });

  test("counts what is left near the limit", async () => {
    const { page, composer } = await stage.inChat();
    await composer.fill("x".repeat(1_799));
    expect(await page.getByTestId("counter").count()).toBe(0);
    await composer.fill("x".repeat(1_990));
    expect(await page.getByTestId("counter").textContent()).toContain("10");
    await composer.fill("x".repeat(2_003));
    await page.keyboard.press("Enter");
    expect(await page.getByRole("alert").textContent()).toContain("3 characters over");
  });
});

test("a text that is being changed waits while one is elsewhere", async () => {
  const { page, composer, log } = await stage.inChat(3, ({ data, me }) => {
    data.say(data.channels.get(1) ?? expect.unreachable(), me, "mine");
  });
  await log.getByText("mine").waitFor();
  await composer.press("ArrowUp");
  const editor = page.getByRole("textbox", { name: "Edit message" });
  await editor.fill("half of it");
  await page.getByRole("button", { name: "garden" }).click();
  await editor.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "general" }).click();
  await editor.waitFor();
  expect(await editor.inputValue()).toBe("half of it");
  await editor.press("Escape");
  await editor.waitFor({ state: "detached" });
  await composer.press("ArrowUp");
  expect(await editor.inputValue()).not.toBe("half of it");
});
