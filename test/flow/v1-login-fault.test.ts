import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";

import { startServer } from "../support/server.ts";
import { PeerV1, some_password } from "../support/v1-peer.ts";

test("protocol 1: a login or registration that cannot be stored is answered as any other that failed", async () => {
  await using server = await startServer();
  using ana = await PeerV1.register(server, "ana");
  await ana.hangUp();
  using client = await PeerV1.connect(server);
  using other = new Database(server.db);
  other.exec("BEGIN IMMEDIATE");
  const failed = { type: "auth_result", success: false, error: expect.stringContaining("database") };
  client.send("auth_login", { username: "ana", password: some_password });
  expect(await client.nextFrame()).toEqual(failed);
  client.send("auth_register", { username: "ben", password: some_password });
  expect(await client.nextFrame()).toEqual(failed);
  other.exec("ROLLBACK");
  client.send("auth_login", { username: "ana", password: some_password });
  expect(await client.nextFrame()).toMatchObject({ type: "auth_result", success: true });
});
