import { join } from "node:path";

import { type Part, tableText } from "./part.ts";
import type { Kept, KeptTable, Results } from "./results.ts";

export const performance_path = join(import.meta.dir, "..", "..", "docs", "PERFORMANCE.md");
const begin = "<!-- figures: written by bun run bench --write -->";
const end = "<!-- end of figures -->";

/** Writes the kept tables between the markers of docs/PERFORMANCE.md, each in the place of the one before; all others stay. */
export async function writePerformance(parts: readonly Part[], results: Results): Promise<void> {
  const text = await Bun.file(performance_path).text();
  const names = parts.map(({ name }) => name);
  const tables = results.tables.toSorted((a, b) => names.indexOf(a.part) - names.indexOf(b.part));
  await Bun.write(performance_path, between(text, withTables(figuresOf(text), tables)));
}

export function between(text: string, figures: string): string {
  const { from, to } = markersOf(text);
  return `${text.slice(0, from)}${begin}\n\n${figures}\n\n${text.slice(to)}`;
}

/** What stands between the markers. */
export function figuresOf(text: string): string {
  const { from, to } = markersOf(text);
  return text.slice(from + begin.length, to).trim();
}

function markersOf(text: string): { from: number; to: number } {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error("docs/PERFORMANCE.md has lost the markers around its figures");
  return { from, to };
}

/** The sections, each from its heading on, with these tables; new ones stand behind the others. */
export function withTables(figures: string, tables: readonly KeptTable[]): string {
  const sections = new Map(
    figures.split(/^(?=### )/m).map((section) => [headingOf(section), section.trim()] as const),
  );
  for (const table of tables) sections.set(`### ${table.title}`, sectionOf(table));
  return [...sections.values()].filter((section) => section !== "").join("\n\n");
}

const headingOf = (section: string): string => section.split("\n", 1)[0] ?? "";

/** The table, and below it of which run its rows are: the newest first. */
function sectionOf(table: KeptTable): string {
  const runs = [...Map.groupBy(table.kept.entries(), ([, kept]) => JSON.stringify(kept)).values()];
  const lines = runs
    .toSorted((a, b) => dateOf(b).localeCompare(dateOf(a)))
    .flatMap((run) => {
      const [[, kept] = []] = run;
      const names = run.map(([at]) => String(table.rows[at]?.[0] ?? ""));
      return kept === undefined ? [] : `${runs.length > 1 ? `${names.join("; ")}: ` : ""}${words(kept)}`;
    });
  return [tableText(table), ...lines].join("\n\n");
}

const dateOf = (run: readonly [number, Kept][]): string => run[0]?.[1].date ?? "";

const words = ({ date, command, machine, versions }: Kept): string =>
  `${date.slice(0, 16).replace("T", " ")} UTC, ${machine}; ${versions}: \`${command}\`.`;
