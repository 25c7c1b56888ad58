import { expect, test } from "bun:test";

import type { Page } from "playwright-core";

import { ChatError } from "../../../src/protocol/errors.ts";
import type { RequestName } from "../../../src/protocol/registry.ts";
import { someBytes } from "../../support/files.ts";
import type { PageHost } from "../../support/page-host.ts";
import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

const choose = (page: Page, ...names: string[]) =>
  page
    .locator("input[type=file]")
    .setInputFiles(
      names.map((name) => ({ name, mimeType: "text/plain", buffer: Buffer.from(someBytes(100_000)) })),
    );
const row = (page: Page, words: string) => page.getByTestId("message").filter({ hasText: words });
const sent = (page: Page, words: string) => row(page, words).and(page.locator("[data-seq]"));
const asked = (host: PageHost, type: RequestName) =>
  host.command("send", ({ frame }) => frame["type"] === type);
const bodies = <Body>({ chat }: PageHost, type: RequestName) =>
  chat.heard.filter((one) => one.type === type).map(({ body }) => body as Body);
const begun = (host: PageHost) => bodies<{ name: string }>(host, "file.begin").map(({ name }) => name);
const said = (host: PageHost) =>
  bodies<{ content: string; file_ids?: number[] }>(host, "message.send").map(({ content, file_ids }) => [
    content,
    file_ids?.map((id) => host.chat.files.kept.get(id)?.info.name),
  ]);
const leftBehind = (host: PageHost, words: string) =>
  host.command("outbox.put", ({ message }) => message.failure?.includes(words) ?? false);

async function send(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Message #general" }).fill(text);
  await page.keyboard.press("Enter");
}

async function logOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "ana Online" }).click();
  await page.getByRole("menuitem", { name: "Log out" }).click();
  await page.getByLabel("Password", { exact: true }).waitFor();
}

async function logIn(page: Page): Promise<void> {
  await page.getByLabel("Password", { exact: true }).fill("correct horse");
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "Message #general" }).waitFor();
}

test("of several files on their way some are taken away: the server is told, and the others go with the message", async () => {
  const { page, host, chat } = await stage.inChat();
  const release = host.hold("file.put");
  await choose(page, "a.txt", "b.txt", "c.txt", "d.txt");
  await send(page, "four files");
  await asked(host, "file.put");
  await leftBehind(host, "choose anew: a.txt, b.txt, c.txt, d.txt.");
  await row(page, "four files").getByRole("button", { name: "Cancel c.txt" }).click();
  await leftBehind(host, "choose anew: a.txt, b.txt, d.txt.");
  await row(page, "four files").getByRole("button", { name: "Cancel a.txt" }).click();
  await leftBehind(host, "choose anew: b.txt, d.txt.");
  await asked(host, "file.cancel");
  release();
  await sent(page, "four files").getByText("d.txt").waitFor();
  expect(bodies(host, "file.cancel")).toEqual([{ upload_id: "upload-1" }]);
  expect(begun(host)).toEqual(["a.txt", "b.txt", "d.txt"]);
  expect(said(host)).toEqual([["four files", ["b.txt", "d.txt"]]]);
  expect(chat.files.kept.size).toBe(2);
  await host.command("outbox.drop");
  expect(host.outbox.kept.size).toBe(0);
});

test("a file that is taken away before the server has answered its beginning is told to it then", async () => {
  const { page, host } = await stage.inChat();
  const release = host.hold("file.begin");
  await choose(page, "a.txt");
  await asked(host, "file.begin");
  await page.getByRole("button", { name: "Cancel a.txt" }).click();
  release();
  await choose(page, "b.txt");
  await page.getByRole("button", { name: "Remove b.txt" }).waitFor();
  expect(bodies(host, "file.cancel")).toEqual([{ upload_id: "upload-1" }]);
  expect(bodies<{ upload_id: string }>(host, "file.put").map(({ upload_id }) => upload_id)).not.toContain(
    "upload-1",
  );
});

test("a file that is taken away while the server puts it together is not kept there", async () => {
  const { page, host, chat } = await stage.inChat();
  const release = host.hold("file.finish");
  chat.instead["file.cancel"] = () => ({}); // what is being put together is no upload any more
  await choose(page, "a.txt");
  await asked(host, "file.finish");
  await page.getByRole("button", { name: "Cancel a.txt" }).click();
  await asked(host, "file.cancel");
  release();
  await asked(host, "file.discard");
  expect(bodies(host, "file.discard")).toEqual([{ file_id: 1 }]);
  expect(chat.files.kept.size).toBe(0);
});

