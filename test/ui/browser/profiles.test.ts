import { describe, expect, setDefaultTimeout, test } from "bun:test";

import type { Page } from "playwright-core";

import { recogniseMedia } from "../../../src/system/media.ts";
import { chooseFile, editProfile } from "../../support/page-profile-scenes.ts";
import { makePng } from "../../support/png.ts";
import { stageForTests } from "../../support/stage-for-tests.ts";

setDefaultTimeout(20_000);

const stage = stageForTests();

const cardOf = (page: Page) => page.getByTestId("person-card");
const gone = { state: "detached" } as const;

describe("somebody's card", () => {
  test("opens from a name, an avatar, a member and a mention; Esc closes it and the focus goes back", async () => {
    const { page, chat, log, hear } = await stage.inChat(1);
    const ben = chat.data.people.get(chat.data.person("ben").user_id);
    Object.assign(ben ?? {}, { status: "dnd", status_text: "in the garden" });
    hear("hello @ben and @nobody");
    const name = log.getByRole("button", { name: "ben" }).first();
    await name.press("Enter");
    const card = page.getByRole("dialog", { name: "ben" });
    await card.getByText("@ben").waitFor();
    await page.keyboard.press("Escape");
    await card.waitFor(gone);
    expect(await name.evaluate((element) => element === document.activeElement)).toBe(true);

    const openers = [
      log.locator(".person-face").first(),
      log.locator(".mention[role=link]").first(),
      page.getByTestId("members-online").getByRole("button", { name: "ben" }),
    ];
    for (const opener of openers) {
      await opener.click();
      await cardOf(page).waitFor();
      const box = await cardOf(page).boundingBox();
      expect(box && box.x >= 0 && box.y >= 0 && box.x + box.width <= 900 && box.y + box.height <= 600).toBe(
        true,
      );
      await page.keyboard.press("Escape");
      await cardOf(page).waitFor(gone);
    }
    await log.locator(".mention[role=link]").first().press("Enter");
    await cardOf(page).waitFor();
    await page.keyboard.press("Escape");
    await cardOf(page).waitFor(gone);
    await page.getByRole("textbox", { name: "Message #general" }).waitFor(); // the key did nothing in the card
    await log.locator(".mention[role=link]").nth(1).click();
    await page.getByText("Nobody you know of is called nobody.").waitFor();
  });

  test("writes to them, opens their messages, or names them in the composer", async () => {
    const { page, host, chat, composer, log } = await stage.inChat(1);
    const ben = chat.data.person("ben");
    chat.profiles.rename(ben.user_id, "Ben Okafor");
    await composer.fill("ask");
    await log.getByRole("button", { name: "Ben Okafor" }).click();
    await cardOf(page).getByRole("button", { name: "Mention" }).click();
    await cardOf(page).waitFor(gone);
    expect(await composer.inputValue()).toBe("ask @ben ");

    await page.getByTestId("members-online").getByRole("button", { name: "Ben Okafor" }).click();
    await page.keyboard.type("just for you");
    await page.keyboard.press("Enter");
    await cardOf(page).waitFor(gone);
    await page.getByRole("textbox", { name: "Message @Ben Okafor" }).waitFor();
    await page.getByTestId("message").getByText("just for you").waitFor();
    const sent = await host.command("send", ({ frame }) => frame["type"] === "message.send");
    expect(sent.frame["body"]).toMatchObject({ content: "just for you", channel_id: 3 });
  });

  test("of oneself leads to one's profile and status", async () => {
    const { page } = await stage.inChat(1);
    await page.getByTestId("members-online").getByRole("button", { name: "ana" }).click();
    expect(await cardOf(page).getByRole("textbox").count()).toBe(0);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Settings" }).getByLabel("Display name").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor(gone);
  });
});

