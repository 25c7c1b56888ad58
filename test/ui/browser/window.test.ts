import { describe, expect, test } from "bun:test";

import type { Locator, Page } from "playwright-core";

import type { PageServer } from "../../support/page-server.ts";
import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

/** Enough for a view of 600 pixels, with what is drawn above and below it. */
const drawn_max = 90;

const topOf = async (place: Locator) => Math.round((await place.boundingBox())?.y ?? Number.NaN);
const drawn = (page: Page) => page.getByTestId("message").count();

/** One step of a wheel, and the frame in which what follows from it is drawn. */
async function wheel(log: Locator, distance_px: number): Promise<void> {
  await log.evaluate(
    (list, by) =>
      new Promise<void>((resolve) => {
        list.scrollTop += by;
        requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
      }),
    distance_px,
  );
}

/** The first message that begins within the view. */
async function firstInView(page: Page, log: Locator): Promise<Locator> {
  const key = await log.evaluate((list) => {
    const edge = list.getBoundingClientRect().top;
    const rows = [...list.querySelectorAll<HTMLElement>(".message")];
    return rows.find((one) => one.getBoundingClientRect().top >= edge)?.dataset["key"];
  });
  if (key === undefined) throw new Error("nothing is in view");
  return page.locator(`[data-key="${key}"]`);
}

/** Messages of one to seven lines, so that no height can be guessed. */
const talk = (count: number) => (chat: PageServer) => {
  const [general] = chat.data.channels.values();
  const ben = chat.data.person("ben");
  if (general === undefined) throw new Error("no channel");
  for (let number = 1; number <= count; number++)
    chat.data.say(general, ben, `number ${number}${"\nand on".repeat((number * 5) % 7)}`);
};

describe("of a long channel", () => {
  test("only the messages near the view are drawn, wherever one scrolls", async () => {
    const { page, log } = await stage.inChat(0, talk(100_000));
    let most = 0;
    for (let step = 0; step < 60; step++) {
      await wheel(log, step < 40 ? -900 : 900);
      most = Math.max(most, await drawn(page));
    }
    expect(most).toBeGreaterThan(20);
    expect(most).toBeLessThan(drawn_max);
  });

  const moves = ["no-preference", "reduce"] as const;
  test.each(moves)("what is read moves exactly as far as one scrolls, motion: %s", async (reducedMotion) => {
    const { page, log } = await stage.inChat(0, talk(2_000), { reducedMotion });
    for (let step = 0; step < 40; step++) {
      const one = await firstInView(page, log);
      const before = await topOf(one);
      await wheel(log, -150);
      expect({ step, top: await topOf(one) }).toEqual({ step, top: before + 150 });
    }
  });

  test("the page keys scroll, also from where one writes", async () => {
    const { page, log } = await stage.inChat(0, talk(200));
    const distance = () => log.evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight);
    const height = await log.evaluate((list) => list.clientHeight);
    await page.locator("#composer").press("PageUp");
    expect(await distance()).toBeGreaterThan(height * 0.8);
    await page.locator("#composer").press("PageDown");
    await page.waitForFunction(
      (list) => list.scrollHeight - list.scrollTop - list.clientHeight < 1,
      await log.elementHandle(),
    );
  });

  test("a message with the focus keeps it out of view, and the arrows go on from there", async () => {
    const { page, log } = await stage.inChat(0, talk(200));
    await page.locator('[data-seq="199"]').focus();
    for (let step = 0; step < 5; step++) await wheel(log, -900);
    expect(await page.locator(":focus").getAttribute("data-seq")).toBe("199");
    expect(await page.locator('[data-seq="190"]').count()).toBe(0);
    await page.keyboard.press("ArrowUp");
    await page.locator('[data-seq="198"]:focus').waitFor();
    expect(await topOf(page.locator('[data-seq="198"]'))).toBeGreaterThan(0);
    await page.locator('[data-seq="199"]:not(:focus)').waitFor();
  });

  test("a text that is being changed is still there after scrolling away and back", async () => {
    const { page, log, composer } = await stage.inChat(0, (chat) => {
      talk(200)(chat);
      const [general] = chat.data.channels.values();
      if (general !== undefined) chat.data.say(general, chat.me, "mine");
    });
    await composer.press("ArrowUp");
    const editor = page.getByRole("textbox", { name: "Edit message" });
    await editor.fill("mine, changed");
    for (let step = 0; step < 5; step++) await wheel(log, -900);
    expect(await editor.inputValue()).toBe("mine, changed");
    await page.keyboard.press("End");
    await page.keyboard.type("!");
    expect(await editor.inputValue()).toBe("mine, changed!");
  });

  test("what is selected stays selected out of view", async () => {
    const { page, log } = await stage.inChat(0, talk(200));
    await page.locator('[data-seq="200"] .message-text').selectText();
    const chosen = await page.evaluate(() => String(getSelection()));
    for (let step = 0; step < 5; step++) await wheel(log, -900);
    expect(chosen).toContain("number 200");
    expect(await page.evaluate(() => String(getSelection()))).toBe(chosen);
  });

  test("the end stays in view while a hundred messages come at once", async () => {
    const { page, hear, log } = await stage.inChat(0, talk(200));
    await page.locator('[role=log][aria-live="polite"]').waitFor();
    for (let number = 1; number <= 100; number++) hear(`live ${number}`);
    await page.getByText("live 100", { exact: true }).waitFor();
    const distance = await log.evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight);
    expect(distance).toBeLessThan(2);
    expect(await drawn(page)).toBeLessThan(drawn_max);
  });

  test("news is read out at the end, and not what scrolling brings", async () => {
    const { page, log, hear } = await stage.inChat(0, talk(200));
    const live = () => log.getAttribute("aria-live");
    await page.locator('[role=log][aria-live="polite"]').waitFor();
    await wheel(log, -900);
    expect(await live()).toBe("off");
    hear("news");
    await page.getByTestId("jump-down").click();
    await page.locator('[role=log][aria-live="polite"]').waitFor();
  });
});

