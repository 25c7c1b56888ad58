import { expect, test } from "bun:test";

import type { Page } from "playwright-core";

import { ChatError } from "../../../src/protocol/errors.ts";
import { someBytes } from "../../support/files.ts";
import type { PageHost } from "../../support/page-host.ts";
import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

const choose = (page: Page, name: string) =>
  page
    .locator("input[type=file]")
    .setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(someBytes(10)) });
const row = (page: Page, words: string) => page.getByTestId("message").filter({ hasText: words });
const sent = ({ chat }: { chat: PageHost["chat"] }) =>
  chat.heard
    .filter(({ type }) => type === "message.send")
    .map(({ body }) => (body as { content: string }).content);

test("a message stands in the list while its files go up, and what is written next passes it", async () => {
  const { page, host, chat, composer } = await stage.inChat();
  const release = host.hold("file.finish");
  await choose(page, "a.txt");
  await composer.fill("with a file");
  await page.keyboard.press("Enter");
  await row(page, "with a file").getByTestId("chosen-file").getByText("a.txt").waitFor();
  expect(await composer.inputValue()).toBe("");
  expect(await page.getByTestId("file-tray").count()).toBe(0);
  await composer.fill("meanwhile");
  await page.keyboard.press("Enter");
  await row(page, "meanwhile").and(page.locator("[data-seq]")).waitFor();
  expect(sent({ chat })).toEqual(["meanwhile"]);
  release();
  await row(page, "with a file").and(page.locator("[data-seq]")).getByText("a.txt").waitFor();
  expect(sent({ chat })).toEqual(["meanwhile", "with a file"]);
  const texts = await page.getByTestId("message").locator(".message-text").allInnerTexts();
  expect(texts.slice(-2)).toEqual(["meanwhile", "with a file"]);
});

test("a file that does not come up fails its message, which goes out without it, or with it when that is tried again", async () => {
  const { page, host, chat, composer } = await stage.inChat();
  chat.instead["file.begin"] = () => {
    throw new ChatError("no_room", "The server has no room for this file. Ask who runs it.");
  };
  const fail = async (name: string, words: string) => {
    const release = host.hold("file.begin");
    await choose(page, name);
    await composer.fill(words);
    await page.keyboard.press("Enter");
    await row(page, words).getByTestId("chosen-file").waitFor();
    release();
    await row(page, words).getByText("A file could not be uploaded.").waitFor();
  };
  await fail("a.txt", "without it");
  await fail("b.txt", "with it");
  await composer.fill("later");
  await page.keyboard.press("Enter");
  await row(page, "later").and(page.locator("[data-seq]")).waitFor();
  await row(page, "without it").getByRole("button", { name: "Cancel a.txt" }).click();
  await row(page, "without it").getByText("Tried again, the text goes out alone.").waitFor();
  await row(page, "without it").getByRole("button", { name: "Try again" }).click();
  await row(page, "without it").and(page.locator("[data-seq]")).waitFor();
  delete chat.instead["file.begin"];
  await row(page, "with it").getByTestId("chosen-file").getByRole("button", { name: "Try again" }).click();
  await row(page, "with it").and(page.locator("[data-seq]")).getByText("b.txt").waitFor();
  expect(sent({ chat })).toEqual(["later", "without it", "with it"]);
});

test("of two files the other goes up when the one that failed is taken away", async () => {
  const { page, host, chat, composer } = await stage.inChat();
  chat.instead["file.begin"] = () => {
    delete chat.instead["file.begin"];
    throw new ChatError("no_room", "The server has no room for this file. Ask who runs it.");
  };
  const release = host.hold("file.begin");
  for (const name of ["a.txt", "b.txt"]) await choose(page, name);
  await composer.fill("two files");
  await page.keyboard.press("Enter");
  release();
  await row(page, "two files").getByText("A file could not be uploaded.").waitFor();
  await row(page, "two files").getByRole("button", { name: "Cancel a.txt" }).click();
  await row(page, "two files").and(page.locator("[data-seq]")).getByText("b.txt").waitFor();
  expect(sent({ chat })).toEqual(["two files"]);
});

