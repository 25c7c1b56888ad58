import { describe, expect, test } from "bun:test";

import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

describe("dialogs", () => {
  test("close with Esc and give the focus back", async () => {
    const { page } = await stage.inChat();
    const plus = page.getByRole("button", { name: "Create channel" });
    await plus.click();
    await page.getByRole("dialog", { name: "Create a channel" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await plus.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  test("a channel's name is checked while one types, and a taken one is said there", async () => {
    const { page, chat } = await stage.inChat();
    await page.getByRole("button", { name: "Create channel" }).click();
    const dialog = page.getByRole("dialog");
    const name = dialog.getByLabel("Name");
    await name.fill("caf\u00e9");
    await dialog.getByText("may only have a-z, 0-9 and hyphens").waitFor();
    expect(await dialog.getByRole("button", { name: "Create channel" }).isDisabled()).toBe(true);
    await name.fill("garden");
    await page.keyboard.press("Enter");
    await dialog.getByText("is there already").waitFor();
    await name.fill("Book club");
    expect(await name.inputValue()).toBe("Book-club");
    await name.fill("book-club");
    await page.keyboard.press("Enter");
    await page.getByRole("textbox", { name: "Message #book-club" }).waitFor();
    expect([...chat.data.channels.values()].map((channel) => channel.name)).toContain("book-club");
  });

  test("a changed certificate can be accepted only after a deliberate second step", async () => {
    const { page, host } = await stage.inChat();
    const prints = { fingerprint: "AA:".repeat(31) + "AA", pinned: "BB:".repeat(31) + "BB" };
    host.dial = ({ trust }) => (trust === undefined ? { type: "untrusted", ...prints } : { type: "up" });
    host.lose();
    const dialog = page.getByRole("dialog", { name: "Refused" });
    const accept = dialog.getByRole("button", { name: "Trust the new certificate" });
    expect(await accept.isDisabled()).toBe(true);
    await dialog.getByLabel("I have checked the new fingerprint").check();
    await accept.click();
    await dialog.waitFor({ state: "detached" });
    expect(await host.command("dial", ({ trust }) => trust !== undefined)).toMatchObject({
      trust: prints.fingerprint,
    });
  });
});

test("a channel one is not in is found by browsing and joined", async () => {
  const { page } = await stage.inChat(3, (chat) => chat.data.channel("attic", "", false));
  await page.getByRole("button", { name: "Browse channels" }).click();
  await page.getByRole("button", { name: "Join attic" }).click();
  await page.getByRole("textbox", { name: "Message #attic" }).waitFor();
  await page.getByTestId("channel-list").getByRole("button", { name: "attic" }).waitFor();
});

test("a member is written to with two clicks", async () => {
  const { page } = await stage.inChat();
  await page.getByTestId("members-online").getByRole("button", { name: "ben" }).dblclick();
  await page.getByRole("textbox", { name: "Message @ben" }).waitFor();
});

test("unread channels show a count that goes when they are looked at", async () => {
  const { page, host, garden, hear } = await stage.inChat();
  for (const text of ["a", "b"]) hear(text, garden);
  const row = page.getByTestId("channel-list").getByRole("button", { name: "garden" });
  await row.getByText("2 unread").waitFor();
  expect(await host.command("notify")).toMatchObject({ title: "ben in #garden", body: "a" });
  await row.click();
  await host.command("send", ({ frame }) => frame["type"] === "channel.mark_read");
  expect(await row.getByText("unread").count()).toBe(0);
});

test("what is dropped on the page does not take its place", async () => {
  const { log, composer } = await stage.inChat();
  const dropped = (locator: typeof log, files: boolean) =>
    locator.evaluate((target, files) => {
      const dataTransfer = new DataTransfer();
      if (files) dataTransfer.items.add(new File(["x"], "x.html"));
      else dataTransfer.setData("text/plain", "https://example.org");
      const event = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
      return !target.dispatchEvent(event);
    }, files);
  expect(await dropped(log, false)).toBe(true);
  expect(await dropped(composer, true)).toBe(true);
  expect(await dropped(composer, false)).toBe(false);
});

test("a lost server is said with a countdown, and one can try at once", async () => {
  const { page, host } = await stage.inChat();
  const members = page.getByRole("complementary", { name: "Members" });
  await members.getByText(/^Online — \d+$/).waitFor();
  const claims = page.locator(".dot").or(members.getByText("Online", { exact: true }));
  expect(await claims.count()).toBeGreaterThan(2);
  host.dial = () => ({ type: "down", code: "refused" });
  host.lose();
  await page.getByText(/^Reconnecting in \d+ s$/).waitFor();
  await members.getByText(/^Were online — \d+$/).waitFor();
  expect(await claims.count()).toBe(0); // nobody knows how anybody is now
  // It may try by itself meanwhile: each failed try brings the button back.
  await page.getByRole("button", { name: "Try now" }).click({ force: true });
  host.dial = () => ({ type: "up" });
  await page.getByText("Reconnecting").waitFor({ state: "detached" });
  await members.getByText(/^Online — \d+$/).waitFor();
});

test("when the client program ends, the page says so", async () => {
  const { page, host } = await stage.inChat();
  await host.stop();
  await page.getByRole("heading", { name: "chat has ended" }).waitFor();
});

test("a public channel is left after a word that says that one can come back", async () => {
  const { page } = await stage.inChat();
  await page.getByTestId("channel-list").getByRole("button", { name: "garden" }).click();
  await page.getByRole("button", { name: "Leave #garden" }).click();
  const dialog = page.getByRole("dialog", { name: "Leave garden?" });
  await dialog.getByText("You can join it again at any time.").waitFor();
  await dialog.getByRole("button", { name: "Leave channel" }).click();
  await page
    .getByTestId("channel-list")
    .getByRole("button", { name: "garden" })
    .waitFor({ state: "detached" });
});
