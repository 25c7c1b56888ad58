import { expect, test } from "bun:test";

import { encodeFrame, FrameDecoder } from "../../src/protocol/frame.ts";
import { Run } from "../../src/transport/run.ts";

const [a, b, c] = ["a", "b", "c"].map(encodeFrame) as [Uint8Array, Uint8Array, Uint8Array];
const decode = (bytes: Uint8Array) => [...new FrameDecoder().read(bytes)];

test("who gets the same frames in the same order gets the same buffer", () => {
  const start = Run.start();
  const [one, other] = [1, 2].map(() => start.and(a).and(b));
  expect(one).toBe(other as Run);
  expect(one?.bytes).toBe(other?.bytes as Uint8Array);
  expect(decode(one?.bytes ?? a)).toEqual(["a", "b"]);
});

test("runs that part are each whole", () => {
  const shared = Run.start().and(a);
  const [left, right] = [shared.and(b).and(c), shared.and(c).and(b)];
  expect(decode(left.bytes)).toEqual(["a", "b", "c"]);
  expect(decode(right.bytes)).toEqual(["a", "c", "b"]);
  expect([shared.byte_length, left.byte_length]).toEqual([a.length, a.length + b.length + c.length]);
});

test("the same frame twice is sent twice", () => {
  expect(decode(Run.start().and(a).and(a).bytes)).toEqual(["a", "a"]);
});

test("a single frame is not copied, and no frame is no byte", () => {
  expect(Run.start().and(a).bytes).toBe(a);
  expect(Run.start().bytes.length).toBe(0);
});
