import { describe, expect, test } from "bun:test";

import { RowWindow } from "../../../ui/components/row-window.ts";
import type { Row } from "../../../ui/state/rows.ts";

const row_px = 50;
const view_px = 500;
const rowsOf = (from: number, to: number): Row[] =>
  Array.from({ length: to - from }, (_, at) => ({ type: "day", key: `d${from + at}`, at_ms: 0 }));

function windowOf(rows: readonly Row[]): RowWindow {
  const made = new RowWindow(view_px);
  for (const { key } of rows) made.measured(key, row_px);
  return made;
}

describe("the window", () => {
  test("at the end reaches from the last row to 800 pixels above the view", () => {
    expect(windowOf(rowsOf(0, 200)).show(rowsOf(0, 200), false)).toEqual({ from: 174, to: 200 });
  });

  test("goes with its anchor when rows come before it", () => {
    const made = windowOf(rowsOf(-50, 200));
    made.anchor = { key: "d100", offset_px: 0 };
    const before = made.show(rowsOf(0, 200), false);
    const after = made.show(rowsOf(-50, 200), false);
    expect(before).toEqual({ from: 84, to: 126 });
    expect(after).toEqual({ from: before.from + 50, to: before.to + 50 });
  });

  test("is at the end when its anchor is gone", () => {
    const made = windowOf(rowsOf(0, 200));
    made.anchor = { key: "gone", offset_px: 0 };
    expect(made.show(rowsOf(0, 200), false).to).toBe(200);
  });

  test("keeps what was drawn while something in it is selected", () => {
    const made = windowOf(rowsOf(0, 200));
    made.show(rowsOf(0, 200), false);
    made.anchor = { key: "d20", offset_px: 0 };
    expect(made.show(rowsOf(0, 200), true)).toEqual({ from: 4, to: 200 });
  });

  test("is short when little is left beyond the view, and not before", () => {
    const made = windowOf(rowsOf(0, 200));
    made.anchor = { key: "d100", offset_px: 0 };
    made.show(rowsOf(0, 200), false);
    made.anchor = { key: "d92", offset_px: 0 };
    expect(made.isShort()).toBe(false);
    made.anchor = { key: "d88", offset_px: 0 };
    expect(made.isShort()).toBe(true);
  });

  test("finds the row at a place where nothing is drawn", () => {
    const made = windowOf(rowsOf(0, 200));
    made.show(rowsOf(0, 200), false);
    expect(made.above(174, 1_020)).toEqual({ key: "d153", distance_px: 1_050 });
    expect(made.above(2, 1_000)).toEqual({ key: "d0", distance_px: 100 });
    expect(made.below(10, 120)).toEqual({ key: "d12", distance_px: 100 });
  });
});
