import { chat } from "./support/chat.ts";
import { quiet, withSubject } from "./support/measure.ts";
import type { BenchOptions } from "./support/options.ts";
import { ofEach, type Part, type PartResult, runAlone, type Table, tableOf } from "./support/part.ts";
import { peers } from "./support/peers.ts";
import { type Memory, memoryOf } from "./support/process-tree.ts";
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
        ],
        rows,
      ),
    );
  }
  return { tables, failures };
}

const rowOf = (competitor: Competitor, connections: number): Promise<Row> =>
  withSubject(competitor, oneRoom(connections), async ({ pid }, generator) => {
    await quiet(pid);
    const before = memoryOf(pid);
    await generator.logIn();
    await quiet(pid);
    return { name: competitor.name, connections, before, after: memoryOf(pid) };
  });

if (import.meta.main) await runAlone(memory);
