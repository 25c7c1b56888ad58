import { afterEach, beforeEach, expect, test } from "bun:test";
import { X509Certificate } from "node:crypto";
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

import { runChat } from "../support/program.ts";
import { startServer, temporaryFolder } from "../support/server.ts";
import { PeerV1 } from "../support/v1-peer.ts";

let folder = "";
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true }));

const certs = (...args: string[]) => runChat(["certs", ...args], { cwd: folder });
const made = async (dir = "certs") =>
  new X509Certificate(await Bun.file(join(folder, dir, "server.crt")).text());

test("makes a pair that serve then uses, its fingerprint shown by both", async () => {
  const { code, out, err } = await certs();
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const { fingerprint256 } = await made();
  expect(out).toContain(fingerprint256);
  expect((await stat(join(folder, "certs", "server.key"))).mode & 0o777).toBe(0o600);
  await using server = await startServer({ folder, tls: true });
  expect(server.start_block).toContain(fingerprint256);
  using guest = await PeerV1.connect(server);
  expect(guest.fingerprint).toBe(fingerprint256);
  await server.stop();
});

test("--dir, --host and --days", async () => {
  const hosts = ["--host", "chat.example", "--host=192.0.2.7", "--host", "2001:db8::7"];
  expect(await certs("--dir", "deep/er", ...hosts, "--days", "30")).toMatchObject({ code: 0 });
  const certificate = await made("deep/er");
  expect(certificate.checkHost("chat.example")).toBe("chat.example");
  expect(certificate.checkIP("192.0.2.7")).toBe("192.0.2.7");
  expect(certificate.checkIP("2001:db8::7")).toBeDefined();
  expect(certificate.checkHost("localhost")).toBe("localhost");
  expect((Date.parse(certificate.validTo) - Date.now()) / 86_400_000).toBeCloseTo(30, 1);
});

test("replaces nothing without --force", async () => {
  await certs();
  const { fingerprint256 } = await made();
  const again = await certs();
  expect(again).toMatchObject({ code: 1, out: "", err: expect.stringContaining("is there already") });
  expect((await made()).fingerprint256).toBe(fingerprint256);
  expect(await certs("--force")).toMatchObject({ code: 0 });
  expect((await made()).fingerprint256).not.toBe(fingerprint256);
});

test.each([
  { args: ["--days", "0"], says: "--days" },
  { args: ["--days", "3651"], says: "--days" },
  { args: ["--host", "not a host"], says: "not a host" },
  { args: ["--hosts", "a"], says: "Did you mean --host" },
  { args: ["here"], says: "Unexpected argument" },
])("$args: refused with a sentence, nothing made", async ({ args, says }) => {
  const { code, err } = await certs(...args);
  expect(code).not.toBe(0);
  expect(err).toContain(says);
  expect(err.trim().split("\n")).toHaveLength(1);
  expect(await readdir(folder)).toEqual([]);
});
