import { chat } from "./support/chat.ts";
import { type Figures, measure } from "./support/measure.ts";
import type { BenchOptions } from "./support/options.ts";
import { ofEach, type Part, type PartResult, runAlone, tableOf } from "./support/part.ts";
import { peers } from "./support/peers.ts";
import { type Competitor, oneRoom } from "./support/subject.ts";
import { percent } from "./support/table.ts";

/** 10,000 connections in one channel, 5 messages a second: nothing is lost, or there is no figure. */
export const crowd: Part = { name: "crowd", run };

const connections = 10_000;

interface Row extends Figures {
  name: string;
}

async function run(options: BenchOptions): Promise<PartResult> {
  const failures: string[] = [];
  const title = "10,000 connections in one channel, 5 messages a second";
  const load = { rate: 5, warm_s: 1, seconds: Math.max(10, options.seconds) };
  const rowOf = async (competitor: Competitor): Promise<Row> => {
    const [figures] = await measure(competitor, oneRoom(connections), [load]);
    if (figures === undefined) throw new Error("not measured");
    return { name: competitor.name, ...figures };
  };
  const rows = await ofEach(title, [chat(2), ...peers], options, failures, rowOf);
  const table = tableOf<Row>(
    title,
    [
      ["server", ({ name }) => name],
      ["deliveries", ({ total_deliveries }) => total_deliveries],
      ["missing", ({ lost }) => lost],
      ["p50 ms", ({ p50_ms }) => p50_ms],
      ["p99 ms", ({ p99_ms }) => p99_ms],
      ["longest ms", ({ max_ms }) => max_ms],
      ["CPU s per million", ({ cpu_per_million }) => cpu_per_million],
      ["others busy", ({ others_busy }) => percent(others_busy)],
    ],
    rows,
  );
  return { tables: [table], failures };
}

if (import.meta.main) await runAlone(crowd);
