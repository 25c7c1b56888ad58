import { chat } from "./support/chat.ts";
import { type Figures, measure } from "./support/measure.ts";
import { type BenchOptions, isAskedFor } from "./support/options.ts";
import { ofEach, type Part, type PartResult, runAlone, type Table, tableOf } from "./support/part.ts";
import { peers } from "./support/peers.ts";
import { reference } from "./support/reference.ts";
import { type Competitor, numbers, type Scene } from "./support/subject.ts";
import { percent } from "./support/table.ts";

/** Many conversations at once: 1,000 sockets in 100 channels of 10, and in 500 direct conversations. */
export const rooms: Part = { name: "rooms", run };

const connections = 1_000;

interface Row extends Figures {
  name: string;
}

async function run(options: BenchOptions): Promise<PartResult> {
  const failures: string[] = [];
  const tables = [
    await tableFor("1,000 sockets in 100 channels, one sender in each, 16 messages under way", 100, 16),
    await tableFor("500 direct conversations, one sender in each, 4 messages under way", 500, 4),
  ];
  return { tables, failures };

  async function tableFor(title: string, count: number, window: number): Promise<Table> {
    const load = { window, warm_s: 1, seconds: options.seconds };
    const rowOf = async (competitor: Competitor): Promise<Row> => {
      const [figures] = await measure(competitor, roomsOf(count), [load]);
      if (figures === undefined) throw new Error("not measured");
      return { name: competitor.name, ...figures };
    };
    const measured = (competitors: readonly Competitor[]) =>
      ofEach(title, competitors, options, failures, rowOf);
    const ours = await measured([chat(2), ...(count < connections / 2 ? [chat(1)] : [])]); // protocol 1 has other words for two
    const frame_bytes = Math.round(ours[0]?.bytes_per_delivery ?? usual_frame_bytes);
    const is_wanted = isAskedFor(options.peers, "reference");
    const limits = is_wanted ? [reference("joined", frame_bytes), reference("each", frame_bytes)] : [];
    const everybody = { ...options, peers: [] };
    const references = await ofEach(title, limits, everybody, failures, rowOf);
    return roomsTable(title, [...ours, ...references, ...(await measured(peers))]);
  }
}

function roomsOf(count: number): Scene {
  const size = connections / count;
  const rooms = numbers(count).map((room) => ({
    members: numbers(size).map((member) => room * size + member),
    senders: [room * size],
  }));
  return { connections, rooms };
}

/** The size of our frames when ours are not measured. */
const usual_frame_bytes = 320;

function roomsTable(title: string, rows: readonly Row[]): Table {
  const times = (beginning: string) => {
    const to = rows.find(({ name }) => name.startsWith(beginning))?.cpu_per_million ?? NaN;
    return ({ cpu_per_million }: Row) => cpu_per_million / to;
  };
  return tableOf<Row>(
    title,
    [
      ["server", ({ name }) => name],
      ["CPU s per million", ({ cpu_per_million }) => cpu_per_million],
      ["× limit, our size", times("C, joined")],
      ["× NATS", times("NATS")],
      ["messages/s", ({ messages, seconds }) => messages / seconds],
      ["deliveries/s", ({ deliveries, seconds }) => deliveries / seconds],
      ["p50 ms", ({ p50_ms }) => p50_ms],
      ["p99 ms", ({ p99_ms }) => p99_ms],
      ["generator busy", ({ generator_busy }) => percent(generator_busy)],
      ["others busy", ({ others_busy }) => percent(others_busy)],
    ],
    rows,
  );
}

if (import.meta.main) await runAlone(rooms);
