import { expect, test } from "bun:test";

import type { Page } from "playwright-core";

import type { RequestBody } from "../../../src/protocol/registry.ts";
import type { PageServer } from "../../support/page-server.ts";
import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

const field = (page: Page) => page.getByRole("combobox", { name: "Search messages" });
const hits = (page: Page) => page.getByTestId("hit");

async function search(page: Page, query: string) {
  await page.keyboard.press("Control+f");
  await field(page).fill(query);
  await field(page).press("Enter");
}

const asked = (chat: PageServer) =>
  chat.heard
    .filter(({ type }) => type === "message.search")
    .map(({ body }) => body as RequestBody<"message.search">);

test("Ctrl+F opens it, Esc closes it, and the focus goes back", async () => {
  const { page, composer } = await stage.inChat();
  await composer.focus();
  await page.keyboard.press("Control+f");
  await page.getByRole("complementary", { name: "Search" }).waitFor();
  await page.getByRole("complementary", { name: "Members" }).waitFor({ state: "detached" });
  expect(await field(page).evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press("Escape");
  await field(page).waitFor({ state: "detached" });
  await page.getByRole("complementary", { name: "Members" }).waitFor();
  expect(await composer.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.getByRole("button", { name: "Search messages" }).click();
  await field(page).waitFor();
  await page.getByRole("button", { name: "Close search" }).click();
  await field(page).waitFor({ state: "detached" });
});

test("what is found is shown with its place and its matches, and Enter goes there", async () => {
  const { page, chat, garden } = await stage.inChat(3, ({ data }) => {
    const there = [...data.channels.values()].find(({ name }) => name === "garden");
    const ben = data.person("ben");
    if (there)
      for (let at = 1; at <= 120; at++) data.say(there, ben, at === 7 ? "the Tulips are out" : `talk ${at}`);
  });
  await search(page, "tulip");
  await hits(page).waitFor();
  const said = await hits(page).textContent();
  expect(said).toContain("#garden");
  expect(said).toContain("ben");
  expect(said).toContain("the Tulips are out");
  expect(await hits(page).locator("mark").allTextContents()).toEqual(["Tulip"]);
  expect(await page.getByRole("status").allInnerTexts()).toContainEqual(expect.stringContaining("1 message"));
  await field(page).press("ArrowDown");
  expect(await hits(page).evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press("Enter");
  await page.getByTestId("channel-title").getByText("garden").waitFor();
  const message = page.getByTestId("message").filter({ hasText: "the Tulips are out" });
  await message.waitFor();
  expect(chat.heard).toContainEqual({
    type: "message.history",
    body: expect.objectContaining({ channel_id: garden.id, around_seq: 7 }) as never,
  });
  await page.waitForFunction(() => {
    const found = [...document.querySelectorAll("[data-testid=message]")].find((each) =>
      each.textContent?.includes("Tulips"),
    );
    const { top = -1, bottom = -1 } = found?.getBoundingClientRect() ?? {};
    return top >= 0 && bottom <= window.innerHeight;
  });
  // The hits stay for the next one.
  await hits(page).waitFor();
});

test("operators become what the server understands, and what is wrong with them is said", async () => {
  const { page, chat, garden } = await stage.inChat();
  await search(page, 'from:@ben in:#garden before:2026-11-25 after:2026-11-20 has:link "two words" -not');
  await page.getByText("Nothing was found").waitFor();
  expect(asked(chat)).toEqual([
    {
      words: ["two words"],
      without: ["not"],
      from: ["ben"],
      channel_ids: [garden.id],
      has: ["link"],
      before_ms: new Date(2026, 10, 25).getTime(),
      after_ms: new Date(2026, 10, 21).getTime(),
    } as never,
  ]);
  for (const [query, words] of [
    ["before:yesterday", "Write a day behind before:, as in before:2026-11-25."],
    ["in:nowhere x", "There is no channel nowhere."],
    ["from:nobody x", "Nobody here is called nobody."],
    ["-x", "Say also what should be in the message."],
  ] as const) {
    await field(page).fill(query);
    await field(page).press("Enter");
    await page.getByText(words).waitFor();
  }
});

test("names are completed by the keyboard", async () => {
  const { page } = await stage.inChat();
  await page.keyboard.press("Control+f");
  expect(await page.getByRole("option").allInnerTexts()).toContainEqual(expect.stringContaining("from:"));
  await page.keyboard.type("fr");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  expect(await field(page).inputValue()).toBe("from:");
  await page.keyboard.type("be");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  expect(await field(page).inputValue()).toBe("from:ben ");
  await page.keyboard.type("in:gar");
  await page.getByRole("option", { name: "garden" }).click();
  expect(await field(page).inputValue()).toBe("from:ben in:garden ");
});

test("what one types is searched for when one pauses, and a late answer is no news", async () => {
  const { page, chat } = await stage.inChat();
  await page.keyboard.press("Control+f");
  await page.keyboard.type("message 2");
  await hits(page).waitFor();
  expect(await hits(page).count()).toBe(1);
  expect(asked(chat)).toHaveLength(1);
  await field(page).fill("");
  await hits(page).waitFor({ state: "detached" });
});

test("more comes by scrolling, without a double", async () => {
  const { page } = await stage.inChat(80);
  await search(page, "message");
  await hits(page).first().waitFor();
  for (let count = 25; count < 80; count = await hits(page).count())
    await hits(page).last().scrollIntoViewIfNeeded();
  const texts = await hits(page).locator(".hit-text").allTextContents();
  expect(texts).toEqual(Array.from({ length: 80 }, (_, at) => `message ${80 - at}`));
  await page.getByText("80 messages").waitFor();
});

test("a search that ended early without a hit goes on by itself", async () => {
  const { page, chat } = await stage.inChat();
  let rounds = 0;
  chat.instead["message.search"] = (wish) => {
    if (wish.before_id === undefined || ++rounds < 2) return { hits: [], next_before_id: 5, indexing: null };
    delete chat.instead["message.search"];
    return { hits: [], next_before_id: null, indexing: { done: 1, total: 3 } };
  };
  await search(page, "rare");
  await page.getByText("Searching").waitFor();
  await page.getByText("Nothing was found").waitFor();
  await page.getByText("still being indexed: 33 %").waitFor();
  expect(rounds).toBe(2);
});

test("Enter before the pause asks once", async () => {
  const { page, chat } = await stage.inChat(3, undefined, { alone: true });
  await page.clock.install();
  await search(page, "message");
  await hits(page).nth(2).waitFor();
  await page.clock.runFor(1_000);
  await search(page, "nothing");
  await page.getByText("Nothing was found").waitFor();
  expect(asked(chat).map(({ words }) => words)).toEqual([["message"], ["nothing"]]);
});

test("what is deleted or edited meanwhile goes from the hits or shows its new text", async () => {
  const { page, chat, host } = await stage.inChat();
  await search(page, "message");
  await hits(page).nth(2).waitFor();
  const [first, second] = chat.data.messages.get(1) ?? [];
  if (first === undefined || second === undefined) throw new Error("there are no messages");
  const of = { channel_id: 1, rev: 99 };
  host.tell({
    type: "message.deleted",
    body: { ...of, id: first.id, seq: 1, deleted_at_ms: 1, deleted_run: { from_seq: 1, to_seq: 1 } },
  });
  host.tell({
    type: "message.edited",
    body: { ...of, rev: 100, id: second.id, seq: 2, content: "other words", edited_at_ms: 1 },
  });
  await hits(page).filter({ hasText: "other words" }).waitFor();
  expect(await hits(page).count()).toBe(2);
});

test("what people wrote stays text", async () => {
  const evil = `<img src=x onerror="document.title='run'"><b>mark</b> find me`;
  const { page } = await stage.inChat(1, ({ data }) => {
    const general = data.channels.get(1);
    if (general) data.say(general, data.person("ben"), evil);
  });
  await search(page, "find me");
  await hits(page).waitFor();
  expect(await hits(page).locator(".hit-text").textContent()).toBe(evil);
  expect(await hits(page).locator("img, b b").count()).toBe(0);
  expect(await page.title()).not.toBe("run");
});

test("results say what files are called, however long that is", async () => {
  const { page } = await stage.inChat(1, ({ data, files }) => {
    const [general] = data.channels.values();
    const attachments = ["plan.txt", `${"x".repeat(180)}.bin`].map((name) =>
      files.add(name, new Uint8Array(1)),
    );
    data.say(general ?? expect.unreachable(), data.person("ben"), "the plan", { attachments });
  });
  await search(page, "plan");
  const hit = hits(page).filter({ hasText: "plan.txt" });
  const panel = await page.getByRole("complementary", { name: "Search" }).boundingBox();
  expect((await hit.boundingBox())?.width).toBeLessThanOrEqual(panel?.width ?? 0);
});
