import { expect, test } from "bun:test";

import { isReachable } from "../../src/client/window-place.ts";

const left = { x: 0, y: 0, width: 1_920, height: 1_080 };
const right = { x: 1_920, y: 200, width: 1_280, height: 1_024 };

test.each([
  ["in the middle", { x: 300, y: 200 }, true],
  ["half over the left edge", { x: -500, y: 200 }, true],
  ["all but gone over the left edge", { x: -1_050, y: 200 }, false],
  ["above all screens", { x: 300, y: -40 }, false],
  ["below all screens", { x: 300, y: 1_070 }, false],
  ["on the second screen", { x: 2_000, y: 300 }, true],
  ["above the second screen, beside the first", { x: 2_000, y: 100 }, false],
  ["far away", { x: 9_000, y: 300 }, false],
])("%s", (_where, place, reachable) => {
  expect(isReachable(place, 1_100, [left, right])).toBe(reachable);
});

test("without the second screen what was there is not", () => {
  expect(isReachable({ x: 2_000, y: 300 }, 1_100, [left])).toBe(false);
});
