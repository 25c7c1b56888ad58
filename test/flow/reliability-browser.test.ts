import { beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, readFileSync, watch } from "node:fs";
import { join } from "node:path";

import type { Locator } from "playwright-core";

import { BrowserClient } from "../support/browser-client.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";
import { WarmBrowser } from "../support/warm-browser.ts";

setDefaultTimeout(60_000);

let browser: WarmBrowser;
beforeAll(async () => void (browser = await WarmBrowser.shared()), 30_000);

const numbered = Array.from({ length: 20 }, (_, at) => `unsent ${at + 1}.`);

async function act(client: BrowserClient, text: string, name: string): Promise<void> {
  // A reply has the text of its original too, but comes later.
  const message = client.message(text).first();
  await message.hover();
  await message.getByRole("button", { name: "More" }).click();
  await client.page.getByRole("menuitem", { name, exact: true }).click();
}

/** The texts of a channel as the server has them. */
async function stored(server: TestServer, name: string): Promise<string[]> {
  using peer = await PeerV2.login(server, name);
  const { channels } = await peer.request("channel.list", {});
  const channel_id = channels.find((channel) => channel.name === "general")?.id ?? 0;
  const { messages } = await peer.request("message.history", { channel_id, limit: 100 });
  return messages.map(({ content }) => content);
}

const sameAddress = ({ folder, port }: TestServer) =>
  startServer({ folder, args: ["--port", String(port)], rate_limit: 5 });

/** Resolves when the client program has this text in its outbox on disk. */
async function keptOnDisk({ folder }: TestServer, name: string, text: string): Promise<void> {
  const outbox = join(folder, `config-${name}`, "outbox");
  const has = () =>
    readdirSync(outbox).some((file) => readFileSync(join(outbox, file), "utf8").includes(text));
  const changed = Promise.withResolvers<void>();
  const watcher = watch(outbox, () => {
    if (has()) changed.resolve();
  });
  if (!has()) await changed.promise;
  watcher.close();
}

describe("what is done to a message is seen by both", () => {
  test("edit, its history, reply, react, pin, delete", async () => {
    await using server = await startServer();
    await using ana = await BrowserClient.register(browser, server, "ana");
    await using ben = await BrowserClient.register(browser, server, "ben");
    await ana.say("the party is on friday");
    await ben.message("the party is on friday").waitFor();

    await ana.composer.press("ArrowUp");
    await ana.page.getByRole("textbox", { name: "Edit message" }).fill("the party is on saturday");
    await ana.page.keyboard.press("Enter");
    await ben.message("the party is on saturday").getByRole("button", { name: "(edited)" }).click();
    await ben.page.getByRole("dialog").getByText("the party is on friday").waitFor();
    await ben.page.keyboard.press("Escape");

    await act(ben, "on saturday", "Reply");
    await ben.say("I bring cake");
    await ana.message("I bring cake").getByRole("button", { name: "Answers ana: the party" }).waitFor();

    await ana.message("I bring cake").hover();
    await ana.message("I bring cake").getByRole("button", { name: "Add reaction" }).first().click();
    await ana.page.getByRole("dialog").getByRole("button", { name: "party", exact: true }).click();
    const chip = (client: BrowserClient, name: string): Locator =>
      client.message("I bring cake").getByRole("button", { name });
    await chip(ben, "party, 1").click();
    await chip(ana, "party, 2").click();
    await chip(ben, "party, 1").waitFor();

    await act(ben, "on saturday", "Pin");
    await ana.page.getByRole("button", { name: "Pinned messages" }).click();
    await ana.page.getByRole("region", { name: "Pinned messages" }).getByText("on saturday").waitFor();
    await ana.page.keyboard.press("Escape");

    await act(ana, "the party is on saturday", "Delete");
    for (const { page } of [ana, ben]) {
      await page.getByText("This message was deleted").first().waitFor();
      await page.getByText("The message was deleted").waitFor();
    }
    // A page that begins anew has the same.
    await ben.page.reload();
    await ben.page.getByText("This message was deleted").waitFor();
    await chip(ben, "party, 1").waitFor();
    expect(await ben.message("on saturday").count()).toBe(0);
  });

  test("also to who was away meanwhile", async () => {
    await using first = await startServer();
    await using ana = await BrowserClient.register(browser, first, "ana");
    await using ben = await BrowserClient.register(browser, first, "ben");
    for (const text of ["one.", "two.", "three."]) await ana.say(text);
    await ben.message("three.").waitFor();
    ben.program.kill("SIGSTOP");
    await act(ana, "one.", "Pin");
    await ana.composer.press("ArrowUp");
    await ana.page.getByRole("textbox", { name: "Edit message" }).fill("three, changed.");
    await ana.page.keyboard.press("Enter");
    await ana.page.getByRole("textbox", { name: "Edit message" }).waitFor({ state: "detached" }); // its going moves the others
    await ana.message("two.").hover();
    await ana.message("two.").getByRole("button", { name: "More" }).click();
    await ana.page.getByRole("menuitem", { name: "Delete" }).click({ modifiers: ["Shift"] });
    await ana.page.getByText("This message was deleted").waitFor();
    await first.stop("SIGKILL");
    ben.program.kill("SIGCONT");
    await using server = await sameAddress(first);
    for (const { page } of [ana, ben]) {
      await page.getByText("three, changed.").waitFor();
      await page.getByText("This message was deleted").waitFor();
      await page.getByRole("img", { name: "Pinned" }).waitFor();
    }
    expect(server.port).toBe(first.port);
  });
});

