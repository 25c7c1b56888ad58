import { chat } from "./support/chat.ts";
import { tlsMissing } from "./support/compile.ts";
import { type Figures, measure } from "./support/measure.ts";
import { type BenchOptions, isAskedFor } from "./support/options.ts";
import {
  messageOf,
  type Part,
  type PartResult,
  progress,
  runAlone,
  type Table,
  tableOf,
} from "./support/part.ts";
import { peers } from "./support/peers.ts";
import { bunReference, reference, small_frame_bytes } from "./support/reference.ts";
import { type Competitor, isInstalled, oneRoom } from "./support/subject.ts";
import { type Column, percent } from "./support/table.ts";

/**
 * One channel, everybody in it, 10 senders. Saturated: each has up to 64 messages under way, and one is under way
 * until every receiver has it. Modest: 20 messages a second, where nothing can be joined.
 * `bun bench/fan-out.ts --sockets 100,1000 --peers reference,chat --seconds 5`
 */
export const fanOut: Part = { name: "fan-out", run };

export interface Row {
  name: string;
  saturated?: Figures;
  modest?: Figures;
  /** Instead of figures. */
  absent?: string;
}

/** The size of our frames when ours are not measured. */
const usual_frame_bytes = 400;

async function run(options: BenchOptions): Promise<PartResult> {
  const tables: Table[] = [];
  const failures: string[] = [];
  for (const sockets of options.sockets) {
    const rounds: Row[][] = [];
    for (let round = 0; round < options.rounds; round++)
      rounds.push(await roundOf(sockets, options, rounds[0], failures));
    const rows = (rounds[0] ?? []).map((_, index) => medianOf(rounds.flatMap((round) => round[index] ?? [])));
    tables.push(saturatedTable(rows, sockets), modestTable(rows, sockets));
  }
  return { tables, failures };
}

/** Every server once, each started anew; frames of the references are as large as ours in the first round. */
async function roundOf(
  sockets: number,
  options: BenchOptions,
  first: readonly Row[] | undefined,
  failures: string[],
): Promise<Row[]> {
  const rows: Row[] = [];
  const measureAll = async (competitors: readonly Competitor[]) => {
    for (const competitor of competitors) rows.push(await rowOf(competitor, sockets, options, failures));
  };
  await measureAll(ours(sockets).filter(({ name }) => isAskedFor(options.peers, name)));
  if (isAskedFor(options.peers, "reference")) await measureAll(references(ourFrameBytes(first ?? rows)));
  await measureAll(peers.filter(({ name }) => isAskedFor(options.peers, name.toLowerCase())));
  return rows;
}

/** The run in the middle of each load; where two are, the cheaper. */
export function medianOf(rows: readonly Row[]): Row {
  const middle = (load: "saturated" | "modest") => {
    const figures = rows.flatMap((row) => row[load] ?? []);
    return figures.toSorted((a, b) => a.cpu_per_million - b.cpu_per_million)[(figures.length - 1) >> 1];
  };
  const [saturated, modest] = [middle("saturated"), middle("modest")];
  const [{ name, absent } = { name: "" }] = rows;
  return saturated && modest ? { name, saturated, modest } : { name, ...(absent && { absent }) };
}

/** A login of protocol 1 is told to everybody at once: 10,000 of them would take minutes, and show nothing new. */
const ours = (sockets: number): Competitor[] => [
  chat(2),
  ...(sockets <= 1_000 ? [chat(1)] : []),
  ...(tlsMissing === undefined ? [chat(2, true)] : []),
];

const references = (frame_bytes: number): Competitor[] => [
  reference("joined", frame_bytes),
  reference("joined", small_frame_bytes),
  reference("each", frame_bytes),
  bunReference(frame_bytes),
];

async function rowOf(
  competitor: Competitor,
  sockets: number,
  { seconds }: BenchOptions,
  failures: string[],
): Promise<Row> {
  const { name, program } = competitor;
  if (!isInstalled(competitor)) return { name, absent: `not installed: apt-get install ${program}` };
  progress(`fan-out: ${name}, ${sockets} sockets`);
  // Of 10,000 sockets 64 under way from each of ten senders would be more than the kernel lends to sockets.
  const window = sockets > 2_000 ? 8 : 64;
  try {
    const [saturated, modest] = await measure(competitor, oneRoom(sockets), [
      { window, warm_s: 2, seconds },
      { rate: 20, warm_s: 3, seconds },
    ]);
    if (saturated === undefined || modest === undefined) throw new Error("not measured");
    return { name, saturated, modest };
  } catch (error) {
    failures.push(`fan-out, ${name}, ${sockets} sockets: ${messageOf(error)}`);
    return { name, absent: "failed" };
  }
}

const ourFrameBytes = (rows: readonly Row[]): number =>
  Math.round(
    rows.find((row) => row.name === "chat, protocol 2")?.modest?.bytes_per_delivery ?? usual_frame_bytes,
  );

function saturatedTable(rows: readonly Row[], sockets: number): Table {
  const limits = rows.filter(({ name }) => name.startsWith("C, joined"));
  const limit = ({ saturated }: Row, which: number) =>
    (saturated?.cpu_per_million ?? NaN) / (limits[which]?.saturated?.cpu_per_million ?? NaN);
  return loadTable(`Fan-out to ${sockets.toLocaleString("en")} sockets, saturated`, rows, "saturated", [
    ["× limit, our size", (row) => limit(row, 0)],
    ["× limit, small", (row) => limit(row, 1)],
    ["deliveries/s", ({ saturated }) => saturated && saturated.deliveries / saturated.seconds],
    ["messages/s", ({ saturated }) => saturated && saturated.messages / saturated.seconds],
  ]);
}

function modestTable(rows: readonly Row[], sockets: number): Table {
  const one_write_each = rows.find(({ name }) => name.startsWith("C, one write"));
  const each = ({ modest }: Row) =>
    (modest?.cpu_per_million ?? NaN) / (one_write_each?.modest?.cpu_per_million ?? NaN);
  const title = `Fan-out to ${sockets.toLocaleString("en")} sockets, 20 messages a second`;
  return loadTable(title, rows, "modest", [["× one write each", each]]);
}

/** What both tables have, and between them the columns of one. */
function loadTable(
  title: string,
  rows: readonly Row[],
  load: "saturated" | "modest",
  own: readonly Column<Row>[],
): Table {
  const columns: Column<Row>[] = [
    ["server", ({ name }) => name],
    ["CPU s per million", (row) => row.absent ?? row[load]?.cpu_per_million],
    ...own,
    ["p50 ms", (row) => row[load]?.p50_ms],
    ["p99 ms", (row) => row[load]?.p99_ms],
    ["bytes each", (row) => row[load]?.bytes_per_delivery],
    ["server busy", (row) => row[load] && percent(row[load].server_busy)],
    ["generator busy", (row) => row[load] && percent(row[load].generator_busy)],
    ["others busy", (row) => row[load] && percent(row[load].others_busy)],
  ];
  return tableOf(title, columns, rows);
}

if (import.meta.main) await runAlone(fanOut);
