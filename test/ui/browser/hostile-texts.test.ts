import { describe, expect, setDefaultTimeout, test } from "bun:test";

import type { Page } from "playwright-core";

import { fileNameProblem } from "../../../src/protocol/rules.ts";
import { Guard } from "../../support/hostile/guard.ts";
import { texts } from "../../support/hostile/street.ts";
import { typeAll } from "../../support/hostile/type-all.ts";
import { stageForTests } from "../../support/stage-for-tests.ts";

setDefaultTimeout(30_000);

const stage = stageForTests();

/** ana's page, watched. */
async function watched() {
  const { page, composer } = await stage.inChat();
  const guard = await Guard.over(page);
  await composer.waitFor();
  return { page, guard, composer };
}

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

test("what watches sees what runs, what becomes an element, what leads elsewhere, and what the policy stops", async () => {
  const { page, guard } = await watched();
  await page.evaluate(() => {
    const markup =
      "<img src=x onerror=ran(1)><a href=javascript:ran(2)>x</a><iframe src=http://127.0.0.1:9/3>";
    document.body.append(document.createRange().createContextualFragment(markup));
    Object.assign(globalThis, { kept: new Image() }).kept.src = "http://127.0.0.1:9/4";
    (globalThis as unknown as { ran(number: number): void }).ran(5);
  });
  await page.waitForFunction(() => JSON.stringify(Object(globalThis).guard_found).includes("img-src"));
  const found = (await guard.found()).join("\n");
  const seen = ["runs 5", "has onerror", "has href=javascript:", "has <iframe", "img-src", "has a frame"];
  for (const part of seen) expect(found).toContain(part);
  await stage.clear(); // the browser complained, as it should
});

describe("nothing runs, and nothing is asked of anybody, whatever one", () => {
  test("types as a message, a name, a topic, a status, a search", async () => {
    const { page, guard, composer } = await watched();
    await typeAll(composer, texts);
    await press(page, "Channel settings");
    for (const field of await page.getByRole("dialog").locator("input, textarea").all())
      await typeAll(field, texts);
    await page.keyboard.press("Escape");
    await page.getByTestId("my-name").click();
    await page.getByRole("menuitem", { name: "Set a status" }).click();
    await typeAll(page.getByRole("dialog").locator("input").first(), texts);
    await page.keyboard.press("Escape");
    await press(page, "New message");
    await typeAll(page.getByRole("dialog").getByRole("combobox"), texts);
    await page.keyboard.press("Escape");
    await press(page, "Search messages");
    await typeAll(page.getByRole("combobox", { name: "Search messages" }), texts);
    expect(await guard.found()).toEqual([]);
  });

  test("calls a file that one chooses, sends and saves", async () => {
    const { page, guard, composer } = await watched();
    const names = texts.filter((text) => fileNameProblem(text) === undefined);
    expect(names.length).toBeGreaterThan(300);
    for (let from = 0; from < names.length; from += 10) {
      const some = names.slice(from, from + 10);
      await choose(page, some);
      const chosen = page.getByTestId("chosen-file");
      await chosen.nth(some.length - 1).waitFor();
      await composer.press("Enter");
      await page.getByTestId("file-tray").waitFor({ state: "detached" });
    }
    const coming = page.waitForEvent("download");
    await page.locator(".file-card button").first().click();
    expect((await coming).suggestedFilename()).not.toMatch(/[/\\]/);
    expect(await guard.found()).toEqual([]);
  });
});

/** As if they were pasted. */
const choose = (page: Page, names: readonly string[]): Promise<void> =>
  page.evaluate((names) => {
    const data = new DataTransfer();
    for (const name of names)
      data.items.add(new File(["<script>ran(0)</script>"], name, { type: "text/html" }));
    const paste = new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: data });
    document.body.dispatchEvent(paste);
  }, names);
