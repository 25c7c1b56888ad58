import { join } from "node:path";

import { encodeFrame } from "../src/protocol/frame.ts";
import { fill } from "./fill.ts";
import { planOf, seed, startChat, startScene } from "./support/chat.ts";
import { removeFolder } from "./support/children.ts";
import type { Logins } from "./support/generator.ts";
import { cpuSeconds, withSubject } from "./support/measure.ts";
import type { BenchOptions } from "./support/options.ts";
import { messageOf, type Part, type PartResult, progress, runAlone, tableOf } from "./support/part.ts";
import { oneRoom, type Scene, type Subject } from "./support/subject.ts";

/** Everybody comes at once: by token, as after a restart of the server, and by password. */
export const logins: Part = { name: "logins", run };

interface Row extends Logins {
  name: string;
  count: number;
  server_s: number;
}

/** What new installations have. */
const bcrypt_rounds = 12;
/** What everybody has missed when the server comes back, of so many stored ones. */
const missed = 100;
const stored = 10_000;

interface Storm {
  name: string;
  count: number;
  start: (scene: Scene) => Promise<Subject>;
}

async function run({ sockets }: BenchOptions): Promise<PartResult> {
  const rows: Row[] = [];
  const failures: string[] = [];
  const many = sockets.filter((count) => count >= 1_000);
  const storms: Storm[] = [
    ...many.map((count) => ({ name: "by token, all at once", count, start: starting(2, 4) })),
    ...many.map((count) => ({ name: `the same, and ${missed} missed messages`, count, start: startBehind })),
    { name: `by password, ${bcrypt_rounds} rounds of bcrypt`, count: 50, start: starting(1, bcrypt_rounds) },
  ];
  for (const storm of storms) {
    progress(`logins: ${storm.count} ${storm.name}`);
    try {
      rows.push({ ...storm, ...(await storming(storm)) });
    } catch (error) {
      failures.push(`logins, ${storm.count} ${storm.name}: ${messageOf(error)}`);
    }
  }
  const table = tableOf<Row>(
    "Login storms",
    [
      ["logins", ({ name }) => name],
      ["connections", ({ count }) => count],
      ["all in after s", ({ seconds }) => seconds],
      ["logins/s", ({ count, seconds }) => count / seconds],
      ["p50 ms", ({ p50_ms }) => p50_ms],
      ["p99 ms", ({ p99_ms }) => p99_ms],
      ["CPU ms of the server each", ({ server_s, count }) => (server_s * 1_000) / count],
    ],
    rows,
  );
  return { tables: [table], failures };
}

const starting = (protocol: 1 | 2, bcrypt_rounds: number) => (scene: Scene) =>
  startScene(scene, { protocol, bcrypt_rounds });

/** A server as after a restart, while everybody holds what came before the last messages. */
async function startBehind(scene: Scene): Promise<Subject> {
  const { folder, channel_ids } = await seed(scene);
  const channel_id = channel_ids[0] ?? 0;
  fill(join(folder, "chat_data.db"), channel_id, stored);
  const server = await startChat(folder, {});
  const plan = planOf(scene, channel_ids, server.port, { protocol: 2 });
  const body = { channels: [{ channel_id, rev: stored - missed }] };
  const catch_up = { say: encodeFrame({ id: 3, type: "sync.catch_up", body }), until: '"re":3,"ok"' };
  const stop = async () => {
    await server.stop();
    removeFolder(folder);
  };
  return { pid: server.pid, plan: { ...plan, peers: plan.peers.map((steps) => [...steps, catch_up]) }, stop };
}

function storming({ name, count, start }: Storm) {
  return withSubject({ name, stores: true, start }, oneRoom(count), async ({ pid }, generator) => {
    const before_s = cpuSeconds(pid);
    const all = await generator.logIn(count);
    return { ...all, server_s: cpuSeconds(pid) - before_s };
  });
}

if (import.meta.main) await runAlone(logins);
