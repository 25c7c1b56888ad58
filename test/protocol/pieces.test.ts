import { heapStats } from "bun:jsc";
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

/** What JavaScript holds outside of its heap, in bytes. */
function outsideBytes(): number {
  Bun.gc(true);
  return heapStats().extraMemorySize;
}

/** What a payload holds of which these parts have come, in bytes, the parts themselves not counted. */
function heldBytes(...parts_bytes: readonly number[]): number {
  const parts = parts_bytes.map((bytes) => new Uint8Array(bytes));
  const before_bytes = outsideBytes();
  const all = Array.from({ length: 100 }, () => new Pieces(1_048_576));
  for (const pieces of all) for (const part of parts) pieces.take(part, 0);
  return (outsideBytes() - before_bytes) / all.length;
}

test("who announces a megabyte and sends a byte costs little, and so does who sends it byte by byte", () => {
  expect(heldBytes(1)).toBeLessThan(40_000);
  expect(heldBytes(...Array.from({ length: 20_000 }, () => 1))).toBeLessThan(120_000);
  // The long ones are the same memory for all.
  expect(heldBytes(...Array.from({ length: 60 }, (_, at) => (at % 2 === 0 ? 1 : kept_bytes)))).toBeLessThan(
    40_000,
  );
});
