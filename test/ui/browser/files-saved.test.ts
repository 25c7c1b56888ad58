import { expect, test } from "bun:test";

import { someBytes } from "../../support/files.ts";
import type { PageHostOptions } from "../../support/page-host.ts";
import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

/** ana's page, which is saving a file of ben's. */
async function whileSaving(options: PageHostOptions = {}) {
  const prepared = await stage.inChat(
    1,
    ({ data, files }) => {
      const attachments = [files.add("big.bin", someBytes(1_000))];
      data.say(data.channels.get(1) ?? expect.unreachable(), data.person("ben"), "", { attachments });
    },
    options,
  );
  const release = prepared.host.hold("file.read");
  await prepared.page.getByRole("button", { name: "Download big.bin" }).click();
  await prepared.host.command("send", ({ frame }) => frame["type"] === "file.read");
  return { ...prepared, release };
}

test("the browser asks before a page ends that saves a file", async () => {
  const { page } = await whileSaving();
  const asked = new Promise<string>((resolve) => {
    page.once("dialog", (dialog) => resolve(dialog.type()));
  });
  await page.close({ runBeforeUnload: true });
  expect(await asked).toBe("beforeunload");
});

test("the window asks, too, until the file is saved", async () => {
  const { page, host, release } = await whileSaving({ place: "window" });
  const close = () => page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));
  expect(await close()).toBe(true);
  const question = page.getByRole("dialog", { name: "A file is still being saved" });
  await question.getByRole("button", { name: "Keep open" }).click();
  await question.waitFor({ state: "detached" });
  expect(await close()).toBe(true);
  await question.waitFor();
  release();
  const put = await host.command("save.put");
  expect(put.is_last).toBe(true);
  host.send({ type: "save.told", save: put.save, problem: null });
  await question.waitFor({ state: "detached" });
  expect(await close()).toBe(false);
});
