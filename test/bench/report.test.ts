import { expect, test } from "bun:test";
import { join } from "node:path";

import { medianOf } from "../../bench/fan-out.ts";
import { svgOf } from "../../bench/support/chart.ts";
import type { Figures } from "../../bench/support/measure.ts";
import { readOptions } from "../../bench/support/options.ts";
import { between } from "../../bench/support/performance.ts";
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
  const svg = svgOf([
    { name: "one", value: 0.2 },
    { name: "<ten>", value: 2 },
    { name: "hundred", value: 20 },
  ]);
  const [one = 0, ten = 0, hundred = 0] = [...svg.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) =>
    Number(width),
  );
  expect(ten - one).toBeGreaterThan(50);
  expect(hundred - ten).toBeCloseTo(ten - one, 0);
  expect(svg).toContain("&lt;ten>");
});
