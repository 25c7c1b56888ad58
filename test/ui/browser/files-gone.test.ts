import { expect, test } from "bun:test";

import type { Page } from "playwright-core";

import { ChatError } from "../../../src/protocol/errors.ts";
import type { FileInfo } from "../../../src/protocol/file.ts";
import { someBytes } from "../../support/files.ts";
import type { PageHost } from "../../support/page-host.ts";
import type { PageServer } from "../../support/page-server.ts";
import { makePng } from "../../support/png.ts";
import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();
const photo = makePng(800, 500);

/** A message of ben's with these files, whose bytes the server has no more. */
function withGone(chat: PageServer, add: (files: PageServer["files"]) => FileInfo[]): void {
  const general = chat.data.channels.get(1) ?? expect.unreachable();
  chat.data.say(general, chat.data.person("ben"), "", { attachments: add(chat.files) });
  chat.instead["file.read"] = () => {
    throw new ChatError("not_found", "The file is missing on the server.");
  };
}

/** The connection is lost and made anew, and a message goes over it: what was asked for before that has been heard. */
async function reconnect(page: Page, host: PageHost): Promise<void> {
  host.dial = () => ({ type: "down", code: "refused" });
  host.lose();
  await page.getByText(/^Reconnecting in \d+ s$/).waitFor();
  host.dial = () => ({ type: "up" });
  // Unless it is trying just now by itself.
  const buttons = page.getByRole("button", { name: "Try now" });
  await buttons.evaluateAll((all) => all.forEach((button) => (button as HTMLButtonElement).click()));
  await page.getByText("Reconnecting").waitFor({ state: "detached" });
  await say(page, "over the new one");
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox").fill(text);
  await page.keyboard.press("Enter");
  await page.getByTestId("message").getByText(text).waitFor();
  await page.locator(".message-sending").first().waitFor({ state: "detached" });
}

const reads = (chat: PageServer) => chat.heard.filter(({ type }) => type === "file.read").length;

test("a picture that is missing on the server says so, small and large, and is asked for again by a click and over the next connection", async () => {
  const { page, host, chat } = await stage.inChat(0, (made) =>
    withGone(made, (files) => [files.add("p.png", photo, photo)]),
  );
  const small = page.getByRole("button", { name: "The picture p.png is missing on the server" });
  await small.getByText("Missing on the server").waitFor();
  await small.click();
  await page.getByRole("dialog").getByText("The picture is missing on the server.").waitFor();
  expect(await page.getByRole("dialog").getByText("could not be loaded").count()).toBe(0);
  await page.keyboard.press("Escape");
  await say(page, "closed");
  // The small one twice, since it was wanted.
  expect(reads(chat)).toBe(3);
  await reconnect(page, host);
  expect(reads(chat)).toBe(4);
  delete chat.instead["file.read"];
  await small.click();
  await page.getByRole("dialog").locator("img").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Open the picture p.png" }).locator("img").waitFor();
});

test("a picture that is there again shows over the next connection", async () => {
  const { page, host, chat } = await stage.inChat(0, (made) =>
    withGone(made, (files) => [files.add("p.png", photo, photo)]),
  );
  await page.getByText("Missing on the server").waitFor();
  delete chat.instead["file.read"];
  await reconnect(page, host);
  await page.getByRole("button", { name: "Open the picture p.png" }).locator("img").waitFor();
});

test("a file that is missing on the server says so where one wanted it, and is asked for again when one wants it again", async () => {
  const { page, chat } = await stage.inChat(0, (made) =>
    withGone(made, (files) => [files.add("plan.bin", someBytes(1_000))]),
  );
  const card = page.getByTestId("file-card");
  const download = card.getByRole("button", { name: "Download plan.bin" });
  await download.click();
  await card.getByText("1 KB, missing on the server").waitFor();
  await page.getByText("“plan.bin” was not saved. The file is missing on the server.").waitFor();
  await say(page, "a word");
  expect(reads(chat)).toBe(1);
  delete chat.instead["file.read"];
  await download.press("Enter");
  await card.getByText("1 KB, saved in your downloads").waitFor();
});

test("a picture of a person that is missing is not asked for again", async () => {
  const { page, host, chat } = await stage.inChat(3, (made) => {
    made.profiles.picture(made.data.person("ben").user_id, photo);
    made.instead["profile.read_avatar"] = () => {
      throw new ChatError("not_found", "This picture is not there any more.");
    };
  });
  await host.command("send", ({ frame }) => frame["type"] === "profile.read_avatar");
  const asked = () => chat.heard.filter(({ type }) => type === "profile.read_avatar").length;
  await say(page, "a word");
  expect(asked()).toBe(1);
  await reconnect(page, host);
  expect(asked()).toBe(1);
});
