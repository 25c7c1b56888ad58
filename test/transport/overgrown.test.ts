import { expect, test } from "bun:test";

import { FrameTooLarge, malformed } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import { PacedFrames } from "../../src/transport/paced-frames.ts";
import { frameOf } from "../support/frame-socket.ts";

/** What becomes of a payload that waits for nothing, when it comes in this many parts. */
function read(payload: string, parts = 1, is_guest = false): unknown {
  const frames = new PacedFrames(
    { reading: () => undefined, gathers: () => true },
    { pump() {}, account: 1 },
  );
  frames.is_guest = is_guest;
  const frame = frameOf(payload);
  const bytes = Math.ceil(frame.length / parts);
  for (let part = 0; part < parts; part++) frames.push(frame.slice(part * bytes, (part + 1) * bytes));
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

test("nor is it when it comes in parts", () => {
  const payload = many(nested_bytes_max + 1, nested_values_max + 3);
  expect(read(payload, 3)).toBe(malformed);
});

test.each([
  { what: "a number", text: '{"id":1,"type":"ping","body":{"999":0}}' },
  { what: "a number behind other fields, with room around it", text: '{"x":["9",{"y":"9"}] , "999" \n : 0}' },
  { what: "a number written as an escape", text: String.raw`[{"\u0039":0}]` },
])("what has a field named $what is not parsed, however short", ({ text }) => {
  expect(read(text)).toBe(malformed);
});

test.each([
  { what: "texts that are numbers", text: '{"x":"999","y":["9","8"],"z":[{"a":"9"},"9"]}' },
  { what: "names with a number in them", text: '{"a9":{"_1":0}}' },
  { what: "such names within texts", text: String.raw`{"x":"{\"9\":0}","y":"\\","z":"\\\"9\":"}` },
])("what has $what is parsed", ({ text }) => {
  expect(read(text)).toEqual(JSON.parse(text));
});

test("where a text ends is seen, however long it is and whatever it has of quotes and backslashes", () => {
  for (let length = 50; length < 80; length++)
    for (let backslashes = 0; backslashes < 5; backslashes++) {
      const text = "x".repeat(length) + "\\".repeat(backslashes) + '":{"9":0}';
      expect(read(JSON.stringify({ text, more: text }))).toEqual({ text, more: text });
      expect(read(`{"text":${JSON.stringify(text)},"9":0}`)).toBe(malformed);
    }
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

test("who has not logged in says nothing with more than a hundred values", () => {
  const body = (values: number) => `{"id":1,"type":"ping","body":[${"0,".repeat(values - 4)}0]}`;
  expect(read(body(100), 1, true)).not.toBe(malformed);
  expect(() => read(body(101), 1, true)).toThrow(FrameTooLarge);
  expect(read(body(101))).not.toBe(malformed);
});
