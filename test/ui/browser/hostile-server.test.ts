import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  setDefaultTimeout,
  test,
} from "bun:test";

import type { Page } from "playwright-core";

import { ChatError } from "../../../src/protocol/errors.ts";
import type { SearchHit } from "../../../src/protocol/search.ts";
import { Guard } from "../../support/hostile/guard.ts";
import { seeAll } from "../../support/hostile/see-all.ts";
import {
  all_at_once,
  channel_names,
  hostileOutbox,
  hostileStreet,
  texts,
} from "../../support/hostile/street.ts";
import { typeAll } from "../../support/hostile/type-all.ts";
import { BrowserStage } from "../../support/page-stage.ts";

setDefaultTimeout(30_000);

/** ana's page on a server that sends anything, watched; one for all tests here. */
let stage: BrowserStage;
let page: Page;
let host: Awaited<ReturnType<BrowserStage["open"]>>["host"];
let guard: Guard;
const chat = hostileStreet();

beforeAll(async () => {
  stage = await BrowserStage.start();
  ({ page, host } = await stage.open(chat, { outbox: hostileOutbox() }));
  await page.setViewportSize({ width: 1_280, height: 2_000 });
  guard = await Guard.over(page);
  await page.getByTestId("channel-title").waitFor();
}, 30_000);
afterAll(async () => {
  await stage.clear(); // what the browser complained of, the guard has told
});

const press = (name: string | RegExp) => page.getByRole("button", { name, exact: true }).click();
/** How many rows a list has, drawn or not. */
const rows = async (list: string) =>
  Number(await page.locator(`${list} li`).first().getAttribute("aria-setsize"));

async function openChannel(name: string): Promise<void> {
  await page.locator(".sidebar-lists").evaluate((lists) => lists.scrollTo(0, 0));
  await page.getByTestId("channel-list").getByRole("button", { name }).click();
  await page.getByRole("log").getByTestId("message").last().waitFor();
}

describe("nothing runs, and nothing is asked of anybody, whatever a server sends as", () => {
  beforeEach(() => openChannel(channel_names.words));
  afterEach(async () => {
    for (let open = 0; open < 3; open++) await page.keyboard.press("Escape");
    expect(await guard.found()).toEqual([]);
  });

  // The first, since a channel that was scrolled through keeps its place.
  test("an earlier text, a pinned message, a device", async () => {
    await openChannel(channel_names.acts);
    await press("(edited)");
    await page.locator(".versions > li").nth(texts.length).waitFor();
    await press("Close");
    await openChannel(channel_names.words);
    await press("Pinned messages");
    const pins = page.locator(".pin");
    await pins.nth(texts.length - 1).waitFor();
    await page.keyboard.press("Escape");
    await page.getByTestId("my-name").click();
    await page.getByRole("menuitem", { name: "Devices" }).click();
    await page.locator(".device").nth(texts.length).waitFor();
  });

  test.each(Object.values(channel_names))("a message, its author, what it answers, in %s", async (name) => {
    await openChannel(name);
    await seeAll(page.getByRole("log"), "[data-testid=message]", "data-seq", texts.length);
  });

  test("a picture, seen large", async () => {
    await page.locator(".attachment-picture").last().click();
    await page.getByRole("dialog").locator("img").waitFor();
  });

  test("the name of a channel or of somebody, a topic, a status", async () => {
    const lists = [
      ["[data-testid=channel-list]", ".sidebar-lists"],
      ["[data-testid=dm-list]", ".sidebar-lists"],
      ["[data-testid=members-online]", ".members"],
    ] as const;
    for (const [list, scroller] of lists) {
      const count = await rows(list);
      expect(count).toBeGreaterThan(texts.length / 3);
      await seeAll(page.locator(scroller), `${list} li`, "data-id", count);
    }
    await press("Browse channels");
    const count = await rows(".browse-list");
    expect(count).toBeGreaterThan(texts.length);
    await seeAll(page.locator(".browse-list"), "li", "data-id", count);
  });

  test("what was found", async () => {
    chat.instead["message.search"] = () => ({ hits: texts.map(hitOf), next_before_id: null, indexing: null });
    await press("Search messages");
    const field = page.getByRole("combobox", { name: "Search messages" });
    await typeAll(field, ["from:<", "in:<", "in:["]);
    await field.fill("anything");
    await field.press("Enter");
    const hits = page.getByTestId("hit");
    await hits.nth(texts.length - 1).waitFor();
    await press("Close search");
  });

  test("a name that is offered while one types", async () => {
    const begun = [..."@#:/"].flatMap((mark) => ["", "<", "[", "!", "s"].map((start) => mark + start));
    await typeAll(page.locator("#composer"), [...begun, ""]);
    await press("New message");
    await typeAll(page.getByRole("dialog").getByRole("combobox"), ["<", "[", "`", "$"]);
    await page.getByRole("option").first().waitFor();
  });

  test("a warning, who is writing, a refusal, what was not sent, a farewell", async () => {
    for (const text of texts) {
      host.send({ type: "warning", text });
      host.tell({ type: "typing.started", body: { channel_id: 1, user: chat.data.person(text) } });
    }
    await page.locator(".snack", { hasText: texts.at(-1)?.slice(-9) ?? "" }).waitFor();
    chat.instead["message.send"] = () => {
      throw new ChatError("invalid", all_at_once);
    };
    await page.locator("#composer").fill("refused");
    await page.locator("#composer").press("Enter");
    await page.getByRole("log").getByText("Not sent: <script>").waitFor();
    await press(/messages not sent$/);
    const left = page.locator(".not-sent-list > *");
    await left.nth(texts.length - 1).waitFor();
    const body = { reason: "session_ended", message: all_at_once, retry: false } as const;
    host.tell({ type: "connection.closing", body });
    host.lose();
    await page.getByLabel("Password", { exact: true }).waitFor();
    await page.getByText("<script>").first().waitFor();
  });
});

const hitOf = (text: string, at: number): SearchHit => ({
  channel_id: at + 1,
  id: at + 1,
  seq: 1,
  author: chat.data.userOf(chat.data.person(text).user_id),
  kind: at % 2 === 0 ? "text" : "action",
  created_at_ms: Date.now(),
  excerpt: text,
  file_names: [text],
  is_cut_before: false,
  is_cut_after: false,
  marks: [{ start: 1, length: 2 }],
});
