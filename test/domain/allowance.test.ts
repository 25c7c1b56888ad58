import { expect, test } from "bun:test";

import { Allowance } from "../../src/domain/allowance.ts";

const now_ms = 1_000_000;

test("so many at once, then one each time a share of the period has passed", () => {
  const allowance = new Allowance<string>(5, 1_000);
  for (let count = 0; count < 5; count++) expect(allowance.take("ana", now_ms)).toBe(0);
  expect(allowance.take("ana", now_ms)).toBe(200);
  expect(allowance.take("ana", now_ms + 199)).toBe(1);
  expect(allowance.take("ana", now_ms + 200)).toBe(0);
  expect(allowance.take("ana", now_ms + 200)).toBe(200);
  expect(allowance.take("ben", now_ms)).toBe(0);
});

test("who waits as told is let through, whatever the numbers", () => {
  for (const [per_period, period_ms] of [
    [3, 1_000],
    [7, 60_000],
    [300, 60_000],
    [60, 3_600_000],
  ] as const) {
    const allowance = new Allowance<number>(per_period, period_ms);
    let time_ms = now_ms;
    for (let count = 0; count < 3 * per_period; count++) {
      time_ms += allowance.take(1, time_ms);
      if (count >= per_period) expect(allowance.take(1, time_ms)).toBe(0);
    }
  }
});

test("no limit lets all through and remembers nobody", () => {
  const allowance = new Allowance<string>(0, 1_000);
  for (let count = 0; count < 1_000; count++) expect(allowance.take("ana", now_ms)).toBe(0);
  expect(allowance.size).toBe(0);
});

test("a clock that was set back locks nobody out", () => {
  const allowance = new Allowance<string>(2, 1_000);
  allowance.take("ana", now_ms);
  allowance.take("ana", now_ms);
  expect(allowance.take("ana", now_ms - 3_600_000)).toBe(500);
});

test("never more keys than allowed: the one unused for longest goes", () => {
  const allowance = new Allowance<string>(1, 1_000, 3);
  for (const key of ["a", "b", "c", "d"]) allowance.take(key, now_ms);
  expect(allowance.size).toBe(3);
  expect(allowance.take("d", now_ms)).toBeGreaterThan(0);
  expect(allowance.take("a", now_ms)).toBe(0);
});

test("sweeping forgets nothing that still counts", () => {
  const allowance = new Allowance<string>(2, 1_000);
  allowance.take("ana", now_ms);
  allowance.take("ben", now_ms + 400);
  allowance.sweep(now_ms + 600);
  expect(allowance.size).toBe(1);
  allowance.sweep(now_ms + 900);
  expect(allowance.size).toBe(0);
});
