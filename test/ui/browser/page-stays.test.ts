import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";

import type { Locator, Page } from "playwright-core";

import { Guard } from "../../support/hostile/guard.ts";
import { texts } from "../../support/hostile/street.ts";
import { BrowserStage } from "../../support/page-stage.ts";

let stage: BrowserStage;
/** ana's page, watched; one for all tests here. */
let shown: Awaited<ReturnType<BrowserStage["inChat"]>>;
let guard: Guard;
beforeAll(async () => {
  stage = await BrowserStage.start();
  shown = await stage.inChat();
  guard = await Guard.over(shown.page);
  await shown.page.getByTestId("message").last().waitFor();
}, 30_000);
afterEach(async () => expect(await guard.found()).toEqual([]));
afterAll(async () => void (await stage.clear()));

/** The addresses that were to be opened outside. */
const opened = (): string[] =>
  shown.host.commands.flatMap((command) => (command.type === "open_link" ? [command.url] : []));

type Act = (link: Locator, page: Page) => Promise<void>;

const ways: readonly (readonly [way: string, opens: number, act: Act])[] = [
  ["a click", 1, (link) => link.click()],
  ["Enter", 1, (link) => link.press("Enter")],
  ["a click with Ctrl", 1, (link) => link.click({ modifiers: ["Control"] })],
  ["a click with Shift", 1, (link) => link.click({ modifiers: ["Shift"] })],
  ["the middle button", 0, (link) => link.click({ button: "middle" })],
  ["the right button", 0, (link) => link.click({ button: "right" })],
  ["a drag onto the page", 0, (link, page) => link.dragTo(page.getByRole("log"))],
  ["a drag into the field", 0, (link, page) => link.dragTo(page.locator("#composer"))],
];

test.each(ways)("a link does not take the page away: %s", async (way, opens, act) => {
  const { page, hear, composer } = shown;
  const url = `https://outside.example/${encodeURIComponent(way)}`;
  hear(`[by ${way}](${url})`);
  await act(page.getByRole("link", { name: `by ${way}` }), page);
  await composer.fill(`still here after ${way}`);
  await composer.press("Enter");
  await page.getByTestId("message").getByText(`still here after ${way}`).waitFor();
  expect(opened().filter((each) => each === url).length).toBe(opens);
});

test("what is dropped on the page from elsewhere does not take its place: an address, a page, a text", async () => {
  const kept = await shown.page.evaluate(() =>
    ["text/uri-list", "text/html", "text/plain"].map((type) => {
      const data = new DataTransfer();
      data.setData(type, type === "text/html" ? "<img src=x onerror=ran(1)>" : "http://127.0.0.1:9/dropped");
      const init = { bubbles: true, cancelable: true, dataTransfer: data };
      return ["dragover", "drop"].every((each) => !document.body.dispatchEvent(new DragEvent(each, init)));
    }),
  );
  expect(kept).toEqual([true, true, true]);
});

/** Those that may be taken for a link. */
const linked = texts.filter((text) => text.length < 300 && /\]\(|\]:|<\w+:|https?:|mailto:|chat:/.test(text));

test("of all hostile links only web pages and mail are opened, and outside", async () => {
  const { page, hear } = shown;
  await page.setViewportSize({ width: 1_000, height: 2_000 });
  for (const [at, text] of linked.entries()) {
    hear(text);
    if (at % 20 === 19) await followNew(`these were ${at}`);
  }
  await followNew("these were all");
  expect(new Set(opened()).size).toBeGreaterThan(20);
  expect(opened().filter((url) => !/^(?:https?:\/\/[^/]|mailto:[^@]+@)/i.test(url))).toEqual([]);
}, 20_000);

/** Clicks on all links that are shown and have not been clicked on yet. */
async function followNew(word: string): Promise<void> {
  shown.hear(word);
  await shown.page.getByText(word, { exact: true }).waitFor();
  await shown.page.getByRole("log").evaluate((log) => {
    for (const link of log.querySelectorAll<HTMLElement>("[role=link]:not([data-followed])")) {
      link.dataset["followed"] = "";
      link.click();
    }
  });
}
