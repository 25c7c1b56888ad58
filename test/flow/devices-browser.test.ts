import { beforeAll, expect, setDefaultTimeout, test } from "bun:test";

import { BrowserClient } from "../support/browser-client.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { some_password } from "../support/v1-peer.ts";
import { WarmBrowser } from "../support/warm-browser.ts";

setDefaultTimeout(60_000);

let browser: WarmBrowser;
beforeAll(async () => void (browser = await WarmBrowser.shared()), 30_000);

/** Another device of someone who is registered. */
async function logIn(server: TestServer, name: string, folder: string): Promise<BrowserClient> {
  const client = await BrowserClient.open(browser, server, folder);
  await client.signIn(name, some_password, "Log in");
  await client.composer.waitFor();
  return client;
}

const row = ({ page }: BrowserClient, list: string, name: string) =>
  page.getByTestId(list).getByRole("button", { name });

/** Only one page of a browser has the focus: that is the one at which someone sits. */
async function lookAway({ page }: BrowserClient): Promise<void> {
  await page.evaluate(() => {
    document.hasFocus = () => false;
    window.dispatchEvent(new Event("blur"));
  });
}

async function chooseFromMenu({ page }: BrowserClient, item: string | RegExp): Promise<void> {
  await page.getByTestId("my-name").click();
  await page.getByRole("menu").getByText(item).click();
}

test("what is read on one device is read on the other, and what is marked as unread there is so here", async () => {
  await using server = await startServer();
  await using ana = await BrowserClient.register(browser, server, "ana");
  await using ben = await BrowserClient.register(browser, server, "ben");
  await using phone = await logIn(server, "ben", "ben-phone");
  await lookAway(phone);
  await lookAway(ben);
  await ana.say("/msg ben are you there?");
  for (const { page } of [ben, phone]) await page.getByTestId("dm-list").getByText("1 unread").waitFor();
  await ben.page.evaluate(() => {
    document.hasFocus = () => true;
    window.dispatchEvent(new Event("focus"));
  });
  await row(ben, "dm-list", "ana").click();
  await phone.page.getByTestId("dm-list").getByText("1 unread").waitFor({ state: "detached" });

  await ben.message("are you there?").hover();
  await ben.page.getByRole("button", { name: "More" }).click();
  await ben.page.getByRole("menuitem", { name: "Mark as unread" }).click();
  for (const { page } of [ben, phone]) await page.getByTestId("dm-list").getByText("1 unread").waitFor();
  // It stays so while the channel is open and looked at, until one leaves it and comes back.
  await ana.say("one more");
  for (const { page } of [ben, phone]) await page.getByTestId("dm-list").getByText("2 unread").waitFor();
  await row(ben, "channel-list", "general").click();
  await row(ben, "dm-list", "ana").click();
  await phone.page.getByTestId("dm-list").getByText("unread").waitFor({ state: "detached" });
});

test("a mention is counted in red, stands out, and goes when it is read", async () => {
  await using server = await startServer();
  await using ana = await BrowserClient.register(browser, server, "ana");
  await using ben = await BrowserClient.register(browser, server, "ben");
  await lookAway(ben);
  await ana.say("quite @benign");
  await ben.message("quite @benign").waitFor();
  await ana.say("hello @ben");
  await row(ben, "channel-list", "general").getByText("2 unread, 1 for you").waitFor();
  expect(await ben.page.locator(".message-mention").allTextContents()).toEqual([
    expect.stringContaining("hello @ben"),
  ]);
  await ben.page.reload();
  await row(ben, "channel-list", "general").waitFor();
  await row(ben, "channel-list", "general").getByText("unread").waitFor({ state: "detached" });
});

