import { type BenchOptions, optionsOrExit } from "./options.ts";
import { type Cell, markdownTable } from "./table.ts";

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
