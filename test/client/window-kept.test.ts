import { expect, test } from "bun:test";

import type { WindowSize } from "../../src/client/settings.ts";
import { SettledSize } from "../../src/client/window-kept.ts";

const size = (width: number, maximized = false) => ({ width, height: 700, maximized });
const place = { x: 40, y: 60 };

function keeping(before?: WindowSize) {
  const kept: WindowSize[] = [];
  return { kept, settled: new SettledSize((one) => kept.push(one), before) };
}

test("a window's size is kept once when it stands still, and not while an edge is dragged", () => {
  const { kept, settled } = keeping({ ...size(1_000), place });
  for (const width of [1_000, 1_000, 1_010, 1_020, 1_030, 1_040]) settled.look(size(width), place);
  expect(kept).toEqual([]);
  for (let looks = 0; looks < 5; looks++) settled.look(size(1_040), place);
  expect(kept).toEqual([{ ...size(1_040), place }]);
});

test("a place is kept as a size is; a window that fills the screen has the place from before", () => {
  const { kept, settled } = keeping();
  for (const x of [1, 2, 3, 3]) settled.look(size(1_000), { x, y: 5 });
  for (let looks = 0; looks < 3; looks++) settled.look(size(1_000, true), { x: 0, y: 0 });
  const there = { x: 3, y: 5 };
  expect(kept).toEqual([
    { ...size(1_000), place: there },
    { ...size(1_000, true), place: there },
  ]);
});

test("where nothing is told nothing is kept; at its end a window is kept as it is", () => {
  const { kept, settled } = keeping();
  for (let looks = 0; looks < 3; looks++) settled.look(undefined, undefined);
  settled.close(undefined, undefined);
  expect(kept).toEqual([]);
  settled.look(size(900), undefined);
  settled.close(size(901), undefined);
  expect(kept).toEqual([size(901)]);
});
