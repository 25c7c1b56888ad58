import { expect, test } from "bun:test";

import type { Page } from "playwright-core";

import { hosted, hostingAt } from "../../support/page-start-scenes.ts";
import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

/** ana's window at the server that she runs herself. */
const atOwn = () => stage.inChat(3, undefined, { hosting: hostingAt(hosted, hosted), alone: true });

const openServerMenu = (page: Page) => page.locator(".server-open").click();

/** What was copied, as long as the page is there. */
async function copied(page: Page, copy: () => Promise<void>): Promise<string> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await copy();
  await page.getByText("Copied").first().waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

test("what one gives to others leads them to one's own server, and leads oneself there too", async () => {
  const { page, host, hear } = await atOwn();
  await openServerMenu(page);
  await page.getByRole("menuitem", { name: "Invite people" }).click();
  const dialog = page.getByRole("dialog", { name: /^Invite people to/ });
  await dialog.getByText("chat://192.168.1.20:5050", { exact: true }).waitFor();
  await dialog.getByText("https://192.168.1.20:5051", { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  const link = await copied(page, async () => {
    await page.getByTestId("channel-list").getByRole("button", { name: "garden" }).click({ button: "right" });
    await page.getByRole("menuitem", { name: "Copy link" }).click();
  });
  expect(link).toBe("chat://192.168.1.20:5050/garden");
  hear(`see ${link}`);
  await page.getByRole("link", { name: /garden$/ }).click();
  await page.getByRole("textbox", { name: "Message #garden" }).waitFor();
  expect(host.commands.filter(({ type }) => type === "dial")).toHaveLength(1);
});

/** ana's window at her own server, which she has just stopped. */
async function atStopped() {
  const { page, host, composer } = await atOwn();
  await openServerMenu(page);
  await page.getByRole("menuitem", { name: "Your server" }).click();
  await page.getByRole("button", { name: "Stop hosting" }).click();
  await page.getByRole("button", { name: "Stop hosting" }).click();
  await page.getByText("Nobody can join or write until you start it again.").waitFor();
  host.dial = () => ({ type: "down", code: "refused" });
  host.lose();
  await page.getByRole("button", { name: "Close" }).click();
  const banner = page.locator(".banner");
  await banner.getByText("The Millers is stopped").waitFor();
  return { page, host, composer, banner };
}

test("who has stopped their own server is told that, and starts it from where they are", async () => {
  const { host, banner } = await atStopped();
  await banner.getByRole("button", { name: "Start it again" }).click();
  await host.command("hosting.start");
  host.dial = () => ({ type: "up" });
  await banner.waitFor({ state: "detached" });
});

test("who starts their own server by the keyboard can write at once", async () => {
  const { host, composer, banner } = await atStopped();
  const start = banner.getByRole("button", { name: "Start it again" });
  await start.focus();
  await start.press("Enter");
  await host.command("hosting.start");
  host.dial = () => ({ type: "up" });
  await banner.waitFor({ state: "detached" });
  expect(await composer.evaluate((field) => field === document.activeElement)).toBe(true);
});

test.each([
  ["127.0.0.1", 1],
  ["localhost", 1],
  ["::1", 1],
  ["127.example.org", 0],
  ["192.168.1.20", 0],
])("an invitation to %s says when it is one to this computer alone", async (host_name, said) => {
  const server = { host: host_name, port: 5050, tls: true };
  const sign_in = { username: "ana", token: "5".repeat(64), server };
  const { page } = await stage.inChat(1, undefined, { sign_in });
  await openServerMenu(page);
  await page.getByRole("menuitem", { name: "Invite people" }).click();
  const dialog = page.getByRole("dialog", { name: /^Invite people to/ });
  await dialog.getByText(/^chat:/).waitFor();
  expect(await dialog.getByText("This address works only on this computer.").count()).toBe(said);
});
