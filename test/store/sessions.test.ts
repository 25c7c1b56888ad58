import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";

import { openStore } from "../../src/store/sqlite/open-store.ts";
import { scratchFolder } from "./scratch.ts";
import { silentLog } from "./silent-log.ts";

const token_hash = "a".repeat(64);
const day_ms = 86_400_000;
const scratch = scratchFolder();

test("the last use of a session is noted once a minute at most", async () => {
  const path = scratch.file("sessions.db");
  const store = await openStore({ path, clock: Date, log: silentLog });
  const { user_id } = await store.users.create({ username: "ana", password_hash: "x", now_ms: 1 });
  await store.sessions.create({ token_hash, user_id, device: "phone", now_ms: 1_000, expires_at_ms: 1e9 });
  const reader = new Database(path, { readonly: true });
  const noted = () => reader.query("SELECT last_used_at_ms FROM sessions").values().flat();
  expect(noted()).toEqual([1_000]);
  await store.sessions.use(token_hash, 60_999, day_ms);
  expect(noted()).toEqual([1_000]);
  await store.sessions.use(token_hash, 61_000, day_ms);
  expect(noted()).toEqual([61_000]);
  await store.sessions.use(token_hash, 62_000, day_ms);
  expect(noted()).toEqual([61_000]);
  reader.close();
  await store.close();
});

test("who has a good token gets in while the last use cannot be noted", async () => {
  const path = scratch.file("held.db");
  const store = await openStore({ path, clock: Date, log: silentLog, busy_timeout_ms: 20 });
  const { user_id } = await store.users.create({ username: "ana", password_hash: "x", now_ms: 1 });
  await store.sessions.create({ token_hash, user_id, device: "phone", now_ms: 1_000, expires_at_ms: 1e9 });
  const holder = new Database(path, { readwrite: true });
  holder.exec("BEGIN IMMEDIATE");
  expect(await store.sessions.use(token_hash, 100_000, day_ms)).toMatchObject({ username: "ana" });
  await expect(store.sessions.end(user_id, 1)).rejects.toMatchObject({ reason: "locked" });
  holder.exec("ROLLBACK");
  holder.close();
  await store.close();
});
