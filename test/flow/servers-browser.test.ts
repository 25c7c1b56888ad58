import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { rm } from "node:fs/promises";

import type { Browser } from "playwright-core";

import { sharedBrowser } from "../support/page-browser.ts";
import { startChat } from "../support/program.ts";
import { startServer, temporaryFolder } from "../support/server.ts";
import { some_password } from "../support/v1-peer.ts";
import { PeerV2 } from "../support/v2-peer.ts";

setDefaultTimeout(60_000);

let browser: Browser;
let folder = "";
beforeAll(async () => {
  [browser, folder] = await Promise.all([sharedBrowser(), temporaryFolder()]);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** The client program, started as a system starts what opens a link, and the page in a browser. */
async function openLink(link: string) {
  const program = startChat([link, "--browser", "--no-open"], { cwd: folder });
  const [url] = await program.out.until(/http:\/\/127\.0\.0\.1:\d+\/\S+/);
  const page = await (await browser.newContext()).newPage();
  await page.goto(url);
  const register = async (name: string) => {
    await page.getByLabel("Username").fill(name);
    const instead = page.getByRole("button", { name: "Create an account" });
    if (await instead.isVisible()) await instead.click();
    await page.getByLabel("Password", { exact: true }).fill(some_password);
    await page.getByRole("button", { name: "Register", exact: true }).click();
  };
  const rail = page.getByRole("navigation", { name: "Servers" });
  return {
    page,
    rail,
    register,
    composer: (channel: string) => page.getByRole("textbox", { name: `Message #${channel}` }),
    async [Symbol.asyncDispose]() {
      await page.context().close();
      program.kill("SIGTERM");
      await program.exited;
    },
  };
}

test("two servers in one window: both count, one works while the other is down, both are there at the next start", async () => {
  await using home = await startServer({ args: ["--name", "Home"] });
  await using club = await startServer({ args: ["--name", "Club"] });
  using ben = await PeerV2.register(home, "ben");
  const { channel: garden } = await ben.request("channel.create", { name: "garden" });
  {
    await using ana = await openLink(`chat://127.0.0.1:${home.port}?tls=0`);
    await ana.register("ana");
    await ana.composer("general").waitFor();
    expect(await ana.rail.count()).toBe(0);
    await ana.page.getByRole("button", { name: /^Home/ }).click();
    await ana.page.getByRole("menuitem", { name: "Add a server" }).click();
    await ana.page.getByRole("button", { name: "Join a server" }).click();
    await ana.page.getByLabel("Address").fill(`chat://127.0.0.1:${club.port}?tls=0`);
    await ana.page.getByRole("button", { name: "Continue" }).click();
    await ana.register("ana_maria");
    await ana.rail.getByRole("button", { name: /^Club, ana_maria/ }).waitFor();
    await ana.composer("general").waitFor();

    await ben.say(1, "@ana look here");
    await ana.rail.getByRole("button", { name: /^Home, ana, 1 for you/ }).click();
    await ana.page.getByText("look here").waitFor();
    await club.stop();
    await ana.rail.getByRole("button", { name: /^Club, ana_maria, Not connected/ }).waitFor();
    await ana.composer("general").fill("all is well here");
    await ana.page.keyboard.press("Enter");
    for (let content = ""; content !== "all is well here";)
      ({ content } = (await ben.next("message.created")).message);
  }
  await using again = await openLink(`chat://127.0.0.1:${home.port}/garden/1?tls=0`);
  await again.composer("garden").waitFor();
  expect((await ben.next("member.joined")).channel_id).toBe(garden.id);
  const names = again.rail.getByRole("button");
  expect(await names.evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")))).toEqual([
    expect.stringMatching(/^Home, ana, 1 of 2/),
    expect.stringMatching(/^Club, ana_maria, Not connected/),
    "Add a server",
  ]);
});

test("a link that leads nowhere is said, and nothing opens", async () => {
  const program = startChat(["connect", "chat://host:0/general", "--browser", "--no-open"], { cwd: folder });
  expect(await program.exited).toBe(2);
  await program.err.ended;
  expect(program.err.text).toContain("its port is no whole number from 1 to 65535");
});