describe("of a large server", () => {
  const crowd = (chat: PageServer) => {
    for (let number = 1; number <= 5_000; number++) chat.data.person(`person${number}`);
    for (let number = 1; number <= 1_000; number++) chat.data.channel(`room${number}`);
  };
  const rows = (page: Page, list: string) => page.getByTestId(list).getByRole("listitem");

  test("a thousand channels and five thousand members are drawn where one looks", async () => {
    const { page } = await stage.inChat(3, crowd);
    for (const list of ["channel-list", "members-online"]) {
      const scroller = page.locator("[data-scroller]").filter({ has: page.getByTestId(list) });
      expect(await rows(page, list).count()).toBeLessThan(drawn_max);
      await scroller.evaluate((one) => one.scrollTo(0, one.scrollHeight / 2));
      await page.waitForFunction(
        (id) => document.querySelector(`[data-testid=${id}] > li:first-child`)?.ariaPosInSet !== "1",
        list,
      );
      expect(await rows(page, list).count()).toBeLessThan(drawn_max);
      expect(await rows(page, list).first().getAttribute("aria-setsize")).toMatch(/^(1002|5002)$/);
    }
    await page.getByRole("button", { name: "room548" }).click();
    await page.getByText("Welcome to #room548").waitFor();
  });

  test("a channel with the focus keeps it out of view", async () => {
    const { page } = await stage.inChat(3, crowd);
    const scroller = page.locator(".sidebar-lists");
    await page.getByTestId("channel-list").getByRole("button", { name: "garden" }).focus();
    await scroller.evaluate((one) => one.scrollTo(0, one.scrollHeight));
    await page.waitForFunction(() => document.querySelector("[title=room3]") === null);
    expect(await page.locator(":focus").getAttribute("title")).toBe("garden");
  });
});

test("each channel keeps its place while one is elsewhere", async () => {
  const { page, log } = await stage.inChat(0, talk(300));
  const channel = (name: string) => page.getByTestId("channel-list").getByRole("button", { name });
  for (let step = 0; step < 3; step++) await wheel(log, -700);
  const one = await firstInView(page, log);
  const before = await topOf(one);
  await channel("garden").click();
  await page.getByText("Welcome to #garden").waitFor();
  await channel("general").click();
  await one.waitFor({ state: "attached" });
  expect(await topOf(one)).toBe(before);
});
