import { expect, test } from "bun:test";

import { RateLimit } from "../../src/domain/rate-limit.ts";

const ana = 1;
const ben = 2;

test("five in any second, and the wait is until the oldest of them leaves the window", () => {
  const rate = new RateLimit(5, 1_000);
  for (const at_ms of [0, 100, 200, 300, 400]) expect(rate.take(ana, at_ms)).toBe(0);
  expect(rate.take(ana, 500)).toBe(500);
  expect(rate.take(ana, 999)).toBe(1);
  expect(rate.take(ana, 1_000)).toBe(0);
  expect(rate.take(ana, 1_001)).toBe(99);
});

test("what is refused does not count", () => {
  const rate = new RateLimit(1, 1_000);
  expect(rate.take(ana, 0)).toBe(0);
  for (let at_ms = 1; at_ms < 1_000; at_ms += 10) expect(rate.take(ana, at_ms)).toBeGreaterThan(0);
  expect(rate.take(ana, 1_000)).toBe(0);
});

test("each user has a window of their own", () => {
  const rate = new RateLimit(1, 1_000);
  expect(rate.take(ana, 0)).toBe(0);
  expect(rate.take(ben, 0)).toBe(0);
  expect(rate.take(ana, 0)).toBe(1_000);
});

test("0 is no limit", () => {
  const rate = new RateLimit(0, 1_000);
  for (let count = 0; count < 1_000; count++) expect(rate.take(ana, 0)).toBe(0);
});

test("a clock that was set back locks nobody out", () => {
  const rate = new RateLimit(1, 1_000);
  expect(rate.take(ana, 1_000_000)).toBe(0);
  expect(rate.take(ana, 5)).toBe(0);
});

test("in any second of a random hour there are never more than the limit", () => {
  const rate = new RateLimit(3, 1_000);
  const taken: number[] = [];
  let at_ms = 0;
  for (let count = 0; count < 5_000; count++) {
    at_ms += (count * 7_919) % 400;
    if (rate.take(ana, at_ms) === 0) taken.push(at_ms);
  }
  expect(taken.length).toBeGreaterThan(1_000);
  for (const [index, time_ms] of taken.entries()) {
    expect(time_ms - (taken[index - 3] ?? -Infinity)).toBeGreaterThanOrEqual(1_000);
  }
});
