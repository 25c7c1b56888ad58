import { loginByPassword, startScene } from "./support/chat.ts";
import { Generator } from "./support/generator.ts";
import { type Figures, measureRun, measureUndisturbed, quiet, withSubject } from "./support/measure.ts";
import type { BenchOptions } from "./support/options.ts";
import { messageOf, type Part, type PartResult, progress, runAlone, tableOf } from "./support/part.ts";
import { meanMemory, type Memory, memoryOf } from "./support/process-tree.ts";
import { type Competitor, numbers, oneRoom, type Scene } from "./support/subject.ts";
import { percent } from "./support/table.ts";

/** What one who does not read, and many who log in by password, cost the others. */
export const disturbances: Part = { name: "disturbances", run };

interface Row extends Figures {
  name: string;
  rss_mb: number;
}

const readers = 100;
const waiting = 200;

async function run(options: BenchOptions): Promise<PartResult> {
  const rows: Row[] = [];
  const failures: string[] = [];
  for (const [name, use] of [
    ["a stalled reader", stalledReader],
    ["logins by password", passwords],
  ] as const) {
    progress(`disturbances: ${name}`);
    try {
      rows.push(...(await use(Math.max(10, options.seconds))));
    } catch (error) {
      failures.push(`disturbances, ${name}: ${messageOf(error)}`);
    }
  }
  const table = tableOf<Row>(
    `What disturbs ${readers} readers of one channel`,
    [
      ["load", ({ name }) => name],
      ["p50 ms", ({ p50_ms }) => p50_ms],
      ["p99 ms", ({ p99_ms }) => p99_ms],
      ["longest ms", ({ max_ms }) => max_ms],
      ["server MB, Rss", ({ rss_mb }) => rss_mb],
      ["server busy", ({ server_busy }) => percent(server_busy)],
      ["others busy", ({ others_busy }) => percent(others_busy)],
    ],
    rows,
  );
  return { tables: [table], failures };
}

/**
 * The last one stops reading: what the kernel does not take of it waits in the server, up to its limit. The memory is the mean of
 * the whole time. Before both comes as much of the same load, so that what any load of this length adds is there.
 */
const stalledReader = (seconds: number): Promise<Row[]> =>
  withSubject(server(4), oneRoom(readers), async ({ pid }, generator) => {
    await generator.logIn();
    const load = { pid, rate: 200, warm_s: 1, seconds: 3 * seconds };
    const measured = async (name: string): Promise<Row> => {
      const [figures, rss_mb] = await withMemory(pid, measureUndisturbed(generator, load));
      return { name, ...figures, rss_mb };
    };
    await quiet(pid);
    await measured("any load of this length");
    const before = await measured("200 messages a second");
    generator.stall(readers - 1);
    return [before, await measured("the same, one reader stalled")];
  });

/** The waiting ones are of the same server and channel, but of a generator of their own. */
function passwords(seconds: number): Promise<Row[]> {
  const rooms = [{ members: numbers(readers), senders: numbers(10) }];
  const scene: Scene = { connections: readers + waiting, rooms };
  return withSubject(server(12), scene, async ({ pid, plan }) => {
    await using flow = new Generator({ ...plan, peers: plan.peers.slice(0, readers) });
    await flow.logIn();
    const load = { pid, rate: 20, warm_s: 1, seconds };
    await quiet(pid);
    const [before, rss_mb] = await withMemory(pid, measureUndisturbed(flow, load));
    const rows = [{ name: "20 messages a second", ...before, rss_mb }];
    await using guests = new Generator({ ...plan, peers: passwordLogins(), lanes: [] });
    guests.startLogins(0, waiting, waiting);
    const logins = guests.waitForLogins(load.warm_s + seconds + 1);
    const [during, rss_mb_during] = await withMemory(pid, measureRun(flow, load));
    const { ready } = await logins;
    if (ready === waiting) throw new Error("the logins were over before the measurement was");
    const name = `the same, ${waiting} logins waiting, ${ready} done`;
    return [...rows, { name, ...during, rss_mb: rss_mb_during }];
  });
}

/** With what the process has resident meanwhile, in MB: the mean of a look a second. */
async function withMemory<Result>(pid: number, work: Promise<Result>): Promise<[Result, number]> {
  const seen: Memory[] = [];
  const looks = setInterval(() => seen.push(memoryOf(pid)), 1_000);
  try {
    return [await work, meanMemory(seen).rss_kb / 1_024];
  } finally {
    clearInterval(looks);
  }
}

const passwordLogins = () => numbers(waiting).map((index) => loginByPassword(readers + index));

const server = (bcrypt_rounds: number): Competitor => ({
  name: "chat",
  stores: true,
  start: (scene) => startScene(scene, { protocol: 2, bcrypt_rounds }),
});

if (import.meta.main) await runAlone(disturbances);