test("a private channel is not there for an outsider, until someone adds them", async () => {
  await using server = await startServer();
  await using ana = await BrowserClient.register(browser, server, "ana");
  await using ben = await BrowserClient.register(browser, server, "ben");
  const { page } = ana;
  await page.getByRole("button", { name: "Create channel" }).click();
  await page.getByRole("radio", { name: "Private" }).check();
  await page.getByRole("dialog").getByLabel("Name").fill("surprise");
  await page.getByRole("dialog").getByRole("button", { name: "Create channel" }).click();
  await page.getByRole("textbox", { name: "Message #surprise" }).waitFor();
  await ana.say("ben turns forty");

  await page.getByRole("button", { name: "Create channel" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("garden");
  await page.getByRole("dialog").getByRole("button", { name: "Create channel" }).click();
  await ben.page.getByRole("button", { name: "Browse channels" }).click();
  await ben.page.getByRole("button", { name: "Join garden" }).waitFor();
  expect(await ben.page.getByText("surprise").count()).toBe(0);
  await ben.page.keyboard.press("Escape");

  await row(ana, "private-list", "surprise").click();
  await page.getByRole("button", { name: "Add people" }).click();
  await page.getByLabel("Names").pressSequentially("be");
  await page.getByRole("option", { name: "ben" }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "Add" }).click();
  await page.getByText("ben is in the channel now.").waitFor();
  await row(ben, "private-list", "surprise").click();
  await ben.message("ben turns forty").waitFor();
  await page.getByTestId("notice").filter({ hasText: "ben joined" }).waitFor();

  await ben.page.getByRole("button", { name: "Leave #surprise" }).click();
  await ben.page.getByRole("button", { name: "Leave channel" }).click();
  await row(ben, "private-list", "surprise").waitFor({ state: "detached" });
  await page.getByTestId("notice").filter({ hasText: "ben left" }).waitFor();
});

test("a new password logs the other devices out, and a wrong present one is said next to its field", async () => {
  await using server = await startServer();
  await using ana = await BrowserClient.register(browser, server, "ana");
  await using phone = await logIn(server, "ana", "ana-phone");
  await chooseFromMenu(ana, "Devices");
  const { page } = ana;
  await page.getByRole("button", { name: "Change password" }).click();
  const fill = async (present: string) => {
    await page.getByLabel("Present password").fill(present);
    await page.getByLabel("New password", { exact: true }).fill("quite another one");
    await page.getByLabel("New password again").fill("quite another one");
    await page.keyboard.press("Enter");
  };
  await fill("not mine");
  await page.getByText("That is not your present password.").waitFor();
  await fill(some_password);
  await page.getByText("Your other device was logged out.").waitFor();
  await phone.signIn("ana", "quite another one", "Log in");
  await phone.composer.waitFor();
});

test("do not disturb, a status text, idle and typing are seen by others", async () => {
  await using server = await startServer();
  await using ana = await BrowserClient.register(browser, server, "ana");
  await using ben = await BrowserClient.register(browser, server, "ben");
  const seen = row(ben, "members-online", "ana");
  await chooseFromMenu(ana, "Set a status");
  await ana.page.getByRole("textbox", { name: "Status" }).fill("At lunch");
  await ana.page.keyboard.press("Enter");
  await seen.getByText("At lunch").waitFor();
  await chooseFromMenu(ana, "Do not disturb");
  await seen.getByText("Do not disturb").waitFor();
  await chooseFromMenu(ana, "Invisible");
  await row(ben, "members-offline", "ana").waitFor();
  await chooseFromMenu(ana, /^Online$/);
  await seen.getByText("Online").waitFor();
  await ana.composer.pressSequentially("hel");
  await ben.page.getByTestId("typing").getByText("ana is typing…").waitFor();
  await ana.say("hello");
  await ben.message("hello").waitFor();
  await ben.page.getByTestId("typing").getByText("typing").waitFor({ state: "detached" });
});

test("who has not touched anything for ten minutes is idle, until they do", async () => {
  await using server = await startServer();
  await using ben = await BrowserClient.register(browser, server, "ben");
  await using ana = await BrowserClient.open(browser, server, "ana");
  await ana.page.clock.install();
  await ana.page.reload();
  await ana.page.getByRole("button", { name: "Create an account" }).click();
  await ana.signIn("ana", some_password, "Register");
  await ana.composer.waitFor();
  const seen = row(ben, "members-online", "ana");
  await ana.page.clock.runFor("10:01");
  await seen.getByText("Idle").waitFor();
  await ana.page.mouse.move(200, 200);
  await seen.getByText("Online").waitFor();
});
