import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";

import type { Environment } from "./environment.ts";
import type { Table } from "./part.ts";
import { shown } from "./table.ts";

/** What a table came of. */
export interface Kept {
  part: string;
  date: string;
  command: string;
}

/** The last table of every title, and in it the last row of every server: either may be measured again alone. */
export interface Results {
  tables: (Table & Kept & Environment)[];
}

const path = join(import.meta.dir, "..", "results", "last.json");

export async function readResults(): Promise<Results> {
  const file = Bun.file(path);
  return (await file.exists()) ? ((await file.json()) as Results) : { tables: [] };
}

export async function keep(environment: Environment, tables: readonly Table[], kept: Kept): Promise<void> {
  const { tables: before } = await readResults();
  const titles = new Set(tables.map(({ title }) => title));
  const others = before.filter(({ title }) => !titles.has(title));
  const fresh = tables.map((table) => {
    const earlier = before.find(({ title }) => title === table.title);
    return { ...table, rows: merged(earlier, table), ...kept, ...environment };
  });
  mkdirSync(dirname(path), { recursive: true });
  await Bun.write(path, `${JSON.stringify({ tables: [...others, ...fresh] }, undefined, 1)}\n`);
}

/** Cells as they are shown: JSON has no number for what could not be measured. Servers not measured now stay. */
function merged(earlier: Table | undefined, { columns, rows }: Table): string[][] {
  const fresh = rows.map((row) => row.map(shown));
  if (earlier?.columns.join() !== columns.join()) return fresh;
  const names = new Set(fresh.map(([name]) => name));
  return [...fresh, ...earlier.rows.map((row) => row.map(shown)).filter(([name]) => !names.has(name ?? ""))];
}
