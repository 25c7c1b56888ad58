import { afterAll, beforeAll, expect, test } from "bun:test";

import { someBytes, upload } from "../support/files.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

let server: TestServer;
let ana: PeerV2;
beforeAll(async () => {
  server = await startServer();
  ana = await PeerV2.register(server, "ana");
});
afterAll(async () => {
  ana[Symbol.dispose]();
  await server[Symbol.asyncDispose]();
});

test.each([
  ["../../etc/passwd", "passwd"],
  ["C:\\Users\\ana\\a.txt", "a.txt"],
  ["a\0b.txt", "ab.txt"],
  ["CON.txt", "_CON.txt"],
  ["exe\u202Egpj.exe", "exegpj.exe"],
  ["a\nb.txt", "a b.txt"],
  ["what?.txt. ", "what_.txt"],
  ["é".repeat(127), "é".repeat(127)],
])("the name %j becomes %j", async (name, shown) => {
  expect((await upload(ana, name, someBytes(3))).name).toBe(shown);
});

test.each(["", "..", "/", "\u202E", "é".repeat(128)])("%j is no name of a file", async (name) => {
  const begin = ana.request("file.begin", { name, size_bytes: 1 });
  await expect(begin).rejects.toMatchObject({ code: "invalid" });
});
