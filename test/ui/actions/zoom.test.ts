import { expect, test } from "bun:test";

import { zoom_choices, zoomAfter } from "../../../ui/actions/zoom.ts";

test("plus and minus go through all sizes and stop at the ends; zero is as it was", () => {
  const up = zoom_choices.map((now) => zoomAfter("+", now));
  expect(up).toEqual(["90", "100", "110", "125", "150", "175", "200", "200"]);
  expect(zoom_choices.map((now) => zoomAfter("-", now))).toEqual([
    "80",
    "80",
    "90",
    "100",
    "110",
    "125",
    "150",
    "175",
  ]);
  expect([zoomAfter("=", "100"), zoomAfter("0", "175"), zoomAfter("k", "100")]).toEqual([
    "110",
    "100",
    undefined,
  ]);
});
