import { expect, test } from "bun:test";

import { Pieces } from "../../src/protocol/pieces.ts";

const kept_bytes = 16_384;

/** Which of these parts, each in memory of its own, are held uncopied, seen by what is changed in them afterwards. */
function keptOf(parts: readonly Uint8Array[]): boolean[] {
  const pieces = new Pieces(parts.reduce((bytes, part) => bytes + part.length, 0));
  for (const part of parts) expect(pieces.take(part, 0)).toBe(part.length);
  for (const part of parts) part[0] = 1;
  const joined = pieces.joined();
  let at = 0;
  return parts.map((part) => {
    const [first] = joined.subarray(at);
    at += part.length;
    return first === 1;
  });
}

test("long parts are not copied, short ones are", () => {
  const parts = [1, kept_bytes, kept_bytes - 1, 5, 3 * kept_bytes].map((bytes) => new Uint8Array(bytes));
  expect(keptOf(parts)).toEqual([false, true, false, false, true]);
});

test("a part is copied that would keep more than itself in memory", () => {
  const chunk = new Uint8Array(5 * kept_bytes);
  expect(keptOf([chunk.subarray(0, 2 * kept_bytes), chunk.subarray(2 * kept_bytes)])).toEqual([false, true]);
});

test("no more is taken than was announced", () => {
  const pieces = new Pieces(10);
  expect(pieces.take(Uint8Array.of(9, 1, 2, 3), 1)).toBe(3);
  expect(pieces.is_whole).toBe(false);
  expect(pieces.take(new Uint8Array(20).fill(4), 0)).toBe(7);
  expect(pieces.is_whole).toBe(true);
  expect([...pieces.joined()]).toEqual([1, 2, 3, 4, 4, 4, 4, 4, 4, 4]);
});