test("another name and picture show at once wherever somebody is, in old messages too", async () => {
  const { page, chat, log, hear } = await stage.inChat(2);
  const ben = chat.data.person("ben");
  const dm = chat.data.dm(chat.me, ben);
  chat.data.say(dm, ben, "psst", { read: false });
  hear("> quoted\nanother");
  await log.getByText("message 1").waitFor();
  await page.evaluate(() => {
    for (const [at, row] of document.querySelectorAll("[data-testid=message]").entries())
      Object.assign(row, { mark: at });
  });
  chat.profiles.rename(ben.user_id, "Ben Okafor");
  chat.profiles.picture(ben.user_id, makePng(32, 32, 1));
  await log.getByRole("button", { name: "Ben Okafor" }).first().waitFor();
  await page.getByTestId("members-online").getByRole("button", { name: "Ben Okafor" }).waitFor();
  await page.locator("[role=log] img.avatar-picture").first().waitFor();
  await page.locator(".members img.avatar-picture").waitFor();
  // The rows are the same elements as before.
  const marks = await page.evaluate(() =>
    [...document.querySelectorAll("[data-testid=message]")].map((row) => (row as { mark?: number }).mark),
  );
  expect(marks).toEqual([0, 1, 2]);
  expect(await page.getByTestId("message").first().getAttribute("aria-label")).toStartWith("Ben Okafor, ");
  await page.getByRole("textbox", { name: "Message #general" }).fill("@okaf");
  await page.getByRole("option", { name: "@ben" }).waitFor();

  chat.profiles.picture(ben.user_id, null);
  chat.profiles.rename(ben.user_id, null);
  await log.getByRole("button", { name: "ben" }).first().waitFor();
  await page.locator("img.avatar-picture").first().waitFor(gone);
});

/** A jpeg of this page's making, red on the left and blue on the right, that says where it was taken. */
async function taggedJpeg(page: Page): Promise<Uint8Array> {
  const base64 = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: 600, height: 300 });
    const context = canvas.getContext("2d");
    for (const [at, colour] of ["red", "blue"].entries()) {
      if (context === null) return "";
      context.fillStyle = colour;
      context.fillRect(at * 300, 0, 300, 300);
    }
    return canvas.toDataURL("image/jpeg", 0.95).split(",")[1] ?? "";
  });
  const plain = Buffer.from(base64, "base64");
  const tag = Buffer.from("Exif\0\0MM\0*\0\0\0\x08GPSLatitude 59.9139 N", "latin1");
  const head = Buffer.from([0xff, 0xe1, 0, tag.length + 2]);
  return new Uint8Array(Buffer.concat([plain.subarray(0, 2), head, tag, plain.subarray(2)]));
}

