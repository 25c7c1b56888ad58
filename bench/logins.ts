import { startScene } from "./support/chat.ts";
import type { Generator, Logins } from "./support/generator.ts";
import { cpuSeconds, withSubject } from "./support/measure.ts";
import type { BenchOptions } from "./support/options.ts";
import { messageOf, type Part, type PartResult, progress, runAlone, tableOf } from "./support/part.ts";
import { type Competitor, oneRoom } from "./support/subject.ts";

/** Everybody comes at once: by token, as after a restart of the server, and by password. */
export const logins: Part = { name: "logins", run };

interface Row extends Logins {
  name: string;
  count: number;
  server_s: number;
}

/** What new installations have. */
const bcrypt_rounds = 12;

async function run({ sockets }: BenchOptions): Promise<PartResult> {
  const rows: Row[] = [];
  const failures: string[] = [];
  const storms = [
    ...sockets
      .filter((count) => count >= 1_000)
      .map((count) => ({ name: "by token, all at once", count, protocol: 2, bcrypt_rounds: 4 }) as const),
    {
      name: `by password, ${bcrypt_rounds} rounds of bcrypt`,
      count: 50,
      protocol: 1,
      bcrypt_rounds,
    } as const,
  ];
  for (const storm of storms) {
    progress(`logins: ${storm.count} ${storm.name}`);
    try {
      rows.push({ ...storm, ...(await storming(storm.count, storm)) });
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

function storming(count: number, options: { protocol: 1 | 2; bcrypt_rounds: number }) {
  const server: Competitor = { name: "chat", stores: true, start: (scene) => startScene(scene, options) };
  return withSubject(server, oneRoom(count), async ({ pid }, generator: Generator) => {
    const before_s = cpuSeconds(pid);
    const all = await generator.logIn(count);
    return { ...all, server_s: cpuSeconds(pid) - before_s };
  });
}

if (import.meta.main) await runAlone(logins);
