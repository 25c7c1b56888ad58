import { describe, expect, test } from "bun:test";

import type { Page } from "playwright-core";

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

describe("a reply", () => {
  test("shows whom it answers, and a click on that goes there", async () => {
    const { page, chat, composer } = await stage.inChat();
    await row(page, "message 1").hover();
    await row(page, "message 1").getByRole("button", { name: "Reply" }).click();
    await page.getByText("Replying to ben").waitFor();
    expect(await composer.evaluate((field) => field === document.activeElement)).toBe(true);
    await composer.fill("an answer");
    await page.keyboard.press("Enter");
    expect(await page.getByText("Replying to ben").count()).toBe(0);
    await row(page, "an answer").getByRole("button", { name: "Answers ben: message 1" }).click();
    const original = page.getByTestId("message").first();
    await original.and(page.locator(":focus")).waitFor();
    expect(said(chat, "an answer").reply_to_seq).toBe(1);
  });

  test("is given up with Esc", async () => {
    const { page, composer } = await stage.inChat();
    await row(page, "message 1").click({ button: "right" });
    await page.getByRole("menuitem", { name: "Reply" }).click();
    await page.getByText("Replying to ben").waitFor();
    await composer.press("Escape");
    await page.getByText("Replying to ben").waitFor({ state: "detached" });
  });

  test("to a message far up is fetched; going there and back to the present", async () => {
    const { page, host, hear, log } = await stage.inChat(240, (chat) => {
      const general = chat.data.channels.get(general_id);
      if (general !== undefined) chat.data.say(general, chat.me, "an answer", { reply_to_seq: 20 });
    });
    const flashed = page.evaluate(
      () =>
        new Promise<string[]>((resolve) => {
          const seen: string[] = [];
          const note = ({ type, animationName, target }: AnimationEvent) => {
            if (animationName !== "flash") return;
            seen.push(type === "animationstart" ? getComputedStyle(target as Element).backgroundColor : type);
            if (type !== "animationstart") resolve(seen);
          };
          for (const type of ["animationstart", "animationend", "animationcancel"] as const)
            document.addEventListener(type, note);
        }),
    );
    await page.getByRole("button", { name: "Answers ben: message 20" }).click();
    await row(page, "message 20").and(page.locator(":focus")).waitFor();
    expect(await flashed).toEqual([expect.stringMatching(/^rgba\((?!0, 0, 0, 0)/), "animationend"]);
    hear("meanwhile");
    await page.getByRole("button", { name: "1 new message" }).waitFor();
    expect(await row(page, "meanwhile").count()).toBe(0);
    await page.getByTestId("jump-down").click();
    await row(page, "meanwhile").waitFor();
    const distance = await log.evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight);
    expect(distance).toBeLessThan(2);
    expect(await page.getByTestId("jump-down").count()).toBe(0);
    await host.command("send", ({ frame }) => frame["type"] === "message.get");
  });

  test("is come back to, by a button or Alt+Left, however many steps one went", async () => {
    const { page } = await stage.inChat(240, (chat) => {
      const general = chat.data.channels.get(general_id);
      if (general === undefined) return;
      chat.data.say(general, chat.me, "the first answer", { reply_to_seq: 20 });
      for (let number = 1; number <= 60; number++) chat.data.say(general, chat.me, `later ${number}`);
      chat.data.say(general, chat.me, "the second answer", { reply_to_seq: 241 });
    });
    const back = page.getByTestId("jump-back");
    const at = (words: string) => row(page, words).and(page.locator(":focus")).waitFor();
    const go = async () => {
      await page.getByRole("button", { name: "Answers ana: the first answer" }).click();
      await at("the first answer");
      await page.getByRole("button", { name: "Answers ben: message 20" }).click();
      await at("message 20");
    };
    expect(await back.count()).toBe(0);
    await go();
    await back.click();
    await at("the first answer");
    await back.click();
    await at("the second answer");
    await back.waitFor({ state: "detached" });
    await go();
    await page.keyboard.press("Alt+ArrowLeft");
    await at("the first answer");
    await page.keyboard.press("Alt+ArrowLeft");
    await at("the second answer");
    expect(new URL(page.url()).pathname).toBe("/");
  });

  test("from there, the list loads downwards to the newest without a hole", async () => {
    const { page, log } = await stage.inChat(240, (chat) => {
      const general = chat.data.channels.get(general_id);
      if (general !== undefined) chat.data.say(general, chat.me, "an answer", { reply_to_seq: 20 });
    });
    await page.getByRole("button", { name: "Answers ben: message 20" }).click();
    await row(page, "message 20").and(page.locator(":focus")).waitFor();
    // A page that was under way already when one scrolled leaves one before the end: then one scrolls on.
    const list = await log.elementHandle();
    for (const words of ["message 95", "message 145", "message 195", "message 240"])
      await page.waitForFunction(
        ([list, words]) => {
          list?.scrollTo(0, list.scrollHeight);
          const texts = [...(list?.querySelectorAll(".message-text") ?? [])];
          return texts.some(({ textContent }) => textContent === words);
        },
        [list, words] as const,
      );
    // The one that was jumped to has the focus and so is still there.
    const rows = page.locator("[data-testid=message]:not(:focus)");
    const texts = await rows.locator(".message-text").allInnerTexts();
    const numbers = texts.flatMap((text) => /message (\d+)/.exec(text)?.[1] ?? []).map(Number);
    expect(numbers).toEqual(Array.from({ length: 240 }, (_, at) => at + 1).slice(-numbers.length));
    expect(texts.at(-1)).toContain("an answer");
  });
});

test("far behind after a loss: the newest messages, and a row for those between that goes when they are there", async () => {
  const { page, host, chat, log } = await stage.inChat(60);
  const general = chat.data.channels.get(general_id);
  if (general === undefined) throw new Error("no general");
  const release = host.hold("message.history");
  host.lose();
  for (let number = 61; number <= 330; number++)
    chat.data.say(general, chat.data.person("ben"), `message ${number}`, { read: false });
  await row(page, "message 330").waitFor({ state: "attached" });
  await log.evaluate((list) => list.scrollTo(0, 0));
  await page.getByText("220 more messages came while you were away").waitFor();
  release();
  await page.waitForFunction(() => {
    document.querySelector("[role=log]")?.scrollTo(0, 0);
    return document.querySelector('[data-seq="61"]') !== null;
  });
  await page.getByTestId("gap").waitFor({ state: "detached" });
});
