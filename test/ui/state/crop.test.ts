import { expect, test } from "bun:test";

import { movedBy, wholeCrop, zoomedTo, zoomOf } from "../../../ui/state/crop.ts";

const wide = { width: 600, height: 300 };
const whole = wholeCrop(wide);

test("at first it is the largest square, in the middle", () => {
  expect(whole).toEqual({ x: 300, y: 150, side: 300 });
  expect(wholeCrop({ width: 100, height: 400 })).toEqual({ x: 50, y: 200, side: 100 });
});

test("it never leaves the picture, however far it is moved", () => {
  expect(movedBy(wide, whole, 1_000, 1_000)).toEqual({ x: 450, y: 150, side: 300 });
  const small = zoomedTo(wide, whole, 4);
  expect(movedBy(wide, small, -1_000, -1_000)).toEqual({ x: 37.5, y: 37.5, side: 75 });
});

test("zooming keeps what lies under the pointer, within bounds", () => {
  const corner = zoomedTo(wide, whole, 2, { x: -0.5, y: -0.5 });
  expect(corner).toEqual({ x: 225, y: 75, side: 150 });
  expect(zoomOf(wide, zoomedTo(wide, whole, 100))).toBe(8);
  expect(zoomedTo(wide, corner, 0.1, { x: -0.5, y: -0.5 })).toEqual({ x: 300, y: 150, side: 300 });
});
