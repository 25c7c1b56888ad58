import { expect, test } from "bun:test";

import { malformed } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import { PacedFrames } from "../../src/transport/paced-frames.ts";
import { frameOf } from "../support/frame-socket.ts";

/** What becomes of a payload that waits for nothing. */
function read(payload: string): unknown {
  const frames = new PacedFrames({ reading: () => undefined }, { pump() {}, account: 1 });
  frames.is_guest = false;
  frames.push(frameOf(payload));
  return frames.next();
}

/** So long, with so many arrays and objects within one another. */
function nested(bytes: number, depth: number): string {
  const [first, last] = ['{"x":['.repeat(depth / 2), "]}".repeat(depth / 2)];
  return `${first}"${"x".repeat(bytes - first.length - last.length - 2)}"${last}`;
}

/** So long, with so many values in arrays and objects. */
function many(bytes: number, values: number): string {
  const first = `{"x":[${'{"":[]},'.repeat(values / 3)}"`;
  return `${first}${"x".repeat(bytes - first.length - 3)}"]}`;
}

const { nested_bytes_max, nesting_max, nested_values_max } = limits;

test("what is long and nested deeper than any request is not parsed", () => {
  expect(read(nested(nested_bytes_max + 1, nesting_max + 2))).toBe(malformed);
});

test("nor is what is long and of more values", () => {
  expect(read(many(nested_bytes_max + 1, nested_values_max + 3))).toBe(malformed);
});

test.each([
  { what: "of as many values, but no longer", text: many(nested_bytes_max, nested_values_max + 3) },
  { what: "as long, but of no more values", text: many(nested_bytes_max + 1, nested_values_max - 3) },
  { what: "as deep, but no longer", text: nested(nested_bytes_max, nesting_max + 2) },
  { what: "as long, but no deeper", text: nested(nested_bytes_max + 1, nesting_max) },
  {
    what: "of brackets and commas in texts",
    text: JSON.stringify(Array.from({ length: 10_000 }, () => `\\"[[{,\\`.repeat(9))),
  },
])("a payload $what is parsed", ({ text }) => {
  expect(read(text)).toEqual(JSON.parse(text));
});
