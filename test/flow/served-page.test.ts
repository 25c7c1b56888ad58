import { beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";

import type { Browser } from "playwright-core";

import { sharedBrowser } from "../support/page-browser.ts";
import { phone, ServedPage } from "../support/served-page.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

setDefaultTimeout(60_000);

let browser: Browser;
beforeAll(async () => void (browser = await sharedBrowser()));

const general = 1;

/** The texts of general as the server has them. */
async function stored(server: TestServer, name: string): Promise<string[]> {
  using peer = await PeerV2.login(server, name);
  const { messages } = await peer.request("message.history", { channel_id: general, limit: 100 });
  return messages.map(({ content }) => content);
}

const again = ({ folder, port, web_port }: TestServer) =>
  startServer({ folder, args: ["--port", String(port), "--web-port", String(web_port)] });

describe("over TLS with the server's own certificate", () => {
  test("one here and one at a client of TCP talk; nothing else is asked of the network, and nothing is complained of", async () => {
    await using server = await startServer({ tls: true });
    await using ana = await ServedPage.register(browser, server, "ana");
    using ben = await PeerV2.register(server, "ben");
    await ana.say("hello from the browser");
    expect((await ben.next("message.created")).message.content).toBe("hello from the browser");
    await ben.say(general, "hello from TCP");
    await ana.message("hello from TCP").waitFor();
    expect(await ana.page.getByRole("img", { name: /^Encrypted/ }).count()).toBe(1);
    expect(ana.requests).toContain(`wss://127.0.0.1:${server.web_port}/socket`);
    for (const url of ana.requests)
      expect(url).toMatch(new RegExp(`^(https|wss)://127.0.0.1:${server.web_port}/`));
    expect(ana.complaints).toEqual([]);
    expect(await ana.context.cookies()).toEqual([]);
  });

  test("the emoji come after the page, once, from the server", async () => {
    await using server = await startServer({ tls: true });
    await using ana = await ServedPage.register(browser, server, "ana");
    await ana.composer.pressSequentially("well done :tada");
    await ana.page.getByRole("option", { name: ":tada:" }).waitFor();
    await ana.page.keyboard.press("Enter");
    await ana.page.keyboard.press("Enter");
    await ana.message("well done 🎉").waitFor();
    expect(ana.requests.filter((url) => url === `${ana.origin}/emoji.json`)).toHaveLength(1);
    expect(ana.complaints).toEqual([]);
  });

  test("a manifest that a browser takes", async () => {
    await using server = await startServer({ tls: true });
    await using ana = await ServedPage.open(browser, server);
    const session = await ana.context.newCDPSession(ana.page);
    const { errors, data = "" } = await session.send("Page.getAppManifest");
    expect(errors).toEqual([]);
    expect(data).toContain('"display":"standalone"');
    const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
    const real = installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito");
    expect(real).toEqual([]);
  });
});

describe("signing in", () => {
  test("asks for no server, and who stays signed in still is after a reload and in a new tab", async () => {
    await using server = await startServer();
    await using ana = await ServedPage.open(browser, server);
    expect(await ana.page.getByText("Advanced").count()).toBe(0);
    await ana.page.getByRole("button", { name: "Create an account" }).click();
    await ana.signIn("ana", "Register");
    await ana.composer.waitFor();
    await ana.page.reload();
    await ana.composer.waitFor();
    await ana.reopen();
    await ana.composer.waitFor();
  });

  test("who does not is so in this tab alone", async () => {
    await using server = await startServer();
    await using ana = await ServedPage.open(browser, server);
    await ana.page.getByLabel("Stay signed in").uncheck();
    await ana.page.getByRole("button", { name: "Create an account" }).click();
    await ana.page.getByLabel("Stay signed in").uncheck({ force: true });
    await ana.signIn("ana", "Register");
    await ana.composer.waitFor();
    await ana.page.reload();
    await ana.composer.waitFor();
    await ana.reopen();
    await ana.page.getByRole("heading", { name: "Welcome back" }).waitFor();
    expect(await ana.page.getByLabel("Username").inputValue()).toBe("ana");
  });

  test("/quit ends what is on screen and not the session", async () => {
    await using server = await startServer();
    await using ana = await ServedPage.register(browser, server, "ana");
    using ben = await PeerV2.register(server, "ben");
    await ana.say("/quit");
    await ana.page.getByRole("heading", { name: "You have left chat" }).waitFor();
    await ben.nextFrame(
      ({ type, body }) => type === "presence.changed" && JSON.stringify(body).includes("offline"),
    );
    await ana.page.getByRole("button", { name: "Come back" }).click();
    await ana.composer.waitFor();
  });
});

describe("what was written while the server was away", () => {
  test("goes out when it is back", async () => {
    await using first = await startServer();
    await using ana = await ServedPage.register(browser, first, "ana");
    await first.stop();
    await ana.page.getByText(/Reconnecting/).waitFor();
    await ana.say("one.");
    await ana.say("two.");
    await using server = await again(first);
    await ana.page.getByText(/Reconnecting/).waitFor({ state: "detached" });
    await ana.message("two.").waitFor();
    using ben = await PeerV2.register(server, "ben");
    await ben.request("channel.join", { channel_id: general });
    await ana.say("three.");
    await ben.nextFrame((frame) => JSON.stringify(frame).includes("three."));
    expect(await stored(server, "ana")).toEqual(["one.", "two.", "three."]);
  });

  test("also after the tab was closed meanwhile, once", async () => {
    await using first = await startServer();
    await using ana = await ServedPage.register(browser, first, "ana");
    await first.stop();
    await ana.page.getByText(/Reconnecting/).waitFor();
    await ana.say("one.");
    await ana.say("two.");
    await ana.kept("two.");
    await ana.page.close();
    await using server = await again(first);
    using ben = await PeerV2.register(server, "ben");
    ana.page = await ana.context.newPage();
    await ana.page.goto(`${ana.origin}/`);
    for (const text of ["one.", "two."])
      await ben.nextFrame(
        ({ type, body }) => type === "message.created" && JSON.stringify(body).includes(text),
      );
    await ana.message("two.").waitFor();
    await ana.page.reload();
    await ana.message("two.").waitFor();
    expect(await stored(server, "ana")).toEqual(["one.", "two."]);
  });

  test("of two tabs each sends its own", async () => {
    await using first = await startServer();
    await using ana = await ServedPage.register(browser, first, "ana");
    const other = await ana.context.newPage();
    await other.goto(`${ana.origin}/`);
    const composer = other.getByRole("textbox", { name: /^Message/ });
    await composer.waitFor();
    await first.stop();
    for (const page of [ana.page, other]) await page.getByText(/Reconnecting/).waitFor();
    await ana.say("from the first.");
    await composer.fill("from the second.");
    await composer.press("Enter");
    await using server = await again(first);
    for (const page of [ana.page, other])
      for (const text of ["from the first.", "from the second."])
        await page.getByRole("log").getByText(text).waitFor();
    await ana.page.getByText(/Reconnecting/).waitFor({ state: "detached" });
    expect((await stored(server, "ana")).toSorted()).toEqual(["from the first.", "from the second."]);
  });
});

test("on a phone the side panels are drawers, and nothing is wider than the screen", async () => {
  await using server = await startServer();
  await using ana = await ServedPage.register(browser, server, "ana", phone);
  using ben = await PeerV2.register(server, "ben");
  await ben.request("dm.open", { usernames: ["ana"] }).then(({ channel }) => ben.say(channel.id, "hi"));
  const channels = ana.page.getByRole("navigation", { name: "Channels and direct messages" });
  expect(await channels.isVisible()).toBe(false);
  await ana.page.getByRole("button", { name: "Channels" }).click();
  await channels.getByRole("button", { name: /ben/ }).click();
  await channels.waitFor({ state: "hidden" });
  await ana.message("hi").waitFor();
  await ana.say("hi ben");
  await ana.message("hi ben").waitFor();
  await ana.page.getByRole("button", { name: "Member list" }).click();
  await ana.page.getByRole("complementary", { name: "Members" }).waitFor();
  await ana.page.locator(".drawer-shade").click({ position: { x: 20, y: 400 } });
  await ana.page.getByRole("complementary", { name: "Members" }).waitFor({ state: "detached" });
  expect(await ana.page.evaluate("document.documentElement.scrollWidth")).toBe(390);
});
