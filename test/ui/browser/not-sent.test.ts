import { expect, test } from "bun:test";

import type { OutboxMessage } from "../../../src/protocol/bridge.ts";
import { ChatError } from "../../../src/protocol/errors.ts";
import { PageOutbox } from "../../support/page-outbox.ts";
import { PageServer } from "../../support/page-server.ts";
import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

const gone_id = 77;
const written = (number: number, channel_id: number): OutboxMessage => ({
  nonce: `n${number}`,
  channel_id,
  place: "#attic",
  kind: "text",
  content: `text ${number}`,
  reply_to_seq: null,
  created_at_ms: Date.UTC(2026, 10, 22, 12, number),
  failure: null,
});

function leftIn(channel_id: number, count: number): PageOutbox {
  const outbox = new PageOutbox();
  for (let number = 1; number <= count; number++) outbox.kept.set(`n${number}`, written(number, channel_id));
  return outbox;
}

test("what was written to a channel that is gone is said, listed with the reason, and can be copied, tried again, deleted", async () => {
  const outbox = leftIn(gone_id, 2);
  const { page, chat, host } = await stage.inChat(3, undefined, { outbox });
  await page.getByRole("button", { name: "2 messages not sent" }).click();
  const dialog = page.getByRole("dialog", { name: "Not sent" });
  const rows = dialog.getByRole("listitem");
  expect(await rows.allInnerTexts()).toEqual([
    expect.stringMatching(/#attic[^]*text 1[^]*Not sent: No such channel\./),
    expect.stringMatching(/#attic[^]*text 2[^]*Not sent: No such channel\./),
  ]);

  // Where no clipboard is to be had the field that is copied from shows what would be on it.
  const copied = page.evaluate(
    () =>
      new Promise((resolve) => {
        document.addEventListener("copy", () => resolve(String(document.getSelection())), { once: true });
      }),
  );
  await rows.first().getByRole("button", { name: "Copy" }).click();
  expect(await copied).toBe("text 1");

  chat.instead["message.send"] = () => {
    throw new ChatError("forbidden", "You must join the channel first.");
  };
  await rows.first().getByRole("button", { name: "Try again" }).click();
  await rows.getByText("Not sent: You must join the channel first.").waitFor();
  for (const text of ["text 1", "text 2"])
    await rows.filter({ hasText: text }).getByRole("button", { name: "Delete" }).click();
  await dialog.getByText("Nothing is left here.").waitFor();
  for (const nonce of ["n1", "n2"]) await host.command("outbox.drop", (drop) => drop.nonce === nonce);
  expect(host.outbox.kept.size).toBe(0);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /not sent/ }).waitFor({ state: "detached" });
});

test("what had only files, and these were left behind, cannot be tried again", async () => {
  const outbox = new PageOutbox();
  const failure = "No files.";
  for (const content of ["", "with words"])
    outbox.kept.set(`n${content}`, { ...written(1, gone_id), nonce: `n${content}`, content, failure });
  const { page } = await stage.inChat(3, undefined, { outbox });
  await page.getByRole("button", { name: "2 messages not sent" }).click();
  const rows = page.getByRole("dialog", { name: "Not sent" }).getByRole("listitem");
  await rows.filter({ hasText: "with words" }).getByRole("button", { name: "Try again" }).waitFor();
  expect(await rows.getByRole("button", { name: "Delete" }).count()).toBe(2);
  expect(await rows.getByRole("button", { name: "Try again" }).count()).toBe(1);
});

test("a start while the server is away shows what goes out when it is back", async () => {
  const outbox = leftIn(1, 7);
  const chat = new PageServer("ana");
  chat.data.channel("general");
  const { page, host } = await stage.open(chat, {
    outbox,
    waiting: [...outbox.kept.values()],
    dial: () => ({ type: "down", code: "refused" }),
  });
  const list = page.getByRole("region", { name: "7 messages wait to be sent" });
  await list.getByText("and 2 more").waitFor();
  expect(await list.getByRole("listitem").allInnerTexts()).toEqual(
    [1, 2, 3, 4, 5].map((number) => `#attictext ${number}`),
  );
  // It tries again by itself.
  host.dial = () => ({ type: "up" });
  await page.getByRole("textbox", { name: "Message #general" }).waitFor();
  await host.command("outbox.drop", ({ nonce }) => nonce === "n7");
  expect(chat.data.messages.get(1)?.map(({ content }) => content)).toEqual(
    [1, 2, 3, 4, 5, 6, 7].map((number) => `text ${number}`),
  );
});

test("a message says that it waits as long as the server is away, and no word of it in the moment of a usual one", async () => {
  const { page, host, composer } = await stage.inChat();
  const last = page.getByTestId("message").last();
  const release = host.hold("message.send");
  await composer.fill("on its way");
  await page.keyboard.press("Enter");
  await last.getByText("on its way").waitFor();
  await host.command("send", ({ frame }) => frame["type"] === "message.send");
  expect(await last.getByText("waits to be sent").count()).toBe(0);
  host.dial = () => ({ type: "down", code: "refused" });
  host.lose();
  await last.getByText("waits to be sent").waitFor();
  release();
  host.dial = () => ({ type: "up" });
  await host.command("outbox.drop");
  await last.getByText("waits to be sent").waitFor({ state: "detached" });
});
