import { afterAll, expect, test } from "bun:test";
import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pid } from "node:process";

import { readStatus } from "../../src/client/hosting-status.ts";
import { clientLimits } from "../../src/client/limits.ts";
import { commandOf } from "../../src/client/processes.ts";
import type { ServerStatus } from "../../src/protocol/server-status.ts";
import { newFolder } from "../support/folders.ts";

const folder = newFolder("chat-status-");
afterAll(() => rmSync(folder, { recursive: true }));

const status: ServerStatus = {
  process_id: pid,
  name: "Käse",
  server_id: "704a48ec-0da7-41e2-b009-1cccac1959e5",
  port: 5_050,
  web_port: null,
  certificate: null,
  started_at_ms: 1,
};

function written(text: string): string {
  const path = join(folder, crypto.randomUUID());
  writeFileSync(path, text);
  return path;
}

test("what a server says of itself is read; what is damaged, too long or no file is not", () => {
  const text = JSON.stringify(status);
  expect(readStatus(written(text))).toEqual(status);
  expect(readStatus(written(text.slice(0, -1)))).toBeUndefined();
  expect(readStatus(written(text.padEnd(clientLimits.hosting_status_bytes_max + 1)))).toBeUndefined();
  expect(readStatus(join(folder, "none"))).toBeUndefined();
  expect(readStatus(folder)).toBeUndefined();
});

test.if(process.platform !== "win32")("what has no end, or waits for a writer, holds nobody up", () => {
  const [endless, waiting] = [join(folder, "endless"), join(folder, "waiting")];
  symlinkSync("/dev/zero", endless);
  expect(readStatus(endless)).toBeUndefined();
  expect(Bun.spawnSync(["mkfifo", waiting]).exitCode).toBe(0);
  expect(readStatus(waiting)).toBeUndefined();
});

test.if(process.platform === "linux")("a process that cannot be looked at is nobody's server", () => {
  expect(commandOf(pid)?.words).not.toEqual([]);
  expect(commandOf(2 ** 30)).toEqual({ words: [] });
});
