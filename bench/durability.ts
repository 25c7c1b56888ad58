import { rm } from "node:fs/promises";

import { ReplicaLink } from "../test/support/replica-link.ts";
import { startServer, temporaryFolder, type TestServer } from "../test/support/server.ts";

/**
 * `bun run bench:durability`: what it costs that acknowledged means on disk. Acknowledged messages a second
 * through the real server, with so many under way at a time, for each level of --durability.
 */
const seconds = 2;
/** Each is measured so often, in turns, and the best is told: what else the machine does is not the subject. */
const rounds = 3;
const cells = [1, 20, 200].flatMap((under_way) =>
  ["full", "normal"].map((durability) => ({ durability, under_way, runs: [] as Run[] })),
);
for (let round = 0; round < rounds; round++) {
  for (const { durability, under_way, runs } of cells) runs.push(await measure(durability, under_way));
}
console.table(
  cells.map(({ durability, under_way, runs }) => ({
    "under way": under_way,
    durability,
    ...runs.toSorted((a, b) => b["acknowledged/s"] - a["acknowledged/s"])[0],
  })),
);

type Run = Awaited<ReturnType<typeof measure>>;

async function measure(durability: string, under_way: number) {
  const folder = await temporaryFolder();
  const server = await startServer({ folder, args: ["--durability", durability] });
  // Twenty under way on each connection, each in a channel of its own: nothing but sending is measured.
  const writers = await Promise.all(
    Array.from({ length: Math.ceil(under_way / 20) }, (_, index) => connect(server, `writer${index}`)),
  );
  const times_ms: number[] = [];
  const until_ms = performance.now() + seconds * 1_000;
  const write = async ({ link, channel_id }: Writer) => {
    while (performance.now() < until_ms) {
      const began_ms = performance.now();
      const nonce = Bun.randomUUIDv7();
      await link.ask("message.send", { channel_id, nonce, content: "x".repeat(64) });
      times_ms.push(performance.now() - began_ms);
    }
  };
  await Promise.all(
    writers.flatMap((writer) => Array.from({ length: Math.min(20, under_way) }, () => write(writer))),
  );
  for (const { link } of writers) link.end();
  await server.stop();
  await rm(folder, { recursive: true });
  times_ms.sort((a, b) => a - b);
  const at = (part: number) => Number((times_ms[Math.floor(times_ms.length * part)] ?? 0).toFixed(2));
  return {
    "acknowledged/s": Math.round(times_ms.length / seconds),
    "median ms": at(0.5),
    "99 % ms": at(0.99),
  };
}

interface Writer {
  link: ReplicaLink;
  channel_id: number;
}

async function connect(server: TestServer, username: string): Promise<Writer> {
  const link = await ReplicaLink.open(server, { heartbeat_ms: 30_000, onEvent() {}, onSilence() {} });
  await link.ask("hello", { protocol: 2, client: { name: "bench", version: "1" } });
  await link.ask("session.register", { username, password: "correct horse" });
  const { channel } = await link.ask("channel.create", { name: username, kind: "private" });
  return { link, channel_id: channel.id };
}
