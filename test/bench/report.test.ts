import { expect, test } from "bun:test";
import { join } from "node:path";

import { medianOf } from "../../bench/fan-out.ts";
import { barsOf, chart_path, chart_title, svgOf } from "../../bench/support/chart.ts";
import type { Figures } from "../../bench/support/measure.ts";
import { readOptions } from "../../bench/support/options.ts";
import { between, figuresOf, performance_path, withTables } from "../../bench/support/performance.ts";
import { type Kept, merged } from "../../bench/support/results.ts";
import { markdownTable } from "../../bench/support/table.ts";

const begin = "<!-- figures: written by bun run bench --write -->";
const end = "<!-- end of figures -->";

test("only what stands between the markers is replaced", () => {
  const page = `# Performance\n\n${begin}\nold\n${end}\n\nafter\n`;
  expect(between(page, "new")).toBe(`# Performance\n\n${begin}\n\nnew\n\n${end}\n\nafter\n`);
  expect(between(between(page, "one"), "two")).toBe(between(page, "two"));
});

test("a page without its markers is left alone", () => {
  expect(() => between("# Performance\n", "new")).toThrow("lost the markers");
  expect(() => between(`${end}\n${begin}\n`, "new")).toThrow("lost the markers");
});

test.each([
  [["--sockets", "many"], "--sockets takes numbers above 0, not many"],
  [["--seconds", "0"], "--seconds takes numbers above 0, not 0"],
  [["--rounds", "0"], "--rounds takes numbers above 0, not 0"],
  [["--rounds", "2.5"], "--rounds takes whole numbers, not 2.5"],
  [["--fast"], "--fast"],
])("options that make no sense are refused with words: %p", (words, message) => {
  expect(() => readOptions(words)).toThrow(message);
});

test.each(["fuzz.ts", "soak.ts", "all.ts"])(
  "bench/%s ends a wrong option with words and no stack",
  async (file) => {
    const command = [process.execPath, join(import.meta.dir, "..", "..", "bench", file), "--fast"];
    const bench = Bun.spawn(command, { stdout: "ignore", stderr: "pipe" });
    const said = await new Response(bench.stderr).text();
    expect(await bench.exited).toBe(2);
    expect(said).toStartWith("Unknown option '--fast'");
    expect(said).toContain("--minutes N");
    expect(said).not.toContain(" at ");
  },
);

test("quick is smaller unless something else is asked for", () => {
  expect(readOptions([]).sockets).toEqual([100, 1_000, 10_000]);
  expect(readOptions(["--quick"])).toMatchObject({ sockets: [1_000], seconds: 2 });
  expect(readOptions(["--quick", "--sockets", "7"]).sockets).toEqual([7]);
});

test("of several rounds the one in the middle counts, for each load by itself, and a failed one does not", () => {
  const load = (cpu_per_million: number) => ({ cpu_per_million }) as Figures;
  const row = (saturated: number, modest: number) => ({
    name: "one",
    saturated: load(saturated),
    modest: load(modest),
  });
  const failed = { name: "one", absent: "failed" };
  const rounds = [failed, row(0.3, 7), row(0.1, 9), row(0.2, 8)];
  expect(medianOf(rounds)).toEqual(row(0.2, 8));
  expect(medianOf([...rounds, row(0.4, 6)])).toEqual(row(0.2, 7));
  expect(medianOf([failed, failed])).toEqual(failed);
});

test("a table keeps three digits and shows nothing where there is no figure", () => {
  const rows = [["a", 0.123456, NaN, 1_234_567.8, undefined]];
  expect(markdownTable(["s", "t", "u", "v", "w"], rows).split("\n").at(-1)).toBe(
    "| a | 0.123 |  | 1,234,568 |  |",
  );
});

test("in the chart ten times as much is one step of the scale further", () => {
  const svg = svgOf(
    [
      { name: "one", value: 0.2 },
      { name: "<ten>", value: 2 },
      { name: "hundred", value: 20 },
    ],
    "2026-01-02",
  );
  const [one = 0, ten = 0, hundred = 0] = [...svg.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) =>
    Number(width),
  );
  expect(ten - one).toBeGreaterThan(50);
  expect(hundred - ten).toBeCloseTo(ten - one, 0);
  expect(svg).toContain("&lt;ten>");
});

/** The rows of a table in docs/PERFORMANCE.md, and the day of its newest run. */
async function publishedTable(title: string) {
  const figures = figuresOf(await Bun.file(performance_path).text());
  const section = figures.split(/^(?=### )/m).find((each) => each.startsWith(`### ${title}\n`)) ?? "";
  const [columns = [], , ...rows] = section
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) => line.slice(2, -2).split(" | "));
  return { columns, rows, date: /\b(\d{4}-\d\d-\d\d) \d\d:\d\d UTC/.exec(section)?.[1] ?? "" };
}

test("the picture in the README is drawn from the published table", async () => {
  const { columns, rows, date } = await publishedTable(chart_title);
  const bars = barsOf({ columns, rows });
  expect(bars.length).toBeGreaterThan(5);
  expect(await Bun.file(chart_path).text()).toBe(svgOf(bars, date));
});

const run = (date: string): Kept => ({
  date: `${date}T10:00:00Z`,
  command: "bench",
  machine: "m",
  versions: `v of ${date}`,
});
const table = (...rows: [string, number][]) => ({ title: "T", columns: ["server", "figure"], rows });

test("a server that is not measured again keeps its row, and the day of its run", () => {
  const before = [merged([], "part", table(["a", 1], ["b", 2]), run("2026-01-01"))];
  const now = merged(before, "part", table(["b", 3]), run("2026-01-02"));
  expect(now.rows).toEqual([
    ["b", "3"],
    ["a", "1"],
  ]);
  const text = withTables("### S\n\nstays\n\n### T\n\nold", [now]);
  expect(text).toStartWith("### S\n\nstays\n\n### T\n\n| server | figure |");
  expect(text).not.toContain("old");
  expect(text).toContain("b: 2026-01-02 10:00 UTC, m; v of 2026-01-02: `bench`.");
  expect(text).toContain("a: 2026-01-01 10:00 UTC, m; v of 2026-01-01: `bench`.");
  expect(withTables(text, [now])).toBe(text);
  const other_columns = { ...table(), columns: ["server", "other"], rows: [["b", 4]] };
  expect(merged([now], "part", other_columns, run("2026-01-03")).rows).toEqual([["b", "4"]]);
});
