import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Log } from "../src/domain/ports/log.ts";
import type { Store } from "../src/domain/ports/store.ts";
import type { Durability } from "../src/store/sqlite/connection.ts";
import { openStore } from "../src/store/sqlite/open-store.ts";

/**
 * How many messages a second the store makes durable: one at a time (each waits for the one before) and a
 * hundred asked for in one turn; and what a message, its changes, a page and catching up cost once a channel
 * is long.
 * `bun bench/store-append.ts [FOLDER]`: the folder decides which disk is measured.
 */
const [parent = tmpdir()] = process.argv.slice(2);
const folder = mkdtempSync(join(parent, "chat-bench-"));
const log: Log = { debug() {}, info() {}, warn: console.warn, error: console.error };
type Scene = { store: Store; channel_id: number; author_id: number };

async function open(name: string, durability: Durability): Promise<Scene> {
  const store = await openStore({ path: join(folder, name), clock: Date, log, durability });
  const { user_id } = await store.users.create({ username: "ana", password_hash: "x", now_ms: 1 });
  const channel_id = (await store.channels.idsByName(user_id, "general"))[0] ?? 0;
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
  const rest = { reply_to_seq: null, mentions: undefined, now_ms: Date.now() };
  const message = { channel_id, author_id, kind: "text", content, ...rest } as const;
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
  console.log(` messages ${columns.map(([name]) => name).join("  ")}`);
  let stored = 0;
  for (const target of [5_000, 100_000, 300_000]) {
    await append(scene, Math.max(0, target - stored - 5_000), 1_000, nonce);
    const each_us = await timed(5_000, () => append(scene, 5_000, 100, nonce));
    stored = target;
    const costs = [each_us];
    for (const [, times, ask] of columns.slice(1))
      costs.push(await timed(times, () => repeat(times, (at) => ask(scene, target, at))));
    row(
      [target, 9],
      ...costs.map((us, at): [string, number] => [us.toFixed(1), columns[at]?.[0].length ?? 0]),
    );
  }
  await scene.store.close();
}

type Ask = (scene: Scene, target: number, at: number) => Promise<unknown>;

/** What is measured, how often, and how; each of the writes is a commit of its own. Microseconds. */
const columns: readonly [name: string, times: number, ask: Ask][] = [
  ["append us", 0, async () => {}],
  [
    "newest 50",
    300,
    ({ store, channel_id, author_id: user_id }) => store.messages.history({ user_id, channel_id, limit: 50 }),
  ],
  [
    "50 around",
    300,
    ({ store, channel_id, author_id: user_id }, target) =>
      store.messages.history({ user_id, channel_id, around_seq: Math.floor(target / 2), limit: 50 }),
  ],
  [
    "catch up 10",
    300,
    async ({ store, channel_id, author_id }) => {
      const { last_rev = 0 } = (await store.channels.viewFor(author_id, channel_id)) ?? {};
      return store.messages.catchUp(author_id, [{ channel_id, rev: last_rev - 10, from_seq: 0 }]);
    },
  ],
  ["channel list", 300, ({ store, author_id }) => store.channels.listFor(author_id)],
  [
    "edit us",
    50,
    ({ store }, target, at) =>
      store.changes.edit({ id: target - at, content: `edit ${target}`, mentions: undefined, now_ms: 1 }),
  ],
  [
    "react us",
    50,
    ({ store, author_id: user_id }, target, at) =>
      store.changes.react({ id: target - at, user_id, emoji: "👍", on: true }),
  ],
  ["delete us", 50, ({ store }, target, at) => store.changes.remove(target - at, 1)],
  [
    "new user us",
    20,
    ({ store }, target, at) =>
      store.users.create({ username: `user_${target}_${at}`, password_hash: "x", now_ms: 1 }),
  ],
];

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
