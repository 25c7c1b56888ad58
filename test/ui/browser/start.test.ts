import { expect, test } from "bun:test";

import type { Page } from "playwright-core";

import type { Hosting } from "../../../src/protocol/bridge-hosting.ts";
import { busyStreet } from "../../support/page-casts.ts";
import { stays } from "../../support/page-scene.ts";
import { at_home, first_start, hosted, hostingAt } from "../../support/page-start-scenes.ts";
import { stageForTests } from "../../support/stage-for-tests.ts";

const stage = stageForTests();

/** The dialog about one's own server, by the menu of the one that is open. */
async function openHosting(page: Page): Promise<void> {
  await page.locator(".server-open").click();
  await page.getByRole("menuitem", { name: "Your server" }).click();
}

const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).click();

test("a server of the local network is joined by a click, and nothing is trusted by that", async () => {
  const { page, host } = await stage.open(busyStreet(), first_start);
  await page.getByText("4 servers are near you.").waitFor();
  await press(page, /^Join/);
  await press(page, /workshop/);
  await page.getByLabel("Username").fill("ana");
  await page.getByLabel("Password", { exact: true }).fill("correct horse");
  await press(page, "Log in instead");
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  const dial = await host.command("dial");
  expect(dial).toMatchObject({ server: { host: "192.168.1.40", port: 5050, tls: false } });
  expect(dial.trust).toBeUndefined();
  await host.command("discover.stop");
});

test("what comes and goes on the network is on the list, as text and nothing else", async () => {
  const { page, host } = await stage.open(busyStreet(), { ...first_start, nearby: [] });
  await press(page, /^Join/);
  await page.getByText("None is there so far").waitFor();
  const hostile = { ...at_home, name: '<img src=x onerror="alert(1)">' };
  host.send({ type: "discover.found", servers: [hostile], problem: null });
  await page.getByText(hostile.name).waitFor();
  expect(await page.locator(".nearby img").count()).toBe(0);
  host.send({ type: "discover.found", servers: [], problem: "EADDRINUSE" });
  await page.getByText("cannot be searched").waitFor();
  expect(await page.getByText(hostile.name).count()).toBe(0);
});

test("an address is read as people write it, and what is wrong with it is said", async () => {
  const { page, host } = await stage.open(busyStreet(), first_start);
  await press(page, /^Join/);
  const address = page.getByLabel("Address");
  for (const [text, said] of [
    ["https://192.168.1.20:5051", "for a browser"],
    ["chat.example.org:99999", "from 1 to 65535"],
    ["two words", "has the form name:number"],
  ] as const) {
    await address.fill(text);
    await press(page, "Continue");
    await page.getByRole("alert").filter({ hasText: said }).waitFor();
  }
  host.dial = () => ({ type: "down", code: "refused" });
  await address.fill("192.168.1.77:5050");
  await press(page, "Continue");
  await page.getByRole("alert").filter({ hasText: "192.168.1.77:5050" }).waitFor();
  // Whether to trust it is asked before a password goes out, not before one has a form.
  host.dial = () => ({ type: "untrusted", fingerprint: "3F:00", pinned: null });
  await address.fill(" Chat.Example.org:6000 ");
  await press(page, "Continue");
  await page.getByText("chat.example.org:6000").waitFor();
  await press(page, "Another server");
  await page.getByText("Welcome to chat").waitFor();
});

test("hosting: a name, a start, what to give to the others, and an account there", async () => {
  const { page, host } = await stage.open(busyStreet(), first_start);
  await press(page, /^Host/);
  const name = page.getByLabel("Name of the server");
  await name.fill(" ");
  await page.getByText("A server needs a name.").waitFor();
  await name.fill("The Millers");
  await name.press("Enter");
  expect(await host.command("hosting.start")).toEqual({ type: "hosting.start", name: "The Millers" });
  await page.getByText("chat://192.168.1.20:5050").waitFor();
  await page.getByText("https://192.168.1.20:5051").waitFor();
  await press(page, "Create your account");
  await page.getByLabel("Username").fill("ana");
  await page.getByLabel("Password", { exact: true }).fill("correct horse");
  await press(page, "Register");
  expect(await host.command("dial")).toMatchObject({ server: { host: "127.0.0.1", port: 5050, tls: true } });
});

test("what keeps one's own server from starting is said with its last words, also when the window opens", async () => {
  const failed: Hosting = {
    state: "failed",
    name: "The Millers",
    folder: "/home/ana/server",
    problem: "disk_full",
    text: "",
    log: ["09:41:00 error disk"],
  };
  const { page, host } = await stage.open(busyStreet(), { ...stays, hosting: () => failed });
  await page.getByText("Your server “The Millers” could not be started.").waitFor();
  await openHosting(page);
  const dialog = page.getByRole("dialog");
  await dialog.getByText("The disk is full").waitFor();
  await dialog.getByText("The last lines of its log").click();
  await dialog.getByText("09:41:00 error disk").waitFor();
  await dialog.getByRole("button", { name: "Start it again" }).click();
  expect(await host.command("hosting.start")).toMatchObject({ name: "The Millers" });
});

test("one's own server that hangs can be ended, after the same question", async () => {
  const { name, folder } = { name: "The Millers", folder: "/home/ana/server" };
  const hung: Hosting = { state: "failed", name, folder, problem: "silent", text: "", log: [] };
  const { page } = await stage.open(busyStreet(), { ...stays, hosting: hostingAt(hosted, hung) });
  await openHosting(page);
  await page.getByRole("dialog").getByText("It runs but does not answer.").waitFor();
  await press(page, "Stop hosting");
  await page.getByText("Everybody is disconnected").waitFor();
  await press(page, "Stop hosting");
  await page.getByText("The Millers is stopped").waitFor();
});

