import { beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readFileSync, watch } from "node:fs";
import { join } from "node:path";

import { BrowserClient } from "../support/browser-client.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { some_password } from "../support/v1-peer.ts";
import { WarmBrowser } from "../support/warm-browser.ts";

setDefaultTimeout(60_000);

let browser: WarmBrowser;
beforeAll(async () => void (browser = await WarmBrowser.shared()), 30_000);

/** Resolves when the client program has this text on disk. */
async function onDisk({ folder }: TestServer, name: string, text: string): Promise<void> {
  const config = join(folder, `config-${name}`);
  const file = join(config, "drafts.json");
  const has = () => existsSync(file) && readFileSync(file, "utf8").includes(text);
  const kept = Promise.withResolvers<void>();
  const watcher = watch(config, () => has() && kept.resolve());
  if (!has()) await kept.promise;
  watcher.close();
}

const createChannel = async ({ page }: BrowserClient, name: string) => {
  await page.getByRole("button", { name: "Create channel" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "Create channel" }).click();
  await page.getByRole("textbox", { name: `Message #${name}` }).waitFor();
};
const open = ({ page }: BrowserClient, name: string) =>
  page.getByTestId("channel-list").getByRole("button", { name }).click();
/** The draft of the open channel, once there is one. */
async function draftOf({ page, composer }: BrowserClient): Promise<string> {
  await composer.and(page.locator(":not(:placeholder-shown)")).waitFor();
  return composer.inputValue();
}

test("what is typed in two channels outlives the server, a change of channel, and the client killed with -9", async () => {
  const first = await startServer();
  await using ana = await BrowserClient.register(browser, first, "ana");
  await ana.composer.fill("half a thought");
  await createChannel(ana, "garden");
  await ana.composer.fill("about the roses");
  await first.stop("SIGKILL");
  await ana.page.getByText("Reconnecting").waitFor();
  await ana.composer.fill("about the roses, and the");
  await using server = await startServer({ folder: first.folder, args: ["--port", String(first.port)] });
  await ana.page.getByText("Reconnecting").waitFor({ state: "detached" });
  expect(await draftOf(ana)).toBe("about the roses, and the");
  await open(ana, "general");
  expect(await draftOf(ana)).toBe("half a thought");
  await onDisk(server, "ana", "about the roses, and the");
  ana.program.kill("SIGKILL");
  await ana.program.exited;
  await using later = await BrowserClient.open(browser, server, "ana");
  await later.composer.waitFor();
  await open(later, "general");
  expect(await draftOf(later)).toBe("half a thought");
  await open(later, "garden");
  expect(await draftOf(later)).toBe("about the roses, and the");
  await first[Symbol.asyncDispose]();
});

test("so does what one has half changed, with its field open", async () => {
  await using server = await startServer();
  await using ana = await BrowserClient.register(browser, server, "ana");
  const editor = ({ page }: BrowserClient) => page.getByRole("textbox", { name: "Edit message" });
  await ana.composer.fill("a thought");
  await ana.composer.press("Enter");
  await ana.page.locator("[data-seq]").getByText("a thought").waitFor();
  await ana.composer.press("ArrowUp");
  await editor(ana).fill("a better thought");
  await onDisk(server, "ana", "a better thought");
  ana.program.kill("SIGKILL");
  await ana.program.exited;
  await using later = await BrowserClient.open(browser, server, "ana");
  expect(await editor(later).inputValue()).toBe("a better thought");
});

test("another account on the same server and computer sees nothing of it", async () => {
  await using server = await startServer();
  await using ben = await BrowserClient.register(browser, server, "ben");
  await using ana = await BrowserClient.register(browser, server, "ana");
  await ana.composer.fill("for nobody yet");
  await onDisk(server, "ana", "for nobody yet");
  ana.program.kill("SIGKILL");
  await ana.program.exited;
  await using again = await BrowserClient.open(browser, server, "ana");
  expect(await draftOf(again)).toBe("for nobody yet");
  await again.page.getByTestId("my-name").click();
  await again.page.getByRole("menuitem", { name: "Log out" }).click();
  await again.signIn("ben", some_password, "Log in");
  await again.composer.waitFor();
  expect(await again.composer.inputValue()).toBe("");
  expect(await ben.composer.inputValue()).toBe("");
});
