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

/** The last table of every title: a part may be measured again alone, and a run may stop half-way. */
export interface Results {
  tables: (Table & Kept & Environment)[];
}

const path = join(import.meta.dir, "..", "results", "last.json");

export async function readResults(): Promise<Results> {
  const file = Bun.file(path);
  return (await file.exists()) ? ((await file.json()) as Results) : { tables: [] };
}

export async function keep(environment: Environment, tables: readonly Table[], kept: Kept): Promise<void> {
  const titles = new Set(tables.map(({ title }) => title));
  const others = (await readResults()).tables.filter(({ title }) => !titles.has(title));
  // As they are shown: JSON has no number for what could not be measured.
  const fresh = tables.map((table) => ({
    ...table,
    rows: table.rows.map((row) => row.map(shown)),
    ...kept,
    ...environment,
  }));
  mkdirSync(dirname(path), { recursive: true });
  await Bun.write(path, `${JSON.stringify({ tables: [...others, ...fresh] }, undefined, 1)}\n`);
}