test("who logs out while files go up leaves the message with the names of its files, and nothing goes on", async () => {
  const { page, host } = await stage.inChat();
  await choose(page, "a.txt");
  await page.getByRole("button", { name: "Remove a.txt" }).waitFor();
  const release = host.hold("file.put");
  await choose(page, "b.txt", "c.txt");
  await send(page, "three files");
  await choose(page, "d.txt");
  await page.getByTestId("file-tray").getByText("d.txt").waitFor();
  await asked(host, "file.put");
  await logOut(page);
  const goodbye = host.chat.heard.slice(-3).map(({ type }) => type);
  expect(goodbye).toEqual(["file.discard", "file.cancel", "session.logout"]); // who is logged out is not listened to
  expect(bodies(host, "file.discard")).toEqual([{ file_id: 1 }]);
  expect(bodies(host, "file.cancel")).toEqual([{ upload_id: "upload-2" }]);
  const [left, ...others] = host.outbox.kept.values();
  expect(others).toEqual([]);
  expect(left?.failure).toContain("choose anew: a.txt, b.txt, c.txt.");
  expect(left).not.toHaveProperty("attachments");
  release();
  await logIn(page);
  await row(page, "three files").getByText("so choose anew: a.txt, b.txt, c.txt.").waitFor();
  await row(page, "three files").getByText("so choose anew: a.txt, b.txt, c.txt.").waitFor();
  expect(await page.getByTestId("chosen-file").count()).toBe(0);
  await row(page, "three files").getByRole("button", { name: "Try again" }).click();
  await sent(page, "three files").waitFor();
  expect(begun(host)).toEqual(["a.txt", "b.txt"]);
  expect(said(host)).toEqual([["three files", undefined]]);
});

test("a file whose upload had begun when the page was loaded anew begins again from its first byte, when it is chosen again", async () => {
  const { page, host, chat } = await stage.inChat();
  const release = host.hold("file.finish");
  await choose(page, "a.txt");
  await send(page, "look at this");
  await asked(host, "file.finish");
  await leftBehind(host, "choose anew: a.txt.");
  await page.reload();
  await row(page, "look at this").getByText("so choose anew: a.txt.").waitFor();
  release();
  await row(page, "look at this").getByRole("button", { name: "Try again" }).click();
  await sent(page, "look at this").waitFor();
  await choose(page, "a.txt");
  await send(page, "here it is");
  await sent(page, "here it is").getByText("a.txt").waitFor();
  expect(begun(host)).toEqual(["a.txt", "a.txt"]);
  const puts = bodies<{ upload_id: string; offset: number }>(host, "file.put");
  const again = puts.filter(({ upload_id }) => upload_id === "upload-2").map(({ offset }) => offset);
  expect(again).toEqual(puts.slice(0, again.length).map(({ offset }) => offset));
  expect(again[0]).toBe(0);
  expect(said(host)).toEqual([
    ["look at this", undefined],
    ["here it is", ["a.txt"]],
  ]);
  expect([...chat.files.kept.values()].at(-1)?.bytes).toEqual(someBytes(100_000));
});

test("what is said of files on their way follows a change of language, also what has failed and what would be left behind", async () => {
  const { page, host, chat } = await stage.inChat();
  chat.instead["file.begin"] = () => {
    delete chat.instead["file.begin"];
    throw new ChatError("no_room", "The server has no room for this file. Ask who runs it.");
  };
  const release = host.hold("file.begin");
  await choose(page, "bad.txt");
  await send(page, "with a bad one");
  release();
  await row(page, "with a bad one").getByText("A file could not be uploaded.").waitFor();
  await row(page, "with a bad one").getByText("The server has no room for this file.").waitFor();
  const release_slow = host.hold("file.put");
  await choose(page, "slow.txt");
  await send(page, "with a slow one");
  await row(page, "with a slow one").getByRole("progressbar", { name: "Upload of slow.txt" }).waitFor();
  await page.keyboard.press("Control+,");
  await page.getByRole("tab", { name: "Language and time" }).click();
  await page.getByRole("radio", { name: "Deutsch" }).check();
  await page.keyboard.press("Escape");
  const slow = row(page, "with a slow one");
  await slow.getByRole("progressbar", { name: "slow.txt wird hochgeladen" }).waitFor();
  await slow.getByRole("button", { name: "slow.txt abbrechen" }).waitFor();
  await leftBehind(host, "also neu auszuwählen: slow.txt.");
  await leftBehind(host, "also neu auszuwählen: bad.txt.");
  const bad = row(page, "with a bad one");
  await bad.getByText("Eine Datei ließ sich nicht hochladen.").waitFor();
  await bad.getByText("Der Server hat keinen Platz für diese Datei.").waitFor();
  release_slow();
  await sent(page, "with a slow one").getByText("slow.txt").waitFor();
  expect(said(host)).toEqual([["with a slow one", ["slow.txt"]]]);
});
