import { rm } from "node:fs/promises";

import { heldDisk } from "../test/support/held-disk.ts";
import { friends } from "../test/support/people.ts";
import { startServer, temporaryFolder } from "../test/support/server.ts";
import type { PeerV2 } from "../test/support/v2-peer.ts";

/**
 * `bun run bench:slow-disk`, on Linux with gcc: one person writes to a server whose disk takes so long to confirm anything; how
 * long that takes, and how long another one's connection waits for an answer meanwhile.
 */
const general = 1;
const messages = 20;
const pause_ms = 5;

const rows: Record<string, number>[] = [];
for (const disk_ms of [0, 20, 100, 300]) rows.push(await measure(disk_ms));
console.table(rows);

async function measure(disk_ms: number) {
  const folder = await temporaryFolder();
  const { env } = heldDisk(folder, disk_ms);
  const server = await startServer({ folder, env });
  const people = await friends(server, "ana", "ben");
  const written = write(people.ana);
  const answered = await answers(people.ben, written);
  const row = { "disk ms": disk_ms, ...figures("message", await written), ...figures("ping", answered) };
  people[Symbol.dispose]();
  await server.stop();
  await rm(folder, { recursive: true });
  return row;
}

async function write(ana: PeerV2): Promise<number[]> {
  const times_ms: number[] = [];
  for (let count = 0; count < messages; count++)
    times_ms.push(await timed(() => ana.say(general, `message ${count}`)));
  return times_ms;
}

/** Of pings that follow each other until the other is done. */
async function answers(ben: PeerV2, until: Promise<unknown>): Promise<number[]> {
  const times_ms: number[] = [];
  const end = new AbortController();
  void until.then(() => end.abort());
  while (!end.signal.aborted) {
    times_ms.push(await timed(() => ben.fence()));
    await Bun.sleep(pause_ms);
  }
  return times_ms;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began_ms = performance.now();
  await work();
  return performance.now() - began_ms;
}

function figures(what: string, times_ms: readonly number[]): Record<string, number> {
  const sorted = times_ms.toSorted((a, b) => a - b);
  const at = (part: number) => Number((sorted[Math.floor((sorted.length - 1) * part)] ?? 0).toFixed(1));
  return { [`${what}, median ms`]: at(0.5), [`${what}, longest ms`]: at(1) };
}
