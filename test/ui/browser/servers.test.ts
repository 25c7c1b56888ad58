import { describe, expect, test } from "bun:test";

import type { Locator } from "playwright-core";

import type { PageHostOptions } from "../../support/page-host.ts";
import { remembered, serverNamed, street_address } from "../../support/page-server-scenes.ts";
import { at_home } from "../../support/page-start-scenes.ts";
import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

const night_port = 5051;
const token = "5".repeat(64);

/** ana's window with Willow Street, which is shown, and Game Night. */
async function twoServers(change: PageHostOptions = {}) {
  const night = serverNamed("Game Night", "game-night", ["Who brings the dice?"]);
  const options: PageHostOptions = {
    sign_in: { username: "ana", token, server: street_address },
    servers: [remembered(5050, "Willow Street"), remembered(night_port, "Game Night")],
    others: { [night_port]: night },
    ...change,
  };
  const shown = await stage.inChat(60, undefined, options);
  const { page, host } = shown;
  const rail = page.getByRole("navigation", { name: "Servers" });
  const hearNight = (text: string) => {
    const [general] = night.data.channels.values();
    if (general === undefined) throw new Error("no channel");
    const message = night.data.say(general, night.data.person("ben"), text, { read: false });
    host.tell({ type: "message.created", body: { message } }, night);
  };
  const server = (name: string | RegExp) => rail.getByRole("button", { name });
  return { ...shown, night, rail, server, hearNight };
}

const nameOf = (button: Locator) => button.getAttribute("aria-label");
/** The text at the top of what is in view, and how far below the edge it is. */
const placeOf = (log: Locator) =>
  log.evaluate((list) => {
    const edge = list.getBoundingClientRect().top;
    const texts = [...list.querySelectorAll("[data-testid=message] .message-text")];
    const first = texts.find((element) => element.getBoundingClientRect().top >= edge);
    return {
      text: first?.textContent ?? "",
      px: Math.round((first?.getBoundingClientRect().top ?? 0) - edge),
    };
  });

