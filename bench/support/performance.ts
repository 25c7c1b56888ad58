import { join } from "node:path";

import { type Part, tableText } from "./part.ts";
import type { Results } from "./results.ts";

const path = join(import.meta.dir, "..", "..", "docs", "PERFORMANCE.md");
const begin = "<!-- figures: written by bun run bench --write -->";
const end = "<!-- end of figures -->";

/** Writes the kept tables, in the order of the parts, between the markers of docs/PERFORMANCE.md. */
export async function writePerformance(parts: readonly Part[], results: Results): Promise<void> {
  const text = await Bun.file(path).text();
  await Bun.write(path, between(text, figuresText(parts, results)));
}

export function between(text: string, figures: string): string {
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error("docs/PERFORMANCE.md has lost the markers around its figures");
  return `${text.slice(0, from)}${begin}\n\n${figures}\n\n${text.slice(to)}`;
}

function figuresText(parts: readonly Part[], { tables }: Results): string {
  const sections = parts.flatMap(({ name }) =>
    tables
      .filter(({ part }) => part === name)
      .map(
        (table) =>
          `${tableText(table)}\n\n${table.date.slice(0, 16).replace("T", " ")} UTC, \`${table.command}\`.`,
      ),
  );
  const machines = new Set(tables.map(({ machine }) => machine));
  const versions = new Set(tables.map(({ versions }) => versions));
  return [
    `Machine: ${[...machines].join("; ")}.`,
    `Versions: ${[...versions].join("; ")}.`,
    ...sections,
  ].join("\n\n");
}