test("one's own server ends only after a question, and can be started again", async () => {
  const { page, host } = await stage.open(busyStreet(), { ...stays, hosting: hostingAt(hosted, hosted) });
  await openHosting(page);
  await press(page, "Show folder");
  await host.command("hosting.reveal");
  await press(page, "Stop hosting");
  await press(page, "Keep it running");
  expect(host.commands.some(({ type }) => type === "hosting.stop")).toBe(false);
  await press(page, "Stop hosting");
  await page.getByText("Everybody is disconnected").waitFor();
  await press(page, "Stop hosting");
  await page.getByText("The Millers is stopped").waitFor();
  await page.getByRole("button", { name: "Start it again" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("The Millers is running").waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe("Close");
});

test("a server that is away is called by its name, and the way back leads to the form", async () => {
  const server = { host: "192.168.1.20", port: 5050, tls: true };
  const { page } = await stage.open(busyStreet(), {
    ...stays,
    servers: [{ server, username: "ana", name: "Willow Street", token: "5".repeat(64), waiting: [] }],
    dial: () => ({ type: "down", code: "refused" }),
  });
  await page.getByRole("heading", { name: "“Willow Street” is away" }).waitFor();
  await press(page, "Back to the log-in form");
  await page.getByLabel("Password", { exact: true }).waitFor();
});

test("taking one's own server out of the window says that it runs on, and leads to where it is stopped", async () => {
  const { host, port } = hosted.server;
  const { page } = await stage.open(busyStreet(), {
    sign_in: { ...stays.sign_in, server: { host, port, tls: true } },
    hosting: hostingAt(hosted, hosted),
  });
  await page.locator(".server-open").click();
  await page.getByRole("menuitem", { name: "Remove server" }).click();
  const question = page.getByRole("dialog", { name: /^Remove the server/ });
  await question.getByText("runs on this computer and keeps running").waitFor();
  await question.getByRole("button", { name: "Go there" }).click();
  await page
    .getByRole("dialog", { name: "Your server" })
    .getByRole("button", { name: "Stop hosting" })
    .waitFor();
});

test("one's own fingerprint is read out in the lines in which others see it", async () => {
  const lines = (page: Page) =>
    page
      .locator(".fingerprint code span")
      .evaluateAll((groups) =>
        groups.map((group) => [
          group.textContent?.trim(),
          (group as HTMLElement).offsetTop - (group.parentElement as HTMLElement).offsetTop,
        ]),
      );
  const at_host = await stage.open(busyStreet(), { ...stays, hosting: hostingAt(hosted, hosted) });
  await openHosting(at_host.page);
  await at_host.page.getByText("If they are asked for a fingerprint").click();
  await at_host.page.getByText("Fingerprint (SHA-256)").waitFor();
  const fingerprint = hosted.certificate ?? "";
  const joining = await stage.open(busyStreet(), {
    ...stays,
    dial: () => ({ type: "untrusted", fingerprint, pinned: null }),
  });
  await joining.page.getByText("Fingerprint (SHA-256)").waitFor();
  const read_out = await lines(at_host.page);
  expect(read_out).toHaveLength(8);
  expect(await lines(joining.page)).toEqual(read_out);
});

test("whoever is told to turn TLS off, or on, has the switch before them, and it is theirs", async () => {
  const { page, host } = await stage.open(busyStreet(), first_start);
  const dialed = () => host.commands.flatMap((one) => (one.type === "dial" ? [one.server.tls] : []));
  const join = async (address: string) => {
    await press(page, /^Join/);
    await page.getByLabel("Address").fill(address);
    await press(page, "Continue");
  };
  host.dial = ({ server }) => ({ type: "down", code: server.tls ? "not_tls" : "lost" });
  await join("127.0.0.1:6160");
  await page.getByRole("alert").filter({ hasText: "turn off “Use TLS”" }).waitFor();
  // Also for who goes through the form from its top.
  await page.getByLabel("Username").fill("ana");
  await press(page, "Log in instead");
  await page.getByLabel("Password", { exact: true }).fill("correct horse");
  const told = page.getByRole("alert").filter({ hasText: "Use TLS" });
  expect(await told.count()).toBe(1);
  const tls = page.getByRole("switch", { name: "Use TLS" });
  expect([await tls.isChecked(), dialed()]).toEqual([true, [true]]);
  await tls.uncheck();
  await told.waitFor({ state: "detached" });
  await page.getByText("Not encrypted: anyone on the way").filter({ visible: true }).waitFor();
  await press(page, "Another server");
  await join("chat://127.0.0.1:6160?tls=0");
  await page.getByRole("alert").filter({ hasText: "turn on “Use TLS”" }).waitFor();
  expect([await tls.isChecked(), dialed()]).toEqual([false, [true, false]]);
});

test("a form that would send a password in the clear says so, also folded", async () => {
  const server = { host: "192.168.1.20", port: 5050, tls: false };
  const { page } = await stage.open(busyStreet(), { sign_in: { username: "ana", token: null, server } });
  await page.getByLabel("Password", { exact: true }).waitFor();
  const toggle = page.getByRole("button", { name: /^Advanced/ });
  expect(await toggle.getAttribute("aria-expanded")).toBe("false");
  const warning = page.getByText("Not encrypted: anyone on the way").filter({ visible: true });
  await warning.waitFor();
  await toggle.click();
  expect(await warning.count()).toBe(1);
});
