import { expect, test } from "bun:test";

import { zoom_choices, zoomAfter } from "../../../ui/actions/zoom.ts";

test("plus and minus go through all sizes and stop at the ends; zero is as it was", () => {
  const sizes = ["80", "90", "100", "110", "125", "150", "200"] as const;
  expect(zoom_choices).toEqual([...sizes]);
  expect(sizes.map((now) => zoomAfter("+", now))).toEqual([...sizes.slice(1), "200"]);
  expect(sizes.map((now) => zoomAfter("-", now))).toEqual(["80", ...sizes.slice(0, -1)]);
  const others = [zoomAfter("=", "100"), zoomAfter("0", "150"), zoomAfter("k", "100")];
  expect(others).toEqual(["110", "100", undefined]);
});
