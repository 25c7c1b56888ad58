import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

import type { Browser, Page } from "playwright-core";

import { sharedBrowser } from "../support/page-browser.ts";
import { startChat } from "../support/program.ts";
import { startServer, temporaryFolder, type TestServer } from "../support/server.ts";
import { some_password } from "../support/v1-peer.ts";
import { PeerV2 } from "../support/v2-peer.ts";

setDefaultTimeout(60_000);

let browser: Browser;
let folder = "";
beforeAll(async () => {
  browser = await sharedBrowser();
  folder = await temporaryFolder();
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** The client program and a page that nobody has used yet; the page keeps what the browser complains about. */
async function openClient(server: TestServer, ...more: string[]) {
  const tls = server.tls ? "--tls" : "--no-tls";
  const program = startChat(["connect", `127.0.0.1:${server.port}`, tls, "--browser", "--no-open", ...more], {
    cwd: folder,
  });
  const [link] = await program.out.until(/http:\/\/127\.0\.0\.1:\d+\/\S+/);
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(link);
  return {
    program,
    link,
    page,
    complaints,
    async [Symbol.asyncDispose]() {
      await context.close();
      program.kill("SIGKILL");
      await program.exited;
    },
  };
}

async function fill(page: Page, button: "Log in" | "Register", username: string): Promise<void> {
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password", { exact: true }).fill(some_password);
  await page.getByRole("button", { name: button, exact: true }).click();
}

async function register(page: Page, username: string): Promise<void> {
  await page.getByRole("button", { name: "Create an account" }).click();
  await fill(page, "Register", username);
}

const fingerprintIn = (start_block: string): string =>
  /([0-9A-F]{2}:){31}[0-9A-F]{2}/.exec(start_block)?.[0] ?? "none";

test("TLS: the certificate is shown, accepted once, and a changed one is refused until it is checked", async () => {
  let port = "0";
  {
    await using server = await startServer({ folder, tls: true });
    port = String(server.port);
    await using client = await openClient(server);
    await register(client.page, "ana");
    const question = client.page.getByRole("dialog");
    await question.getByLabel(fingerprintIn(server.start_block)).waitFor();
    await question.getByRole("button", { name: "Trust this server" }).click();
    await client.page.locator("#composer").waitFor();
    expect(client.complaints).toEqual([]);
  }
  {
    await using server = await startServer({ folder, tls: true, args: ["--port", port] });
    await using client = await openClient(server);
    // Signed in by token, and not asked again.
    await client.page.locator("#composer").waitFor();
    await server.stop();
  }
  const old_certificate = await readFile(join(folder, "certs/server.crt"));
  await rm(join(folder, "certs"), { recursive: true });
  await using server = await startServer({ folder, tls: true, args: ["--port", port] });
  expect(await readFile(join(folder, "certs/server.crt"))).not.toEqual(old_certificate);
  await using client = await openClient(server);
  const refusal = client.page.getByRole("dialog");
  await refusal.getByText("has changed").waitFor();
  await refusal.getByLabel(fingerprintIn(server.start_block)).waitFor();
  await refusal.getByRole("checkbox").check();
  await refusal.getByRole("button", { name: "Trust the new certificate" }).click();
  await client.page.locator("#composer").waitFor();
});

test("TLS asked of a server without it, and the other way round: the page says which switch to turn", async () => {
  await using plain = await startServer();
  await using client = await openClient({ ...plain, tls: true });
  await register(client.page, "ana");
  await client.page.getByText("does not use TLS").waitFor();
  await using encrypted = await startServer({ tls: true });
  await using other = await openClient({ ...encrypted, tls: false });
  await register(other.page, "ana");
  await other.page.getByText("turn on “Use TLS”").waitFor();
});

test("nobody is told a password: not the settings, not the output", async () => {
  await using server = await startServer();
  await using client = await openClient(server);
  await register(client.page, "cleo");
  await client.page.locator("#composer").waitFor();
  const config = join(folder, "config", "chat");
  for (const name of ["settings.json", "tokens.json"]) {
    expect(await readFile(join(config, name), "utf8")).not.toContain(some_password);
    expect((await stat(join(config, name))).mode & 0o777).toBe(0o600);
  }
  expect(client.program.out.text + client.program.err.text).not.toContain(some_password);
});

describe("the link", () => {
  test("opens in one browser only; there it stays open over a reload, and in a second tab", async () => {
    await using server = await startServer();
    await using client = await openClient(server);
    await register(client.page, "dora");
    await client.page.locator("#composer").waitFor();

    const stranger = await browser.newContext();
    const page = await stranger.newPage();
    expect((await page.goto(client.link))?.status()).toBe(403);
    await page.getByText("works once").waitFor();
    expect((await page.goto(new URL("/", client.link).href))?.status()).toBe(403);
    await stranger.close();

    await client.page.reload();
    await client.page.locator("#composer").waitFor();
    const second = await client.page.context().newPage();
    await second.goto(client.link);
    await second.locator("#composer").waitFor();
    expect(client.complaints).toEqual([]);

    using ben = await PeerV2.register(server, "ben");
    const { channels } = await ben.request("channel.list", {});
    await ben.say(channels[0]?.id ?? 0, "to both tabs");
    for (const tab of [client.page, second])
      await tab.getByTestId("message").getByText("to both tabs").waitFor();
  });
});

test("the browser is started with a page that nobody else can read, not with the link; once followed it is gone", async () => {
  await using server = await startServer();
  const home = await mkdtemp(join(folder, "home-"));
  const programs = join(home, "bin");
  await mkdir(programs);
  const opened = join(home, "opened");
  await Bun.$`mkfifo ${opened}`; // who reads it waits until somebody writes
  await writeFile(join(programs, "xdg-open"), `#!/bin/sh\nprintf %s "$*" > '${opened}'\n`);
  await chmod(join(programs, "xdg-open"), 0o755);
  const env = {
    HOME: home,
    TMPDIR: home,
    DISPLAY: ":9999",
    PATH: `${programs}:${process.env["PATH"] ?? ""}`,
  };
  const program = startChat(["connect", `127.0.0.1:${server.port}`, "--no-tls", "--browser"], {
    cwd: folder,
    env,
  });
  const [link] = await program.out.until(/http:\/\/127\.0\.0\.1:\d+\/open\/\S+/);
  const path = await Bun.$`cat ${opened}`.text();
  expect(path).not.toContain("http");
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
  expect(await readFile(path, "utf8")).toContain(link);

  const page = await browser.newPage();
  await page.goto(pathToFileURL(path).href);
  await page.getByLabel("Username").waitFor();
  expect(existsSync(dirname(path))).toBe(false);
  await page.close();
  program.kill("SIGTERM");
  expect(await program.exited).toBe(0);
});

describe("the end", () => {
  test.each(["SIGINT", "SIGTERM"] as const)(
    "%s ends the program with 0, and the page says so",
    async (signal) => {
      await using server = await startServer();
      await using client = await openClient(server);
      await client.page.getByLabel("Username").waitFor();
      client.program.kill(signal);
      expect(await client.program.exited).toBe(0);
      await client.page.getByText("chat has ended").waitFor();
    },
  );
});

test("a target that is none ends with 2 before anything opens", async () => {
  const program = startChat(["connect", "host:port", "--browser", "--no-open"], { cwd: folder });
  expect(await program.exited).toBe(2);
  await Promise.all([program.out.ended, program.err.ended]);
  expect(program.err.text).toContain("A port is a whole number");
  expect(program.out.text).toBe("");
});

test("without a display the window gives way to the link, with a word on why", async () => {
  const program = startChat(["connect"], { cwd: folder });
  await program.out.until(/http:\/\/127\.0\.0\.1:\d+\/open\/\S+/);
  expect(program.err.text).toContain("no display");
  program.kill("SIGTERM");
  expect(await program.exited).toBe(0);
});

test("on a display that cannot be reached the page goes to the browser, with a word on why", async () => {
  const program = startChat(["connect", "--no-open"], { cwd: folder, env: { DISPLAY: ":9999" } });
  await program.out.until(/http:\/\/127\.0\.0\.1:\d+\/open\/\S+/);
  expect(program.err.text).toContain("no window can be shown here");
  program.kill("SIGTERM");
  expect(await program.exited).toBe(0);
});

test("without the library for windows the page goes to the browser, with what to install", async () => {
  // Found first by the system's loader, and no library: as good as none.
  const home = await mkdtemp(join(folder, "home-"));
  await writeFile(join(home, "libwebkitgtk-6.0.so.4"), "");
  const env = { DISPLAY: ":9999", LD_LIBRARY_PATH: home };
  const program = startChat(["connect", "--no-open"], { cwd: folder, env });
  const [link] = await program.out.until(/http:\/\/127\.0\.0\.1:\d+\/open\/\S+/);
  await program.err.until(/no window can be shown here .*libwebkitgtk-6\.0\.so\.4/);
  await program.err.until(/sudo apt install libwebkitgtk-6\.0-4/);
  expect((await fetch(link, { redirect: "manual" })).status).toBe(303);
  program.kill("SIGTERM");
  expect(await program.exited).toBe(0);
});
