import { expect, test } from "bun:test";

import { encodeFrame, FrameDecoder } from "../../src/protocol/frame.ts";
import { Run } from "../../src/transport/run.ts";

const [a, b, c] = ["a", "b", "c"].map(encodeFrame) as [Uint8Array, Uint8Array, Uint8Array];
const large = encodeFrame("x".repeat(20_000));
const decode = ({ buffers }: Run) => [...new FrameDecoder().read(Buffer.concat(buffers))];

test("who gets the same frames in the same order gets the same buffer", () => {
  const start = Run.start();
  const [one, other] = [1, 2].map(() => start.and(a).and(b)) as [Run, Run];
  expect(one).toBe(other);
  expect(one.buffers).toHaveLength(1);
  expect(one.buffers).toBe(other.buffers);
  expect(decode(one)).toEqual(["a", "b"]);
});

test("runs that part are each whole", () => {
  const shared = Run.start().and(a);
  const [left, right] = [shared.and(b).and(c), shared.and(c).and(b)];
  expect(decode(left)).toEqual(["a", "b", "c"]);
  expect(decode(right)).toEqual(["a", "c", "b"]);
  expect([shared.byte_length, left.byte_length]).toEqual([a.length, a.length + b.length + c.length]);
});

test("the same frame twice is sent twice", () => {
  expect(decode(Run.start().and(a).and(a))).toEqual(["a", "a"]);
});

test("what is large is not copied, in its place between what is joined", () => {
  const run = Run.start().and(a).and(b).and(large).and(c);
  expect(run.buffers).toHaveLength(3);
  expect(run.buffers[1]).toBe(large);
  expect(decode(run)).toEqual(["a", "b", "x".repeat(20_000), "c"]);
});

test("a single frame is not copied, and no frame is no byte", () => {
  expect(Run.start().and(a).buffers[0]).toBe(a);
  expect(Run.start().byte_length).toBe(0);
});
