/** A Markdown table; numbers keep three significant digits. */
export type Cell = string | number | undefined;

export function markdownTable(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [columns, columns.map(() => "---"), ...rows.map((row) => row.map(shown))];
  return lines.map((line) => `| ${line.join(" | ")} |`).join("\n");
}

/** A column: what stands above it, and what it shows of a row. */
export type Column<Row> = readonly [title: string, cell: (row: Row) => Cell];

export const titlesOf = <Row>(columns: readonly Column<Row>[]): string[] => columns.map(([title]) => title);

export const cellsOf = <Row>(columns: readonly Column<Row>[], row: Row): Cell[] =>
  columns.map(([, cell]) => cell(row));

export const percent = (part: number): string => `${(part * 100).toFixed(part < 0.1 ? 1 : 0)} %`;

export function shown(cell: Cell): string {
  if (cell === undefined || Number.isNaN(cell)) return "";
  if (typeof cell === "string") return cell;
  if (Math.abs(cell) >= 1_000) return Math.round(cell).toLocaleString("en");
  return Number.isInteger(cell) ? String(cell) : cell.toPrecision(cell >= 100 ? 3 : cell >= 0.01 ? 3 : 2);
}
