import { expect, test } from "bun:test";

import { makePng } from "../../support/png.ts";
import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

const photo = makePng(800, 500);

test("nothing moves when pictures come", async () => {
  const { page, host, hear, chat } = await stage.inChat(40);
  const release = host.hold("file.read");
  const general = chat.data.channels.get(1) ?? expect.unreachable();
  const attachments = [
    chat.files.add("p.png", photo, photo),
    chat.files.add("q.png", makePng(30, 900), photo),
  ];
  const message = chat.data.say(general, chat.data.person("ben"), "", { attachments, read: false });
  host.tell({ type: "message.created", body: { message } });
  hear("after it");
  const places = () =>
    page
      .getByTestId("message")
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON() as object));
  await page.getByText("after it").waitFor();
  const before = await places();
  expect(await page.locator(".attachment-picture img").count()).toBe(0);
  release();
  await page.locator(".attachment-picture img").nth(1).waitFor();
  await page
    .locator(".attachment-picture img")
    .first()
    .evaluate((image) => (image as HTMLImageElement).decode());
  expect(await places()).toEqual(before);
});

test("a very long picture is shown in part, and as large as it is when it is pressed", async () => {
  const { page, host, chat } = await stage.inChat();
  const general = chat.data.channels.get(1) ?? expect.unreachable();
  const attachments = [chat.files.add("tall.png", makePng(200, 3_000), makePng(34, 512))];
  const message = chat.data.say(general, chat.data.person("ben"), "", { attachments, read: false });
  host.tell({ type: "message.created", body: { message } });
  const small = page.getByRole("button", { name: "Open the picture tall.png" });
  expect((await small.boundingBox())?.width).toBe(64);
  await small.click();
  const large = page.getByRole("dialog").getByRole("img");
  await large.waitFor();
  expect((await large.boundingBox())?.height).toBeLessThan(600);
  await large.click();
  await page.waitForFunction(
    (image) => (image as Element).getBoundingClientRect().height === 3_000,
    await large.elementHandle(),
  );
  await page.keyboard.press("End");
  await page.waitForFunction(() => (document.querySelector(".lightbox-stage")?.scrollTop ?? 0) > 2_000);
  await page.keyboard.press("-");
  await page.waitForFunction(
    (image) => (image as Element).getBoundingClientRect().height < 600,
    await large.elementHandle(),
  );
});

test("a picture opens over everything, turns with the arrows, and closes with Esc", async () => {
  const { page } = await stage.inChat(3, (chat) => {
    const general = chat.data.channels.get(1) ?? expect.unreachable();
    const attachments = ["one.png", "two.png"].map((name) => chat.files.add(name, photo, photo));
    chat.data.say(general, chat.data.person("ben"), "look", { attachments });
  });
  await page.getByRole("button", { name: "Open the picture one.png" }).click();
  const box = (name: string) => page.getByRole("dialog", { name: `Picture ${name}` });
  await box("one.png").locator("img").waitFor();
  expect(await box("one.png").getByRole("button", { name: "Picture before" }).count()).toBe(0);
  await page.keyboard.press("ArrowRight");
  await box("two.png").locator("img").waitFor();
  await page.keyboard.press("ArrowLeft");
  const shown = await box("one.png").locator("img").boundingBox();
  expect((shown?.y ?? 0) + (shown?.height ?? 9_999)).toBeLessThanOrEqual(600);
  await page.keyboard.press("Escape");
  expect(await page.getByRole("dialog").count()).toBe(0);
});

test("many pictures of one message stand in rows of three, whatever their form", async () => {
  const { page } = await stage.inChat(0, (chat) => {
    const general = chat.data.channels.get(1) ?? expect.unreachable();
    const forms = Array.from({ length: 10 }, (_, at) => makePng(100 + 90 * at, 1_000 - 90 * at));
    const attachments = forms.map((png, at) => chat.files.add(`${at}.png`, png, png));
    chat.data.say(general, chat.data.person("ben"), "", { attachments });
  });
  const pictures = page.locator(".attachment-picture");
  await pictures.nth(9).waitFor();
  const boxes = await Promise.all((await pictures.all()).map((one) => one.boundingBox()));
  expect(new Set(boxes.map((box) => box?.y)).size).toBe(4);
  expect(new Set(boxes.map((box) => box?.x)).size).toBe(3);
  const forms = boxes.map((box) => `${Math.round(box?.width ?? 0)} ${Math.round(box?.height ?? 0)}`);
  expect(new Set(forms).size).toBe(1);
});
