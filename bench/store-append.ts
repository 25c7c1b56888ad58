import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Log } from "../src/domain/ports/log.ts";
import type { Store } from "../src/domain/ports/store.ts";
import type { Durability } from "../src/store/sqlite/connection.ts";
import { openStore } from "../src/store/sqlite/open-store.ts";

/**
 * How many messages a second the store makes durable: one at a time (each waits for the one before) and a
 * hundred asked for in one turn; and what a message and a page cost once a channel is long.
 * `bun bench/store-append.ts [FOLDER]`: the folder decides which disk is measured.
 */
const [parent = tmpdir()] = process.argv.slice(2);
const folder = mkdtempSync(join(parent, "chat-bench-"));
const log: Log = { debug() {}, info() {}, warn: console.warn, error: console.error };
try {
  console.log("Appends, 64 characters each, one channel\n");
  console.log("durability  at once  appends/s  microseconds each");
  for (const durability of ["full", "normal"] as const)
    for (const at_once of [1, 10, 100, 1_000]) await measureAppends(durability, at_once);
  await measureGrowth("nonces that begin with the time", () => Bun.randomUUIDv7());
  await measureGrowth("random nonces, each on another page of their index", () => crypto.randomUUID());
} finally {
  rmSync(folder, { recursive: true, force: true });
}

type Scene = { store: Store; channel_id: number; author_id: number };

async function open(name: string, durability: Durability): Promise<Scene> {
  const store = await openStore({ path: join(folder, name), clock: Date, log, durability });
  const { user_id } = await store.users.create({ username: "ana", password_hash: "x", now_ms: 1 });
  const channel_id = (await store.channels.idByName("general")) ?? 0;
  return { store, channel_id, author_id: user_id };
}

type Nonce = () => string;

async function append(
  { store, channel_id, author_id }: Scene,
  count: number,
  at_once: number,
  nonce: Nonce = () => Bun.randomUUIDv7(),
): Promise<void> {
  const content = "x".repeat(64);
  const message = { channel_id, author_id, kind: "text", content, now_ms: Date.now() } as const;
  for (let done = 0; done < count; done += at_once)
    await Promise.all(
      Array.from({ length: at_once }, () => store.messages.append({ ...message, nonce: nonce() })),
    );
}

async function measureAppends(durability: Durability, at_once: number): Promise<void> {
  const scene = await open(`${durability}-${at_once}.db`, durability);
  await append(scene, 2 * at_once, at_once);
  const count = at_once === 1 ? 1_000 : at_once === 10 ? 5_000 : 30_000;
  const began = performance.now();
  await append(scene, count, at_once);
  const seconds = (performance.now() - began) / 1_000;
  await scene.store.close();
  row(
    [durability, 10],
    [at_once, 8],
    [Math.round(count / seconds), 10],
    [((seconds * 1e6) / count).toFixed(1), 18],
  );
}

async function measureGrowth(what: string, nonce: Nonce): Promise<void> {
  const scene = await open(`${what}.db`, "full");
  console.log(`\nWith so many messages in the channel, full, 100 at once, ${what}\n`);
  console.log(" messages  append us  newest page of 50 us  channel list us  new user us");
  let stored = 0;
  for (const target of [5_000, 100_000, 300_000]) {
    await append(scene, Math.max(0, target - stored - 5_000), 1_000, nonce);
    const each_us = await timed(5_000, () => append(scene, 5_000, 100, nonce));
    stored = target;
    const { store, channel_id, author_id } = scene;
    const page_us = await timed(300, () =>
      repeat(300, () => store.messages.history({ channel_id, limit: 50 })),
    );
    const list_us = await timed(300, () => repeat(300, () => store.channels.listFor(author_id)));
    const user_us = await timed(20, () =>
      repeat(20, (at) =>
        store.users.create({ username: `user_${target}_${at}`, password_hash: "x", now_ms: 1 }),
      ),
    );
    row([target, 9], ...[each_us, page_us, list_us, user_us].map(cell));
  }
  await scene.store.close();
}

function cell(microseconds: number, at: number): [string, number] {
  return [microseconds.toFixed(1), [10, 21, 16, 12][at] ?? 12];
}

async function repeat(times: number, run: (at: number) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < times; at++) await run(at);
}

/** Microseconds for each of `count`. */
async function timed(count: number, run: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await run();
  return ((performance.now() - began) * 1_000) / count;
}

function row(...cells: [value: string | number, width: number][]): void {
  console.log(cells.map(([value, width]) => String(value).padStart(width)).join(" "));
}
