import { afterEach, beforeEach, expect, spyOn, test } from "bun:test";
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

import { certsCommand, type CertsOptions } from "../../src/cli/certs.ts";
import { readCertificate } from "../../src/system/certificates.ts";
import { newFolder } from "../support/folders.ts";

let dir = "";
let said: string[] = [];
const record = (text: unknown) => void said.push(String(text));
const spies = [spyOn(console, "log"), spyOn(console, "error")];

beforeEach(async () => {
  dir = newFolder("chat-certs-");
  said = [];
  for (const spy of spies) spy.mockImplementation(record);
});
afterEach(async () => {
  for (const spy of spies) spy.mockReset();
  await rm(dir, { recursive: true });
});

const certs = (options: Partial<CertsOptions> = {}) =>
  certsCommand({ dir, hosts: [], days: 365, force: false, ...options });
const made = () => readCertificate(join(dir, "server.crt"), join(dir, "server.key"));

test("makes a pair, the key for its owner alone, and shows its fingerprint", async () => {
  expect(await certs()).toBe(0);
  const { fingerprint, names, expires_at } = await made();
  expect(said.join("\n")).toContain(fingerprint);
  expect(said.join("\n")).toContain(expires_at.toISOString().slice(0, 10));
  expect(names).toEqual(expect.arrayContaining(["localhost", "127.0.0.1", "::1"]));
  expect((await stat(join(dir, "server.key"))).mode & 0o777).toBe(0o600);
});

test("is for the hosts named and the loopback ones", async () => {
  expect(await certs({ hosts: ["chat.example", "192.0.2.7"] })).toBe(0);
  expect((await made()).names).toEqual(["chat.example", "192.0.2.7", "localhost", "127.0.0.1", "::1"]);
});

test("replaces nothing unless told to", async () => {
  await certs();
  const before = await made();
  expect(await certs()).toBe(1);
  expect(said.at(-1)).toContain("is there already");
  expect(await made()).toEqual(before);
  expect(await certs({ force: true })).toBe(0);
  expect((await made()).fingerprint).not.toBe(before.fingerprint);
});

test("a lone key is not replaced either", async () => {
  await Bun.write(join(dir, "server.key"), "mine");
  expect(await certs()).toBe(1);
  expect(await readdir(dir)).toEqual(["server.key"]);
});

test.each([0, -1, 3_651, 1.5, Number.NaN])("refuses %p days and touches nothing", async (days) => {
  expect(await certs({ days })).toBe(1);
  expect(said.at(-1)).toContain("from 1 to 3650");
  expect(await readdir(dir)).toEqual([]);
});

test("refuses an impossible host and says which", async () => {
  expect(await certs({ hosts: ["not a host"] })).toBe(1);
  expect(said.at(-1)).toContain('"not a host"');
  expect(await readdir(dir)).toEqual([]);
});

test("says why a folder cannot be used", async () => {
  await Bun.write(join(dir, "file"), "");
  expect(await certs({ dir: join(dir, "file") })).toBe(1);
  expect(said.at(-1)).toContain("cannot be written");
});