describe("what was written while the server was away", () => {
  test("goes out when it is back, in order, as fast as the server lets it", async () => {
    await using first = await startServer();
    await using ana = await BrowserClient.register(browser, first, "ana");
    await using ben = await BrowserClient.register(browser, first, "ben");
    await first.stop("SIGKILL");
    await ana.page.getByText("Reconnecting").waitFor();
    for (const text of numbered) await ana.say(text);
    await using server = await sameAddress(first);
    await ben.message("unsent 20.").waitFor();
    expect(await stored(server, "ben")).toEqual(numbered);
    await ana.page.locator(".message-sending").first().waitFor({ state: "detached" });
    expect(await ana.page.getByTestId("message").count()).toBe(20);
  });

  test("survives that the page is loaded anew", async () => {
    await using first = await startServer();
    await using ana = await BrowserClient.register(browser, first, "ana");
    await first.stop("SIGKILL");
    await ana.page.getByText("Reconnecting").waitFor();
    for (const text of numbered.slice(0, 3)) await ana.say(text);
    await keptOnDisk(first, "ana", "unsent 3.");
    await ana.page.reload();
    await using server = await sameAddress(first);
    await ana.message("unsent 3.").waitFor();
    await ana.page.locator(".message-sending").first().waitFor({ state: "detached" });
    expect(await stored(server, "ana")).toEqual(numbered.slice(0, 3));
  });

  test("survives that the client is killed: 20 messages, sent once, in order, after its next start", async () => {
    await using first = await startServer();
    {
      await using ana = await BrowserClient.register(browser, first, "ana");
      await first.stop("SIGKILL");
      await ana.page.getByText("Reconnecting").waitFor();
      for (const text of numbered) await ana.say(text);
      await keptOnDisk(first, "ana", "unsent 20.");
      ana.program.kill("SIGKILL");
      expect(await ana.program.exited).toBe(137);
    }
    await using again = await BrowserClient.open(browser, first, "ana");
    await again.page.getByRole("region", { name: "20 messages wait to be sent" }).waitFor();
    await using server = await sameAddress(first);
    await again.message("unsent 20.").waitFor();
    await again.page.locator(".message-sending").first().waitFor({ state: "detached" });
    expect(await stored(server, "ana")).toEqual(numbered);
    const shown = await again.page.getByTestId("message").locator(".message-text").allTextContents();
    expect(shown.map((text) => text.trim())).toEqual(numbered);
  });

  test("also when the server had got some of it and could not say so", async () => {
    await using server = await startServer({ rate_limit: 5 });
    using ben = await PeerV2.register(server, "ben");
    {
      await using ana = await BrowserClient.register(browser, server, "ana");
      await ana.say("said before");
      await ben.next("message.created");
      await ana.page.locator(".message-sending").first().waitFor({ state: "detached" });
      server.pause();
      const is_on_its_way = ana.sends("unsent 1.");
      for (const text of numbered.slice(0, -1)) await ana.say(text);
      await is_on_its_way;
      // The program takes this one after the other, which the system has by then for the server.
      await ana.say("unsent 20.");
      await keptOnDisk(server, "ana", "unsent 20.");
      ana.program.kill("SIGKILL");
      await ana.program.exited;
      server.resume();
    }
    expect((await ben.next("message.created")).message.content).toBe("unsent 1.");
    await using again = await BrowserClient.open(browser, server, "ana");
    await again.message("unsent 20.").waitFor();
    await again.page.locator(".message-sending").first().waitFor({ state: "detached" });
    expect(await stored(server, "ana")).toEqual(["said before", ...numbered]);
  });

  test("to a channel that one has left meanwhile is not sent, and not lost", async () => {
    await using first = await startServer();
    {
      await using ana = await BrowserClient.register(browser, first, "ana");
      await first.stop("SIGKILL");
      await ana.page.getByText("Reconnecting").waitFor();
      await ana.say("too late");
      await keptOnDisk(first, "ana", "too late");
    }
    await using server = await sameAddress(first);
    using phone = await PeerV2.login(server, "ana");
    await phone.request("channel.leave", { channel_id: 1 });
    await using again = await BrowserClient.open(browser, first, "ana");
    await again.page.getByRole("button", { name: "1 message not sent" }).click();
    const list = again.page.getByRole("dialog", { name: "Not sent" });
    await list.getByText("Not sent: You must join the channel first.").waitFor();
    await phone.request("channel.join", { channel_id: 1 });
    await list.getByRole("button", { name: "Try again" }).click();
    expect((await phone.next("message.created")).message.content).toBe("too late");
  });

  test("two clients of one account send what each has written, once", async () => {
    await using first = await startServer();
    await using ana = await BrowserClient.register(browser, first, "ana");
    await using other = await BrowserClient.open(browser, first, "ana");
    await other.composer.waitFor();
    await first.stop("SIGKILL");
    for (const { page } of [ana, other]) await page.getByText("Reconnecting").waitFor();
    for (const text of ["a1.", "a2."]) await ana.say(text);
    for (const text of ["b1.", "b2."]) await other.say(text);
    await using server = await sameAddress(first);
    for (const client of [ana, other])
      for (const text of ["a1.", "a2.", "b1.", "b2."]) await client.message(text).waitFor();
    for (const { page } of [ana, other])
      await page.locator(".message-sending").first().waitFor({ state: "detached" });
    expect((await stored(server, "ana")).toSorted()).toEqual(["a1.", "a2.", "b1.", "b2."]);
  });
});
