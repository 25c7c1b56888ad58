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

const { nested_bytes_max, nesting_max } = limits;

test("what is longer than any request and nested deeper is not parsed", () => {
  expect(read(nested(nested_bytes_max + 1, nesting_max + 2))).toBe(malformed);
});

test.each([
  { what: "as deep, but no longer", text: nested(nested_bytes_max, nesting_max + 2) },
  { what: "as long, but no deeper", text: nested(nested_bytes_max + 1, nesting_max) },
  {
    what: "of many things beside one another",
    text: JSON.stringify(Array.from({ length: 100_000 }, () => [{}])),
  },
  {
    what: "of brackets in texts",
    text: JSON.stringify(Array.from({ length: 10_000 }, () => `\\"[[{\\`.repeat(9))),
  },
])("a payload $what is parsed", ({ text }) => {
  expect(read(text)).toEqual(JSON.parse(text));
});
