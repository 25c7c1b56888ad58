import { type BenchOptions, isAskedFor, optionsOrExit } from "./options.ts";
import { type Competitor, isInstalled } from "./subject.ts";
import { type Cell, cellsOf, type Column, markdownTable, titlesOf } from "./table.ts";

/** One table of figures. */
export interface Table {
  title: string;
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
  notes?: readonly string[];
}

export interface PartResult {
  tables: readonly Table[];
  /** What could not be measured, and why. Not installed is no failure. */
  failures: readonly string[];
}

export interface Part {
  name: string;
  run: (options: BenchOptions) => Promise<PartResult>;
}

/** The figures of all that are installed and asked for; what fails is told and left out. */
export async function ofEach<Row>(
  title: string,
  competitors: readonly Competitor[],
  { peers }: BenchOptions,
  failures: string[],
  rowOf: (competitor: Competitor) => Promise<Row>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const competitor of competitors) {
    if (!isAskedFor(peers, competitor.name.toLowerCase()) || !isInstalled(competitor)) continue;
    progress(`${title}: ${competitor.name}`);
    try {
      rows.push(await rowOf(competitor));
    } catch (error) {
      failures.push(`${title}, ${competitor.name}: ${messageOf(error)}`);
    }
  }
  return rows;
}

export function tableOf<Row>(
  title: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  notes: readonly string[] = [],
): Table {
  return { title, columns: titlesOf(columns), rows: rows.map((row) => cellsOf(columns, row)), notes };
}

/** For a part that is started alone. */
export async function runAlone(part: Part): Promise<never> {
  const { tables, failures } = await part.run(optionsOrExit());
  for (const table of tables) console.log(`\n${tableText(table)}`);
  for (const failure of failures) console.error(`failed: ${failure}`);
  process.exit(failures.length > 0 ? 1 : 0);
}

export const tableText = ({ title, columns, rows, notes = [] }: Table): string =>
  [`### ${title}`, markdownTable(columns, rows), ...notes].join("\n\n");

/** Says on standard error what is going on, so that the tables can be piped. */
export const progress = (line: string): void =>
  console.error(`${new Date().toTimeString().slice(0, 8)} ${line}`);

export const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).trim();
