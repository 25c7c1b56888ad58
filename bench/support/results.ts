import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";

import type { Environment } from "./environment.ts";
import type { Table } from "./part.ts";
import { shown } from "./table.ts";

/** What a row came of. */
export interface Kept extends Environment {
  date: string;
  command: string;
}

export interface KeptTable extends Table {
  part: string;
  /** Of each row, in order: servers that were not measured again keep theirs. */
  kept: readonly Kept[];
}

/** The last table of every title, and in it the last row of every server: either may be measured again alone. */
export interface Results {
  tables: KeptTable[];
}

const path = join(import.meta.dir, "..", "results", "tables.json");

export async function readResults(): Promise<Results> {
  const file = Bun.file(path);
  return (await file.exists()) ? ((await file.json()) as Results) : { tables: [] };
}

export async function keep(part: string, tables: readonly Table[], kept: Kept): Promise<void> {
  const { tables: before } = await readResults();
  const titles = new Set(tables.map(({ title }) => title));
  const others = before.filter(({ title }) => !titles.has(title));
  const fresh = tables.map((table) => merged(before, part, table, kept));
  mkdirSync(dirname(path), { recursive: true });
  await Bun.write(path, `${JSON.stringify({ tables: [...others, ...fresh] }, undefined, 1)}\n`);
}

/** Cells as they are shown: JSON has no number for what could not be measured. Servers not measured now stay. */
export function merged(before: readonly KeptTable[], part: string, table: Table, kept: Kept): KeptTable {
  const rows = table.rows.map((row) => row.map(shown));
  const names = new Set(rows.map(([name]) => name));
  const earlier = before.find(({ title }) => title === table.title);
  const stay = earlier?.columns.join() === table.columns.join() ? earlier : undefined;
  const others = (stay?.rows ?? []).flatMap((row, at) => {
    const came_of = stay?.kept[at];
    const cells = row.map(shown);
    return came_of === undefined || names.has(cells[0]) ? [] : [{ cells, came_of }];
  });
  return {
    ...table,
    part,
    rows: [...rows, ...others.map(({ cells }) => cells)],
    kept: [...rows.map(() => kept), ...others.map(({ came_of }) => came_of)],
  };
}
