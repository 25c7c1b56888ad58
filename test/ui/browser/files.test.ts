import { expect, test } from "bun:test";

import type { Page } from "playwright-core";

import { ChatError } from "../../../src/protocol/errors.ts";
import { someBytes } from "../../support/files.ts";
import { makePng } from "../../support/png.ts";
import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

const photo = makePng(800, 500);
const choose = (page: Page, ...files: [name: string, bytes: Uint8Array, type?: string][]) =>
  page
    .locator("input[type=file]")
    .setInputFiles(
      files.map(([name, bytes, mimeType = "text/plain"]) => ({ name, mimeType, buffer: Buffer.from(bytes) })),
    );
const row = (page: Page) => page.getByTestId("message").last();

test("files that are chosen go up in order, and with the message, which may have no text", async () => {
  const { page, chat } = await stage.inChat();
  await choose(page, ["a.txt", someBytes(300_000)], ["b.png", photo, "image/png"]);
  const begun = () =>
    chat.heard.filter(({ type }) => type === "file.begin").map(({ body }) => (body as { name: string }).name);
  await page.getByRole("button", { name: "Remove b.png" }).waitFor();
  expect(begun()).toEqual(["a.txt", "b.png"]);
  expect([...chat.files.kept.values()][0]?.bytes).toEqual(someBytes(300_000));
  await page.getByRole("textbox").press("Enter");
  await row(page).getByText("a.txt").waitFor();
  await row(page).getByRole("button", { name: "Open the picture b.png" }).locator("img").waitFor();
  expect(await page.getByTestId("file-tray").count()).toBe(0);
  const [text, picture] = [...chat.files.kept.values()];
  expect(text?.thumbnail).toBeUndefined();
  expect(picture?.thumbnail?.length).toBeLessThan(65_536);
  expect(picture?.info).toMatchObject({ width: 800, height: 500, has_thumbnail: true });
});

test.each([0, 40])(
  "files without a text are in view once they are sent, below %d messages",
  async (count) => {
    const { page, log, general, chat } = await stage.inChat(0, ({ data }) => {
      const [channel] = data.channels.values();
      if (channel === undefined) throw new Error("no channel");
      for (let number = 1; number <= count; number++)
        data.say(channel, data.person("ben"), `number ${number}`);
    });
    for (const [name, type] of [
      ["a.txt", "text/plain"],
      ["b.png", "image/png"],
    ] as const) {
      const sent = chat.data.messages.get(general.id)?.length ?? 0;
      await choose(page, [name, type === "image/png" ? photo : someBytes(10), type]);
      await page.getByRole("button", { name: `Remove ${name}` }).waitFor();
      await page.getByRole("textbox").press("Enter");
      await row(page)
        .getByText(name)
        .or(row(page).getByRole("button", { name: `Open the picture ${name}` }))
        .waitFor();
      await page.locator(".message-sending").first().waitFor({ state: "detached" });
      await page.waitForFunction(
        (list) => list.scrollHeight - list.scrollTop - list.clientHeight < 1,
        await log.elementHandle(),
      );
      expect(chat.data.messages.get(general.id)?.length).toBe(sent + 1);
    }
  },
);

test("an upload shows how far it is, and ends when it is cancelled", async () => {
  const { page, host } = await stage.inChat();
  host.hold("file.put");
  await choose(page, ["big.bin", someBytes(500_000)]);
  await page.getByRole("progressbar", { name: "Upload of big.bin" }).waitFor();
  await host.command("send", ({ frame }) => frame["type"] === "file.put");
  await page.getByRole("button", { name: "Cancel big.bin" }).click();
  await host.command("send", ({ frame }) => frame["type"] === "file.cancel");
  expect(await page.getByTestId("file-tray").count()).toBe(0);
});

test("no more than two parts are under way, so that a message passes by", async () => {
  const { page, host, chat, composer } = await stage.inChat();
  const release = host.hold("file.put");
  await choose(page, ["big.bin", someBytes(500_000)]);
  await host.command("send", ({ frame }) => JSON.stringify(frame).includes('"offset":32768'));
  const puts = () => host.commands.filter((one) => one.type === "send" && one.frame["type"] === "file.put");
  await page.getByTestId("channel-list").getByRole("button", { name: "garden" }).click();
  await page.getByRole("textbox", { name: "Message #garden" }).fill("meanwhile");
  await page.keyboard.press("Enter");
  await row(page).getByText("meanwhile").waitFor();
  await host.command("send", ({ frame }) => frame["type"] === "message.send");
  expect(puts().length).toBe(2);
  release();
  await page.getByTestId("channel-list").getByRole("button", { name: "general" }).click();
  await page.getByRole("button", { name: "Remove big.bin" }).waitFor();
  await composer.press("Enter");
  await row(page).getByText("big.bin").waitFor();
  expect([...chat.files.kept.values()][0]?.bytes).toEqual(someBytes(500_000));
});

