import { beforeAll, expect, setDefaultTimeout, test } from "bun:test";

import { BrowserClient } from "../support/browser-client.ts";
import { startServer } from "../support/server.ts";
import { some_password } from "../support/v1-peer.ts";
import { WarmBrowser } from "../support/warm-browser.ts";

setDefaultTimeout(60_000);

let browser: WarmBrowser;
beforeAll(async () => void (browser = await WarmBrowser.shared()), 30_000);

test("two people chat, and /me reads as it should", async () => {
  await using server = await startServer();
  await using ana = await BrowserClient.register(browser, server, "ana");
  await using ben = await BrowserClient.register(browser, server, "ben");
  await ana.page.getByTestId("notice").filter({ hasText: "ben joined" }).waitFor();
  await ana.say("good morning");
  await ben.message("good morning").waitFor();
  expect(await ben.message("good morning").textContent()).toContain("ana");
  await ben.say("/me waves");
  await ana.message("* ben waves").waitFor();
  await ben.say("first line");
  await ben.composer.fill("two");
  await ben.composer.press("Shift+Enter");
  await ben.composer.pressSequentially("lines");
  await ben.composer.press("Enter");
  await ana.message("two\nlines").waitFor();
});

test("a channel is made, found and talked in", async () => {
  await using server = await startServer();
  await using ana = await BrowserClient.register(browser, server, "ana");
  await using ben = await BrowserClient.register(browser, server, "ben");
  await ana.page.getByRole("button", { name: "Create channel" }).click();
  const dialog = ana.page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("größe");
  await dialog.getByText("Channel name may only have a-z, 0-9 and hyphens.").waitFor();
  await dialog.getByLabel("Name").fill("garden");
  await dialog.getByRole("button", { name: "Create channel" }).click();
  await ana.page.getByRole("textbox", { name: "Message #garden" }).waitFor();
  await ana.say("the roses are out");
  await ana.message("the roses are out").waitFor();

  await ben.page.getByRole("button", { name: "Browse channels" }).click();
  await ben.page.getByRole("button", { name: "Join garden" }).click();
  await ben.message("the roses are out").waitFor();
  await ben.say("I saw them");
  await ana.message("I saw them").waitFor();
});

test("a private message reaches the one it is for, is counted, and is not in the channel", async () => {
  await using server = await startServer();
  await using ana = await BrowserClient.register(browser, server, "ana");
  await using ben = await BrowserClient.register(browser, server, "ben");
  await ana.say("/msg ben only for you");
  await ana.page.getByRole("textbox", { name: "Message @ben" }).waitFor();
  const row = ben.page.getByTestId("dm-list").getByText("ana");
  await row.waitFor();
  await ben.page.getByTestId("dm-list").getByText("1 unread").waitFor();
  expect(await ben.message("only for you").count()).toBe(0);
  await row.click();
  await ben.message("only for you").waitFor();
  await ben.page.getByTestId("dm-list").getByText("1 unread").waitFor({ state: "detached" });
});

test("a wrong password is said at the form, and the right one gets in", async () => {
  await using server = await startServer();
  await using registered = await BrowserClient.register(browser, server, "ana");
  await registered.say("/quit");
  await registered.program.exited;
  await using ana = await BrowserClient.open(browser, server, "ana-again");
  await ana.page.getByRole("heading", { name: "Welcome to chat" }).waitFor();
  await ana.signIn("ana", "not the one", "Log in");
  await ana.page.getByText("Wrong username or password.").waitFor();
  await ana.page.getByRole("heading", { name: "Welcome to chat" }).waitFor();
  expect(await ana.page.getByLabel("Username").inputValue()).toBe("ana");
  await ana.signIn("ana", some_password, "Log in");
  await ana.composer.waitFor();
});

test("the server goes and comes back: what was written meanwhile is there, once and in order, for both", async () => {
  const folder_owner = await startServer();
  await using ana = await BrowserClient.register(browser, folder_owner, "ana");
  await using ben = await BrowserClient.register(browser, folder_owner, "ben");
  await ana.say("before");
  await ben.message("before").waitFor();
  await folder_owner.stop("SIGKILL");
  await ana.page.getByText("Reconnecting").waitFor();
  await ana.say("while it was away");
  await ana.say("and once more");
  await using server = await startServer({
    folder: folder_owner.folder,
    args: ["--port", String(folder_owner.port)],
  });
  expect(server.port).toBe(folder_owner.port);
  await ben.message("and once more").waitFor();
  await ana.page.getByText("Reconnecting").waitFor({ state: "detached" });
  for (const { page } of [ana, ben]) {
    const texts = await page.getByTestId("message").allTextContents();
    const order = ["before", "while it was away", "and once more"].map((text) =>
      texts.filter((each) => each.trimEnd().endsWith(text)),
    );
    expect(order.map((found) => found.length)).toEqual([1, 1, 1]);
  }
  await folder_owner[Symbol.asyncDispose]();
});

test("markup in a message, a name or a description is text, runs nothing and fetches nothing", async () => {
  await using server = await startServer();
  await using ana = await BrowserClient.register(browser, server, "ana");
  await using ben = await BrowserClient.register(browser, server, "ben");
  const attacks = [
    `<img src="http://127.0.0.1:9/x.png" onerror="document.title='owned'">`,
    `<script>document.title='owned'</script>`,
    `<a href="javascript:document.title='owned'">click</a>`,
    `"><svg onload="document.title='owned'">`,
    `[link](javascript:document.title='owned2')`,
  ];
  for (const attack of attacks) {
    await ana.say(attack);
    await ben.message(attack).waitFor();
  }
  const before = ben.requests.length;
  expect(await ben.log.locator("img, script, svg[onload], a[href]").count()).toBe(0);
  expect(await ben.page.title()).not.toContain("owned");
  await ben.say("still talking");
  await ana.message("still talking").waitFor();
  expect(ben.requests.slice(before)).toEqual([]);
  expect(ben.requests.every((url) => new URL(url).hostname === "127.0.0.1")).toBe(true);
});

test("/quit ends the client program", async () => {
  await using server = await startServer();
  await using ana = await BrowserClient.register(browser, server, "ana");
  await ana.say("/quit");
  expect(await ana.program.exited).toBe(0);
});
