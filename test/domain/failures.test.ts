import { expect, test } from "bun:test";

import { Failures } from "../../src/domain/failures.ts";

const options = { free: 2, wait_ms: 1_000, wait_ms_max: 4_000, forget_ms: 10_000, keys_max: 3 };

test("a clock that was set back makes no wait longer", () => {
  const failures = new Failures(options);
  for (let count = 0; count < 3; count++) failures.add("a", 50_000);
  expect(failures.waitFor("a", 50_000)).toBe(2_000);
  expect(failures.waitFor("a", 10_000)).toBe(2_000);
});

test("never more keys than allowed, and none that is over", () => {
  const failures = new Failures(options);
  for (const [index, key] of ["a", "b", "c", "d"].entries()) failures.add(key, index);
  expect(failures.size).toBe(3);
  failures.sweep(10_002);
  expect(failures.size).toBe(1);
  failures.takeBack("d");
  expect(failures.size).toBe(0);
});