describe("two servers in one window", () => {
  test("each keeps its draft, its open channel and its place; one hears what comes on the other and is taken there", async () => {
    const { page, host, composer, log, server, hearNight } = await twoServers();
    await log.evaluate((list) => list.scrollBy(0, -600));
    await composer.fill("half a thou");
    const at = await placeOf(log);

    hearNight("the first");
    const told = await host.command("notify");
    expect(told).toMatchObject({ title: "ben in #general · Game Night", body: "the first" });
    await server(/^Game Night, ana, unread messages, 2 of 2$/).waitFor();
    await page.waitForFunction(() => document.title === "(1) chat");

    host.send({ type: "notification.clicked", part: told.part, channel_id: told.channel_id });
    await page.getByText("the first").waitFor();
    await page.getByRole("button", { name: /^Game Night 192/ }).waitFor();
    expect(await page.getByText(at.text, { exact: true }).count()).toBe(0);
    await page.waitForFunction(() => document.title === "chat");
    expect(await composer.inputValue()).toBe("");
    await composer.fill("the other half");

    await page.keyboard.press("Control+Alt+ArrowDown");
    await page.getByText(at.text, { exact: true }).waitFor();
    expect(await composer.inputValue()).toBe("half a thou");
    expect(await placeOf(log)).toEqual(at);
    await page.keyboard.press("Control+2");
    await page.getByText("Who brings the dice?").waitFor();
    expect(await composer.inputValue()).toBe("the other half");
    expect(await host.command("arrange", ({ shown }) => shown === 1)).toMatchObject({
      servers: [{ name: "Willow Street" }, { name: "Game Night" }],
    });
  });

  test("one goes down while the other works; what is written there waits, and a mark says so", async () => {
    const { page, host, composer, night, server } = await twoServers();
    host.dial = ({ server: { port } }) =>
      port === night_port ? { type: "down", code: "refused" } : { type: "up" };
    host.lose("lost", night);
    await server(/^Game Night, ana, Not connected/).waitFor();
    await composer.fill("still here");
    await page.keyboard.press("Enter");
    await page.getByTestId("message").getByText("still here").waitFor();
    await server(/Game Night/).click();
    await composer.fill("for later");
    await page.keyboard.press("Enter");
    await host.command("outbox.put", ({ message }) => message.content === "for later");
    // What waits is named before it is lost.
    await server(/Game Night/).click({ button: "right" });
    await page.getByRole("menuitem", { name: "Remove server" }).click();
    await page
      .getByRole("dialog", { name: "Remove the server “Game Night”?" })
      .getByText("One message was not sent yet")
      .waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    expect(host.commands.some(({ type }) => type === "forget")).toBe(false);
  });

  test("a question about a certificate waits until one goes there", async () => {
    const print = "8C:".repeat(31) + "17";
    const { page, composer, server } = await twoServers({
      dial: ({ server: { port }, trust }) =>
        port === night_port && trust === undefined
          ? { type: "untrusted", fingerprint: print, pinned: null }
          : { type: "up" },
    });
    await server(/^Game Night, ana, Asks whether to trust its certificate/).waitFor();
    expect(await page.getByRole("dialog").count()).toBe(0);
    await composer.fill("not covered");
    await server(/Game Night/).click();
    const question = page.getByRole("dialog", { name: "Is this the right server?" });
    await question.waitFor();
    await page.keyboard.press("Control+1");
    await question.waitFor({ state: "detached" });
    await server(/Game Night/).click();
    await question.getByRole("button", { name: "Trust this server" }).click();
    await page.getByText("Who brings the dice?").waitFor();
  });

  test("the order goes by keys and by hand; signing out of one leaves the other; one that is removed is gone", async () => {
    const { page, host, rail, server } = await twoServers();
    const order = async () => Promise.all((await rail.locator(".rail-item button").all()).map(nameOf));
    await server(/Willow/).focus();
    await page.keyboard.press("Shift+ArrowDown");
    expect(await order()).toEqual([expect.stringContaining("Game Night"), expect.stringContaining("Willow")]);
    const [from, to] = await Promise.all([
      server(/Game Night/).boundingBox(),
      server(/Willow/).boundingBox(),
    ]);
    if (from === null || to === null) throw new Error("nothing to drag");
    await page.mouse.move(from.x + 20, from.y + 20);
    await page.mouse.down();
    await page.mouse.move(to.x + 20, to.y + 30, { steps: 4 });
    await page.mouse.up();
    expect(await order()).toEqual([expect.stringContaining("Willow"), expect.stringContaining("Game Night")]);
    expect(await server(/Willow/).getAttribute("aria-current")).toBe("page");

    await page.getByTestId("my-name").click();
    await page.getByRole("menuitem", { name: "Log out" }).click();
    await server(/^Willow Street, ana, Signed out/).waitFor();
    await page.getByLabel("Password", { exact: true }).waitFor();
    await server(/Game Night/).click();
    await page.getByText("Who brings the dice?").waitFor();

    await page.getByRole("button", { name: /^Game Night 192/ }).click();
    await page.getByRole("menuitem", { name: "Remove server" }).click();
    await page.getByRole("button", { name: "Remove server" }).click();
    expect(await host.command("forget")).toMatchObject({ server: { port: night_port }, unsent_too: true });
    await page.getByLabel("Password", { exact: true }).waitFor();
    expect(await rail.count()).toBe(0);
    await page.getByRole("button", { name: "Add a server" }).waitFor();
  });
});