describe("one's own profile", () => {
  test("a picture is cut to a square by keys, and nothing of the file goes along but what is seen", async () => {
    const { page, host, chat } = await stage.inChat(1);
    await editProfile(page);
    const photo = await taggedJpeg(page);
    expect(Buffer.from(photo).includes("GPSLatitude")).toBe(true);
    await chooseFile(page, "holiday.jpg", "image/jpeg", photo);
    await page.getByTestId("crop").waitFor();
    expect(await page.getByTestId("crop").evaluate((element) => element === document.activeElement)).toBe(
      true,
    );
    // To the right end: only blue is left; a zoom keeps it so.
    for (let step = 0; step < 12; step++) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("+");
    await page.getByRole("button", { name: "Use picture" }).click();
    const sent = await host.command("send", ({ frame }) => frame["type"] === "profile.set_avatar");
    const bytes = Buffer.from((sent.frame["body"] as { data: string }).data, "base64");
    expect(recogniseMedia(bytes).size).toEqual({ width: 256, height: 256 });
    for (const word of ["Exif", "GPS", "EXIF"]) expect(bytes.includes(word)).toBe(false);
    const [red, , blue] = await page.locator(".user-footer img.avatar-picture").evaluate((image) => {
      const canvas = new OffscreenCanvas(256, 256);
      const context = canvas.getContext("2d");
      context?.drawImage(image as HTMLImageElement, 0, 0);
      return [...(context?.getImageData(8, 128, 1, 1).data ?? [])];
    });
    expect([red !== undefined && red < 40, blue !== undefined && blue > 200]).toEqual([true, true]);
    const choose = page.getByRole("button", { name: "Choose picture" });
    expect(await choose.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.getByRole("button", { name: "Remove picture" }).click();
    await page.locator("img.avatar-picture").first().waitFor(gone);
    expect(chat.profiles.pictures.size).toBe(0);
  });

  test("a picture waits while another section is looked at, and Enter takes it", async () => {
    const { page, host } = await stage.inChat(1);
    await editProfile(page);
    await chooseFile(page, "blue.png", "image/png", makePng(96, 64, 2));
    await page.getByTestId("crop").waitFor();
    await page.getByRole("tab", { name: "Profile" }).press("ArrowDown");
    await page.getByTestId("crop").waitFor(gone);
    const back = page.getByRole("tab", { name: "Profile" });
    await page.keyboard.press("ArrowUp");
    await page.getByTestId("crop").waitFor();
    await back.and(page.locator(":focus")).waitFor();
    await page.getByTestId("crop").press("Enter");
    await host.command("send", ({ frame }) => frame["type"] === "profile.set_avatar");
    await page.getByTestId("name-preview").waitFor();
  });

  test("is dragged and zoomed by pointer", async () => {
    const { page } = await stage.inChat(1);
    await editProfile(page);
    await chooseFile(page, "holiday.png", "image/png", makePng(512, 256));
    const view = page.getByTestId("crop");
    const placed = () => view.locator("img").evaluate(({ style }) => [style.width, style.transform]);
    expect(await placed()).toEqual(["512px", "translate(-128px, 0px)"]);
    const box = (await view.boundingBox()) ?? { x: 0, y: 0 };
    await page.mouse.move(box.x + 100, box.y + 100);
    await page.mouse.down();
    await page.mouse.move(box.x + 160, box.y + 140, { steps: 3 });
    await page.mouse.up();
    expect(await placed()).toEqual(["512px", "translate(-68px, 0px)"]); // there is nothing above it
    await page.getByRole("slider", { name: "Zoom" }).fill("2");
    expect(await placed()).toEqual(["1024px", "translate(-264px, -128px)"]);
    await page.mouse.wheel(0, 4_000);
    expect((await placed())[0]).toBe("512px");
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByTestId("name-preview").waitFor();
  });

  test("what is no picture, or too much of one, is said; a name is shown as it will be, by its rule", async () => {
    const { page, host } = await stage.inChat(1);
    await editProfile(page);
    const bomb = makePng(1, 1);
    new DataView(bomb.buffer).setUint32(16, 40_000);
    new DataView(bomb.buffer).setUint32(20, 40_000);
    const bad: [string, string, Uint8Array, string][] = [
      ["a.txt", "text/plain", new Uint8Array(9), "That is no picture."],
      ["a.svg", "image/svg+xml", new TextEncoder().encode("<svg/>"), "That is no picture."],
      ["a.png", "image/png", new TextEncoder().encode("<svg/>"), "That picture cannot be read."],
      ["b.png", "image/png", makePng(64, 64).subarray(0, 20), "That picture cannot be read."],
    ];
    for (const [name, type, bytes, words] of bad) {
      await chooseFile(page, name, type, bytes);
      // The words alone could be those of the file before: while one is looked at, no other is taken.
      await page.locator(".profile-picture button[aria-disabled=false]").first().waitFor();
      await page.getByRole("alert").getByText(words).waitFor();
    }
    await page.getByTestId("picture-input").evaluate((input) => {
      const chosen = new DataTransfer();
      chosen.items.add(new File([new Uint8Array(32_000_001)], "c.jpg", { type: "image/jpeg" }));
      (input as HTMLInputElement).files = chosen.files;
      input.dispatchEvent(new Event("change"));
    });
    await page.getByRole("alert").getByText("larger than 32 MB").waitFor();
    await chooseFile(page, "bomb.png", "image/png", bomb);
    await page
      .getByRole("alert")
      .getByText(/more pixels|cannot be read/)
      .waitFor();

    const field = page.getByLabel("Display name");
    await field.fill("n".repeat(33));
    await page.getByText("A display name has at most 32 characters.").waitFor();
    await field.fill("\u202eAna  Lund");
    expect(await page.getByTestId("name-preview").textContent()).toBe("Ana Lund");
    await page.keyboard.press("Enter");
    await page.getByRole("status").getByText("Saved.").waitFor();
    const sent = await host.command("send", ({ frame }) => frame["type"] === "profile.set");
    expect(sent.frame["body"]).toMatchObject({ display_name: expect.stringContaining("Lund") });
  });
});