test("of a message whose files were not up when the page ended, the text is there for the next one", async () => {
  const { page, host, composer } = await stage.inChat();
  host.hold("file.finish");
  await choose(page, "a.txt");
  await composer.fill("with a file");
  await page.keyboard.press("Enter");
  const { message } = await host.command("outbox.put", ({ message }) => message.content === "with a file");
  expect(message.failure).toContain("choose anew: a.txt");
  expect(message.attachments).toBeUndefined();
});

test("files alone that were not up when the page ended are named to the next one, and cannot be tried again", async () => {
  const { page, host } = await stage.inChat();
  host.hold("file.finish");
  await choose(page, "a.txt");
  await page.keyboard.press("Enter");
  await host.command("outbox.put", ({ message }) => message.failure !== null);
  await page.reload();
  const left = row(page, "Not up yet when this was closed, so choose anew: a.txt.");
  await left.getByRole("button", { name: "Delete" }).waitFor();
  expect(await left.getByRole("button", { name: "Try again" }).count()).toBe(0);
});

test("to take away all files of a message that was sent off sends nothing: it waits for a word, or goes", async () => {
  const { page, host, chat, composer } = await stage.inChat();
  host.hold("file.finish");
  await choose(page, "a.txt");
  await composer.fill("look at this");
  await page.keyboard.press("Enter");
  await row(page, "look at this").getByRole("button", { name: "Cancel a.txt" }).click();
  await row(page, "look at this").getByText("Its files were taken away.").waitFor();
  await choose(page, "b.txt");
  await composer.press("Enter");
  await page.getByTestId("message").getByRole("button", { name: "Cancel b.txt" }).click();
  await page.getByTestId("chosen-file").waitFor({ state: "detached" });
  expect(sent({ chat })).toEqual([]);
  await row(page, "look at this").getByRole("button", { name: "Delete" }).click();
  await row(page, "look at this").waitFor({ state: "detached" });
});

test("the browser asks before a page ends that has files which are not up", async () => {
  const { page, host } = await stage.inChat();
  host.hold("file.finish");
  await choose(page, "a.txt");
  const asked = new Promise<string>((resolve) => {
    page.once("dialog", (dialog) => resolve(dialog.type()));
  });
  await page.getByTestId("chosen-file").waitFor();
  await page.getByRole("textbox").press("a"); // browsers ask only for pages that were used
  await page.close({ runBeforeUnload: true });
  expect(await asked).toBe("beforeunload");
});

test("a file looks in its message as it will when it is up, and its ending is seen", async () => {
  const { page, host } = await stage.inChat();
  const release = host.hold("file.finish");
  await choose(page, `${"plan ".repeat(30)} 2.docx`);
  await page.keyboard.press("Enter");
  const lookOf = async (testid: string) => {
    const card = page.getByTestId("message").getByTestId(testid);
    const ending = card.getByText("2.docx").last();
    await ending.waitFor();
    const [around, inside] = await Promise.all([card.boundingBox(), ending.boundingBox()]);
    const right = (box: typeof around) => (box === null ? expect.unreachable() : box.x + box.width);
    expect(right(inside)).toBeLessThan(right(around) - 30);
    const ground = await card.evaluate((element) => getComputedStyle(element).backgroundColor);
    return { x: around?.x, width: around?.width, height: around?.height, ground };
  };
  const waiting = await lookOf("chosen-file");
  release();
  expect(await lookOf("file-card")).toEqual(waiting);
});

test("a channel one has left shows that its files are still on their way", async () => {
  const { page, host } = await stage.inChat();
  const release = host.hold("file.finish");
  await choose(page, "a.txt");
  await page.keyboard.press("Enter");
  await page.getByTestId("message").getByTestId("chosen-file").waitFor();
  const general = page.getByRole("button", { name: /^general/ });
  expect(await general.getByText("Files that are not up yet").count()).toBe(0);
  await page.getByRole("button", { name: /^garden/ }).click();
  await general.getByText("Files that are not up yet").waitFor();
  release();
  await general.getByText("Files that are not up yet").waitFor({ state: "detached" });
});
