import { chat } from "./support/chat.ts";
import { quiet, withSubject } from "./support/measure.ts";
import type { BenchOptions } from "./support/options.ts";
import { ofEach, type Part, type PartResult, runAlone, type Table, tableOf } from "./support/part.ts";
import { peers } from "./support/peers.ts";
import { meanMemory, type Memory, memoryOf } from "./support/process-tree.ts";
import { type Competitor, oneRoom } from "./support/subject.ts";

/** What connections cost that are logged in, in one channel, and silent. */
export const memory: Part = { name: "memory", run };

interface Row {
  name: string;
  connections: number;
  before: Memory;
  after: Memory;
}

async function run(options: BenchOptions): Promise<PartResult> {
  const failures: string[] = [];
  const tables: Table[] = [];
  for (const connections of options.sockets.filter((count) => count >= 1_000)) {
    const title = `Memory of ${connections.toLocaleString("en")} idle connections`;
    const measureOne = (competitor: Competitor) => rowOf(competitor, connections);
    const rows = await ofEach(title, [chat(2), ...peers], options, failures, measureOne);
    tables.push(
      tableOf<Row>(
        title,
        [
          ["server", ({ name }) => name],
          ["MB before, Rss", ({ before }) => before.rss_kb / 1_024],
          ["MB after, Rss", ({ after }) => after.rss_kb / 1_024],
          ["KB a connection, Rss", (row) => (row.after.rss_kb - row.before.rss_kb) / connections],
          ["KB a connection, Pss", (row) => (row.after.pss_kb - row.before.pss_kb) / connections],
          ["of no file", (row) => (row.after.anonymous_kb - row.before.anonymous_kb) / connections],
        ],
        rows,
      ),
    );
  }
  return { tables, failures };
}

const rowOf = (competitor: Competitor, connections: number): Promise<Row> =>
  withSubject(competitor, oneRoom(connections), async ({ pid }, generator) => {
    const before = await memoryAtRest(pid);
    await generator.logIn();
    const after = await memoryAtRest(pid);
    return { name: competitor.name, connections, before, after };
  });

/** Whoever gives memory back at rest has the time for it: chat does it within 25 s. */
const rest_ms = 27_000;
/** What is resident goes up and down with heartbeats and memory given back: a moment would be luck. */
const looks = 30;

/** The mean of half a minute, a look a second. */
async function memoryAtRest(pid: number): Promise<Memory> {
  await quiet(pid);
  await Bun.sleep(rest_ms);
  const seen: Memory[] = [];
  while (seen.push(memoryOf(pid)) < looks) await Bun.sleep(1_000);
  return meanMemory(seen);
}

if (import.meta.main) await runAlone(memory);
