import { join } from "node:path";

import type { Table } from "./part.ts";
import type { Results } from "./results.ts";

export const chart_path = join(import.meta.dir, "..", "..", "docs", "pictures", "fan-out.svg");
export const chart_title = "Fan-out to 1,000 sockets, saturated";
const column = "CPU s per million";

const width = 760;
const bars_left = 210;
const bars_right = 690;
const row_height = 30;
const top = 44;

interface Bar {
  name: string;
  value: number;
}

/** Draws what a million deliveries cost each server, on a logarithmic scale. Without figures nothing is drawn. */
export async function drawFanOut({ tables }: Results): Promise<boolean> {
  const table = tables.find((table) => table.title === chart_title);
  const date = table?.kept[0]?.date.slice(0, 10);
  const bars = table === undefined ? [] : barsOf(table);
  if (bars.length === 0 || date === undefined) return false;
  await Bun.write(chart_path, svgOf(bars, date));
  return true;
}

/** Of the servers that have a figure, the cheapest first. */
export function barsOf({ columns, rows }: Pick<Table, "columns" | "rows">): Bar[] {
  const at = columns.indexOf(column);
  return rows
    .map((row) => ({ name: String(row[0]), value: Number(row[at]) }))
    .filter(({ value }) => value > 0)
    .toSorted((a, b) => a.value - b.value);
}

/** In greys and two colours that can be read on dark and on light. */
export function svgOf(bars: readonly Bar[], date: string): string {
  const values = bars.map(({ value }) => value);
  const low = Math.floor(Math.log10(Math.min(...values) / 1.5));
  const high = Math.ceil(Math.log10(Math.max(...values)));
  const x = (value: number) =>
    bars_left + ((Math.log10(value) - low) / (high - low)) * (bars_right - bars_left);
  const bottom = top + bars.length * row_height;
  const powers = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom + 30}" font-family="sans-serif" font-size="13" fill="#808890">`,
    `<title>CPU seconds of the server for a million deliveries to 1,000 sockets, saturated</title>`,
    `<text x="12" y="20">CPU seconds for a million deliveries, 1,000 sockets, saturated (logarithmic; less is better; ${date})</text>`,
    ...powers.map((power) => tick(x(power), power, bottom)),
    ...bars.map((bar, row) => barOf(bar, top + row * row_height, x(bar.value))),
    "</svg>\n",
  ].join("\n");
}

const tick = (x: number, power: number, bottom: number): string =>
  `<path d="M${x.toFixed(1)} ${top - 8}V${bottom}" stroke="#808890" stroke-opacity="0.35"/>` +
  `<text x="${x.toFixed(1)}" y="${bottom + 18}" text-anchor="middle">${Number(power.toPrecision(1))}</text>`;

function barOf({ name, value }: Bar, y: number, end: number): string {
  const is_ours = name.startsWith("chat");
  const colour = is_ours ? "#2f8f5b" : "#8a93a0";
  const weight = is_ours ? ` font-weight="bold"` : "";
  return (
    `<text x="${bars_left - 8}" y="${y + 15}" text-anchor="end"${weight}>${escaped(name)}</text>` +
    `<rect x="${bars_left}" y="${y}" width="${(end - bars_left).toFixed(1)}" height="20" rx="3" fill="${colour}"/>` +
    `<text x="${(end + 6).toFixed(1)}" y="${y + 15}"${weight}>${value.toPrecision(2)}</text>`
  );
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
