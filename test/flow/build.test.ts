import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readdir, rm } from "node:fs/promises";

import { version } from "../../package.json";
import { runChat } from "../support/program.ts";
import { temporaryFolder } from "../support/server.ts";

let folder = "";
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => rm(folder, { recursive: true }));

const chat = (...args: string[]) => runChat(args, { cwd: folder });

test.each(["--version", "version", "-v"])("%s names the version and the commit", async (arg) => {
  const { code, out } = await chat(arg);
  expect(code).toBe(0);
  expect(out).toMatch(new RegExp(`^chat ${version.replaceAll(".", String.raw`\.`)} \\([0-9a-f]{7,}.*\\)\n$`));
});

test.each(["--help", "help", "-h"])("%s names the commands", async (arg) => {
  const { code, out } = await chat(arg);
  expect(code).toBe(0);
  for (const command of ["serve", "connect", "certs"]) expect(out).toContain(`chat ${command}`);
});

describe("chat COMMAND --help has every option", () => {
  test.each([
    {
      command: "serve",
      options: ["host", "port", "db", "no-tls", "cert", "key", "rate-limit", "bcrypt-rounds"],
    },
    { command: "serve", options: ["session-hours", "log-level", "log-format"] },
    { command: "connect", options: ["tls", "no-tls", "user", "browser", "no-open"] },
    { command: "certs", options: ["dir", "host", "days", "force"] },
  ])("$command: $options", async ({ command, options }) => {
    const { code, out } = await chat(command, "--help");
    expect(code).toBe(0);
    for (const option of options) expect(out).toContain(`--${option}`);
  });
});

test("a command that does not exist: the nearest one is offered", async () => {
  const { code, err } = await chat("serv");
  expect(code).toBe(2);
  expect(err).toContain("Did you mean serve");
});

test("looking around leaves nothing behind", async () => {
  await chat("--version");
  await chat("serve", "--help");
  expect(await readdir(folder)).toEqual([]);
});
