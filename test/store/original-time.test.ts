import { expect, test } from "bun:test";

import { originalTimeMs } from "../../src/store/sqlite/original/time.ts";

const noon = Date.UTC(2024, 1, 29, 12, 30, 15);

for (const [value, expected] of [
  ["2024-02-29 12:30:15", noon],
  ["2024-02-29T12:30:15", noon],
  [" 2024-02-29 12:30:15 ", noon],
  ["2024-02-29T12:30:15Z", noon],
  ["2024-02-29T12:30:15.123456", noon + 123],
  ["2024-02-29T12:30:15.5+00:00", noon + 500],
  ["2024-02-29 14:30:15+02:00", noon],
  ["2024-02-29 07:00:15-0530", noon],
  ["2024-02-29T12:30", noon - 15_000],
  ["2024-02-29", Date.UTC(2024, 1, 29)],
  [noon, noon],
  [noon / 1000, noon],
  [String(noon / 1000), noon],
  [String(noon), noon],
] as const)
  test(`${JSON.stringify(value)} is a time`, () => expect(originalTimeMs(value)).toBe(expected));

for (const value of [
  null,
  undefined,
  "",
  "now",
  "yesterday",
  "29.02.2024",
  "2023-02-29 12:00:00",
  "2024-13-01 00:00:00",
  "2024-01-01 24:00:00",
  "2024-01-01 12:60:00",
  "0000-00-00 00:00:00",
  "1969-12-31 23:59:59",
  "12",
  -5,
  0,
  Number.NaN,
  1e300,
  new Uint8Array(3),
])
  test(`${String(value)} is none`, () => expect(originalTimeMs(value)).toBeUndefined());
