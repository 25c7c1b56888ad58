import { expect, test } from "bun:test";

import { backoffDelay } from "../../../ui/link/backoff.ts";

test("the wait grows from one second to thirty and no further", () => {
  const longest = Array.from({ length: 8 }, (_, attempt) => backoffDelay(attempt, 1));
  expect(longest).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  expect(backoffDelay(5_000, 1)).toBe(30_000);
});

test("chance takes any part of it", () => {
  expect(backoffDelay(4, 0)).toBe(0);
  expect(backoffDelay(4, 0.25)).toBe(4_000);
});
