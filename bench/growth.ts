import { statSync } from "node:fs";
import { join } from "node:path";

import { ReplicaLink } from "../test/support/replica-link.ts";
import { fill } from "./fill.ts";
import { planOf, seed, startChat, tokenOf } from "./support/chat.ts";
import { removeFolder } from "./support/children.ts";
import { Generator } from "./support/generator.ts";
import { type Figures, measureUndisturbed, quiet } from "./support/measure.ts";
import type { BenchOptions } from "./support/options.ts";
import { type Part, type PartResult, progress, runAlone, tableOf } from "./support/part.ts";
import { memoryOf } from "./support/process-tree.ts";
import { oneRoom } from "./support/subject.ts";
import { percent } from "./support/table.ts";

/** What it costs that much is stored: the same channel empty and with a million messages. */
export const growth: Part = { name: "growth", run };

interface Times {
  p50_ms: number;
  p99_ms: number;
}

interface Row {
  stored: number;
  file_mb: number;
  start_ms: number;
  rss_mb: number;
  figures: Figures;
  newest: Times;
  later: Times;
  middle: Times;
  catch_up: Times;
  unread: Times;
}

const scene = oneRoom(10);
/** The index of the search follows a filled database; only then is the server at rest. */
const index_wait_s = 240;
/** As many as one user may ask for without waiting. */
const catch_ups = 50;
/** Below what one user may ask for in five seconds; enough for the first requests of a server not to be the 99th part. */
const pages = 480;

async function run({ seconds, quick }: BenchOptions): Promise<PartResult> {
  const many = quick ? 100_000 : 1_000_000;
  const rows = [await rowOf(0, seconds), await rowOf(many, seconds)];
  const times = (of: (row: Row) => Times) => (row: Row) => shownTimes(of(row));
  const table = tableOf<Row>(
    "The same channel empty and full, 10 sockets, 10 senders",
    [
      ["stored messages", ({ stored }) => stored],
      ["file MB afterwards", ({ file_mb }) => file_mb],
      ["start-up ms", ({ start_ms }) => start_ms],
      ["MB after the load, Rss", ({ rss_mb }) => rss_mb],
      ["CPU µs a message", ({ figures }) => (figures.server_cpu_s / figures.messages) * 1e6],
      ["newest page of a server just started, p50 / p99 ms", times(({ newest }) => newest)],
      ["newest page later", times(({ later }) => later)],
      ["page from the middle", times(({ middle }) => middle)],
      ["catch-up of 50", times(({ catch_up }) => catch_up)],
      ["channels with unread", times(({ unread }) => unread)],
      ["others busy", ({ figures }) => percent(figures.others_busy)],
    ],
    rows,
  );
  return { tables: [table], failures: [] };
}

const shownTimes = ({ p50_ms, p99_ms }: Times): string => `${p50_ms.toFixed(2)} / ${p99_ms.toFixed(2)}`;

async function rowOf(stored: number, seconds: number): Promise<Row> {
  progress(`growth: ${stored} stored messages`);
  const { folder, channel_ids } = await seed(scene);
  const channel_id = channel_ids[0] ?? 0;
  const path = join(folder, "chat_data.db");
  if (stored > 0) {
    fill(path, channel_id, stored);
    const first = await startChat(folder, {});
    await quiet(first.pid, index_wait_s);
    await first.stop();
  }
  const began_ms = performance.now();
  const server = await startChat(folder, {});
  const start_ms = performance.now() - began_ms;
  try {
    await quiet(server.pid);
    const rss_mb = memoryOf(server.pid).rss_kb / 1_024;
    const asked = await askAll(server.port, channel_id, stored);
    await using generator = new Generator(planOf(scene, channel_ids, server.port, { protocol: 2 }));
    await generator.logIn();
    const figures = await measureUndisturbed(generator, { pid: server.pid, window: 64, warm_s: 2, seconds });
    return { stored, file_mb: statSync(path).size / 1e6, start_ms, rss_mb, figures, ...asked };
  } finally {
    await server.stop();
    removeFolder(folder);
  }
}

/** Each kind of question has a user of its own, so that none waits for its allowance. */
async function askAll(port: number, channel_id: number, stored: number) {
  const limit = 50;
  const newest = await asking(port, 0, pages, (link) => link.ask("message.history", { channel_id, limit }));
  const middle = await asking(port, 1, pages, (link, at) => {
    const before_seq = Math.floor((stored * (at + 1)) / (pages + 1));
    return link.ask("message.history", { channel_id, limit, before_seq });
  });
  const later = await asking(port, 4, pages, (link) => link.ask("message.history", { channel_id, limit }));
  const rev = Math.max(0, stored - 50);
  const catch_up = await asking(port, 2, catch_ups, (link) =>
    link.ask("sync.catch_up", { channels: [{ channel_id, rev }] }),
  );
  const unread = await asking(port, 3, catch_ups, (link) => link.ask("channel.list", {}));
  return { newest, later, middle, catch_up, unread };
}

async function asking(
  port: number,
  user: number,
  count: number,
  ask: (link: ReplicaLink, at: number) => Promise<unknown>,
): Promise<Times> {
  const quietly = { heartbeat_ms: 60_000, onEvent() {}, onSilence() {} };
  const link = await ReplicaLink.open({ host: "127.0.0.1", port, tls: false }, quietly);
  try {
    await link.ask("hello", { protocol: 2, client: { name: "bench", version: "1" } });
    await link.ask("session.resume", { token: tokenOf(user) });
    const times: number[] = [];
    for (let at = 0; at < count; at++) {
      const began_ms = performance.now();
      await ask(link, at);
      times.push(performance.now() - began_ms);
    }
    times.sort((a, b) => a - b);
    const part = (share: number) => times[Math.floor(times.length * share)] ?? 0;
    return { p50_ms: part(0.5), p99_ms: part(0.99) };
  } finally {
    link.end();
  }
}

if (import.meta.main) await runAlone(growth);