test("one that is near and in this window already is said to be", async () => {
  const { page, host } = await twoServers();
  await page.getByRole("button", { name: "Add a server" }).click();
  await page.getByRole("button", { name: /^Join/ }).click();
  await page.getByText("None is there so far").waitFor(); // what is told before this screen asks is not what it shows
  const servers = [{ ...at_home, id: "game-night", name: "Game Night" }, at_home];
  host.send({ type: "discover.found", servers, problem: null });
  const nearby = page.locator(".nearby-server");
  await nearby.filter({ hasText: "Game Night" }).filter({ hasText: "in this window" }).waitFor();
  expect(await nearby.filter({ hasText: "in this window" }).count()).toBe(1);
});

test("an address that is typed outlasts Esc and a look at another server, and goes with what it was", async () => {
  const { page, server } = await twoServers();
  const add = page.getByRole("button", { name: "Add a server" });
  const address = page.getByLabel("Address");
  await add.click();
  await page.getByRole("button", { name: /^Join/ }).click();
  await address.fill("chat.example.org:60");
  await page.keyboard.press("Escape");
  await page.getByText("message 60").waitFor();
  await add.click();
  expect(await address.inputValue()).toBe("chat.example.org:60");
  await server(/Game Night/).click();
  await page.getByText("Who brings the dice?").waitFor();
  await add.click();
  expect(await address.inputValue()).toBe("chat.example.org:60");
  await address.fill("");
  await page.keyboard.press("Escape");
  await add.click();
  await page.getByRole("button", { name: /^Join/ }).waitFor();
});

describe("links of our own", () => {
  test("lead to a place in this window, or to a form that nobody has sent", async () => {
    const { page, host, garden, hear, hearNight } = await twoServers();
    const dials = () => host.commands.filter(({ type }) => type === "dial").length;
    hear(`chat://192.168.1.20:${night_port}/general/1`);
    await page.getByRole("link", { name: /general\/1$/ }).click();
    await page.locator("[data-testid=message]:focus").getByText("Who brings the dice?").waitFor();

    hearNight("see chat://192.168.1.20:5050/garden");
    await page.getByRole("link", { name: /garden$/ }).click();
    const in_garden = page.getByRole("textbox", { name: "Message #garden" });
    await in_garden.waitFor();

    const before = dials();
    hear("join us at chat://chat.example:6000/club?tls=0", garden);
    await page.getByRole("link", { name: /club/ }).click();
    expect(await page.getByLabel("Host").inputValue()).toBe("chat.example");
    expect(await page.getByLabel("Port").inputValue()).toBe("6000");
    expect(await page.getByRole("switch").isChecked()).toBe(false);
    expect(dials()).toBe(before);
    await page.getByRole("button", { name: "Back" }).click();
    await in_garden.waitFor();
    expect(host.commands.some(({ type }) => type === "open_link")).toBe(false);
  });
});

test("a server that tells the id of another one gets nothing of it", async () => {
  const { page, host, composer, chat, night } = await twoServers({});
  night.about = { ...night.about, id: chat.about.id };
  await composer.fill("a secret of Willow Street");
  const kept = await host.command("kept.put", ({ name }) => name.startsWith("draft/"));
  expect(kept.account.met.server.port).toBe(5050);
  host.lose("lost", night);
  await page.getByRole("button", { name: /^Game Night/ }).click();
  await page.getByText("Who brings the dice?").waitFor();
  await host.command(
    "kept.load",
    ({ account }) => account.met.server.port === night_port && account.server_id === chat.about.id,
  );
  expect(await composer.inputValue()).toBe("");
  // Frames of its connection, whatever they say, change nothing of the other.
  const [general] = night.data.channels.values();
  if (general === undefined) throw new Error("no channel");
  const message = night.data.say(general, night.data.person("ben"), "I am Willow Street", { read: false });
  host.tell({ type: "message.created", body: { message } }, night);
  await page.getByTestId("message").getByText("I am Willow Street").waitFor();
  await page.keyboard.press("Control+1");
  await page.getByText("message 60").waitFor();
  expect(await page.getByText("I am Willow Street").count()).toBe(0);
  expect(await composer.inputValue()).toBe("a secret of Willow Street");
});