test("an upload that loses its connection goes on over the next one, from where it stood", async () => {
  const { page, host, chat } = await stage.inChat();
  const release = host.hold("file.put");
  await choose(page, ["big.bin", someBytes(500_000)]);
  await host.command("send", ({ frame }) => frame["type"] === "file.put");
  host.lose();
  release();
  await page.getByRole("button", { name: "Remove big.bin" }).waitFor();
  expect(chat.heard.filter(({ type }) => type === "file.begin").length).toBe(1);
  expect(chat.heard.some(({ type }) => type === "file.status")).toBe(true);
  expect([...chat.files.kept.values()][0]?.bytes).toEqual(someBytes(500_000));
});

test("what the server does not take is said at the file, and the message stays", async () => {
  const { page, chat, composer } = await stage.inChat();
  chat.instead["file.begin"] = () => {
    throw new ChatError("no_room", "The server has no room for this file. Ask who runs it.");
  };
  await choose(page, ["a.txt", someBytes(10)]);
  await page.getByText("no room for this file").waitFor();
  await composer.fill("text");
  await page.keyboard.press("Enter");
  await page.getByText("A file could not be uploaded").waitFor();
  expect(await composer.inputValue()).toBe("text");
  delete chat.instead["file.begin"];
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("button", { name: "Remove a.txt" }).waitFor();
});

test("files are taken when they are pasted or dropped, and a calm word says where they go", async () => {
  const { page } = await stage.inChat();
  const fire = (kind: "paste" | "dragenter" | "drop") =>
    page.evaluate((type) => {
      const data = new DataTransfer();
      data.items.add(new File(["hello"], `${type}.txt`, { type: "text/plain" }));
      const init = { bubbles: true, cancelable: true };
      const event =
        type === "paste"
          ? new ClipboardEvent(type, { ...init, clipboardData: data })
          : new DragEvent(type, { ...init, dataTransfer: data });
      document.body.dispatchEvent(event);
    }, kind);
  await fire("paste");
  await page.getByRole("button", { name: "Remove paste.txt" }).waitFor();
  await fire("dragenter");
  await page.getByText("Attach to #general").waitFor();
  await fire("drop");
  await page.getByRole("button", { name: "Remove drop.txt" }).waitFor();
  expect(await page.getByTestId("drop-zone").count()).toBe(0);
});

test("words that are pasted with a picture of themselves are words", async () => {
  const { page, composer } = await stage.inChat();
  const paste = (types: Record<string, string>) =>
    composer.evaluate((field, given) => {
      const data = new DataTransfer();
      for (const [type, text] of Object.entries(given)) data.setData(type, text);
      data.items.add(new File(["x"], "image.png", { type: "image/png" }));
      const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
      return field.dispatchEvent(event);
    }, types);
  expect(await paste({ "text/plain": "1\t2", "text/html": "<td>1<td>2" })).toBe(true);
  expect(await page.getByTestId("file-tray").count()).toBe(0);
  expect(await paste({ "text/html": "<img>" })).toBe(false);
  await page.getByRole("button", { name: "Remove image.png" }).waitFor();
});

test("a file is saved under its name, as it is, and svg and html are never shown", async () => {
  const svg = new TextEncoder().encode(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`);
  const { page } = await stage.inChat(1, (chat) => {
    const general = chat.data.channels.get(1) ?? expect.unreachable();
    const attachments = [chat.files.add("x.svg", svg), chat.files.add("big.bin", someBytes(400_000))];
    chat.data.say(general, chat.data.person("ben"), "", { attachments });
  });
  expect(await row(page).locator("img, iframe, object, embed").count()).toBe(0);
  for (const [name, bytes] of [
    ["x.svg", svg],
    ["big.bin", someBytes(400_000)],
  ] as const) {
    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name: `Download ${name}` }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toBe(name);
    expect(Buffer.from(await Bun.file(await download.path()).bytes()).equals(bytes)).toBe(true);
  }
});

test.each(["chosen", "dropped", "pasted"])(
  "after files were %s one writes on, and Enter sends",
  async (how) => {
    const { page, chat } = await stage.inChat();
    await page.getByRole("button", { name: "Attach files" }).focus();
    if (how === "chosen") await choose(page, ["a.txt", someBytes(10)]);
    else
      await page.evaluate((type) => {
        const data = new DataTransfer();
        data.items.add(new File(["words"], "a.txt", { type: "text/plain" }));
        const made = { bubbles: true, cancelable: true };
        document.body.dispatchEvent(
          type === "dropped"
            ? new DragEvent("drop", { ...made, dataTransfer: data })
            : new ClipboardEvent("paste", { ...made, clipboardData: data }),
        );
      }, how);
    await page.getByRole("button", { name: "Remove a.txt" }).waitFor();
    await page.keyboard.press("Enter");
    await row(page).getByText("a.txt").waitFor();
    expect(chat.files.kept.size).toBe(1);
  },
);
