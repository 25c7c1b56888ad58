import { beforeAll, expect, setDefaultTimeout, test } from "bun:test";

import type { Page } from "playwright-core";

import { BrowserClient } from "../support/browser-client.ts";
import { startServer } from "../support/server.ts";
import { some_password } from "../support/v1-peer.ts";
import { PeerV2 } from "../support/v2-peer.ts";
import { WarmBrowser } from "../support/warm-browser.ts";

setDefaultTimeout(60_000);

let browser: WarmBrowser;
beforeAll(async () => void (browser = await WarmBrowser.shared()), 30_000);

/** Keys alone. After each the focus must be somewhere: a person without a mouse would be lost. */
class Keys {
  constructor(readonly page: Page) {}

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key);
      await this.page.locator(":focus").first().waitFor({ state: "attached" });
    }
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** Tab, or another key, until what has the focus is called so. */
  async to(name: string | RegExp, key = "Tab"): Promise<void> {
    for (let steps = 0; steps < 60; steps++) {
      if (await this.isAt(name)) return;
      // Between the last and the first the focus is the browser's own.
      await this.page.keyboard.press(key);
    }
    throw new Error(`${key} never comes to ${String(name)}`);
  }

  /** F6 until the focus is in a part of the window. */
  async into(part: string): Promise<void> {
    for (let steps = 0; steps < 8; steps++) {
      await this.press("F6");
      if ((await this.page.locator(`${part} :focus, ${part}:focus`).count()) > 0) return;
    }
    throw new Error(`F6 never comes to ${part}`);
  }

  async isAt(name: string | RegExp): Promise<boolean> {
    const at = await this.page.evaluate(() => {
      const focused = document.activeElement;
      const said = focused?.matches("button, a") === true ? focused.textContent : "";
      const label = focused?.getAttribute("aria-label") ?? said;
      const field = focused instanceof HTMLInputElement ? (focused.labels?.[0]?.textContent ?? "") : "";
      return `${label} ${field}`.trim();
    });
    return typeof name === "string" ? at.includes(name) : name.test(at);
  }
}

test("a whole day without a mouse", async () => {
  await using server = await startServer();
  await using ben = await PeerV2.register(server, "ben");
  await ben.say(1, "who is there?");
  await using ana = await BrowserClient.open(browser, server, "ana");
  const { page } = ana;
  const keys = new Keys(page);
  const composerOf = (name: string) =>
    page.getByRole("textbox", { name: `Message ${name}` }).and(page.locator(":focus"));

  // She registers.
  await keys.to("Create an account");
  await keys.press("Enter");
  await keys.to("Username", "Shift+Tab");
  await keys.type("ana");
  await keys.press("Tab");
  await keys.type(some_password);
  await page.keyboard.press("Enter");
  await composerOf("#general").waitFor();

  // Writes, puts it right, answers ben, reacts.
  await keys.type("helo");
  await keys.press("Enter");
  await ana.message("helo").and(page.locator(":not(.message-sending)")).waitFor();
  await keys.press("ArrowUp");
  await keys.press("End");
  await keys.type(", I am");
  await keys.press("Enter");
  await ana.message("helo, I am").waitFor();
  await composerOf("#general").waitFor();
  await keys.press("Shift+Tab");
  await keys.to("ben", "ArrowUp");
  await keys.to("Reply");
  await keys.press("Enter");
  await keys.type("me!");
  await keys.press("Enter");
  await ana.message("me!").waitFor();
  await keys.press("Shift+Tab");
  await keys.to("ben", "ArrowUp");
  await keys.to("Add reaction");
  await keys.press("Enter");
  await page.keyboard.press("Enter");
  await page.locator(".reaction").first().waitFor();

  // Makes a channel, goes back and forth, mutes it, finds the menu by its key.
  await keys.press("Escape");
  await keys.to("Create channel");
  await keys.press("Enter");
  await keys.type("garden");
  await keys.press("Enter");
  await composerOf("#garden").waitFor();
  await keys.press("Control+k");
  await keys.type("gener");
  await keys.press("Enter");
  await composerOf("#general").waitFor();
  await keys.press("Alt+ArrowUp");
  await composerOf("#garden").or(composerOf("#general")).waitFor();

  // Searches.
  await keys.press("Control+f");
  await keys.type("there");
  await keys.press("Enter");
  await page.locator(".search-hit, .hit").first().waitFor();
  await keys.press("Escape");

  // Mutes the channel from its menu.
  await keys.into(".sidebar");
  await keys.to("garden", "ArrowDown");
  await keys.press("ContextMenu");
  await keys.to("Mute", "ArrowDown");
  await keys.press("Enter");
  await page.getByRole("button", { name: "Notifications: muted" }).waitFor();

  // Settings, and the sheet of keys.
  await keys.press("Control+,");
  await keys.to("Language and time", "ArrowDown");
  await page.getByRole("radio", { name: "24 hours" }).waitFor();
  await keys.press("Escape");
  await keys.press("Control+/");
  await page.getByRole("dialog", { name: "Commands and keys" }).waitFor();
  await keys.press("Escape");

  // Looks at who ben is, and writes to him alone.
  await keys.press("Control+k");
  await keys.type("general");
  await keys.press("Enter");
  await composerOf("#general").waitFor();
  await keys.into(".members");
  await keys.to("ben", "ArrowDown");
  await keys.press("Enter");
  await page.getByRole("dialog", { name: /ben/ }).waitFor();
  await keys.type("just you");
  await keys.press("Enter");
  while ((await ben.next("message.created")).message.content !== "just you");

  // Does not want to be disturbed, and goes.
  await keys.to(/ana\s*Online/);
  await keys.press("Enter");
  await keys.to("Do not disturb", "ArrowDown");
  await keys.press("Enter");
  await page.getByTestId("my-status").getByText("Do not disturb").waitFor();
  await keys.to(/ana\s*Do not disturb/);
  await keys.press("Enter");
  await keys.to("Log out", "ArrowUp");
  await keys.press("Enter");
  await page.getByRole("button", { name: "Log in", exact: true }).waitFor();
  expect(await keys.isAt("Password")).toBe(true);
});
