import { expect, test } from "bun:test";

import {
  encodeFrame,
  encodeFrames,
  FrameDecoder,
  FrameTooLarge,
  incomplete,
  malformed,
} from "../../src/protocol/frame.ts";

const values = [
  { type: "hello" },
  { text: "grüße 👋🏽 日本" },
  [],
  "x",
  0,
  null,
  { nested: { deep: [1, 2, 3] } },
];
const stream = Buffer.concat(values.map(encodeFrame));

const decodeAll = (decoder: FrameDecoder, chunks: Uint8Array[]) =>
  chunks.flatMap((chunk) => [...decoder.read(chunk)]);

test("a header is the payload's length in four bytes, the highest first", () => {
  expect([...encodeFrame("ab")]).toEqual([0, 0, 0, 4, 34, 97, 98, 34]);
});

test("frames of many are those of each, one after the other, whatever is in them", () => {
  const zeros = ["", "\0", "\0\0\0\0", { "\0": "\0\0\0\0\0" }];
  for (const many of [values, zeros, [...zeros, ...values], values.slice(1, 2), ["ä".repeat(70_000), 1]])
    expect(encodeFrames(many)).toEqual(new Uint8Array(Buffer.concat(many.map(encodeFrame))));
  expect(encodeFrames([])).toEqual(new Uint8Array());
});

test("frames come out whole wherever the stream is cut in two", () => {
  for (let cut = 0; cut <= stream.length; cut++) {
    const chunks = [stream.subarray(0, cut), stream.subarray(cut)];
    expect(decodeAll(new FrameDecoder(), chunks)).toEqual(values);
  }
});

test("frames come out whole when every byte comes alone", () => {
  const bytes = Array.from(stream, (_, index) => stream.subarray(index, index + 1));
  expect(decodeAll(new FrameDecoder(), bytes)).toEqual(values);
});

test("an announced length over the limit ends the decoding before its payload comes", () => {
  const header = Uint8Array.of(0, 0, 0, 11);
  expect(() => [...new FrameDecoder(10).read(header)]).toThrow(FrameTooLarge);
  expect([...new FrameDecoder(11).read(header)]).toEqual([]);
});

test("the limit is read anew for each frame", () => {
  const decoder = new FrameDecoder(4);
  const long = encodeFrame("longer than four");
  const frames = decoder.read(Buffer.concat([encodeFrame(1), long]));
  expect(frames.next().value).toBe(1);
  decoder.bytes_max = 100;
  expect(frames.next().value).toBe("longer than four");
});

test("so is it wherever the stream is cut", () => {
  const stream_of_three = Buffer.concat([1, "longer than four", 2].map(encodeFrame));
  for (let cut = 0; cut <= stream_of_three.length; cut++) {
    const decoder = new FrameDecoder(4);
    const read: unknown[] = [];
    const readOn = () => {
      for (let value = decoder.next(); value !== incomplete; value = decoder.next()) read.push(value);
    };
    for (const chunk of [stream_of_three.subarray(0, cut), stream_of_three.subarray(cut)]) {
      decoder.push(chunk);
      try {
        readOn();
      } catch (error) {
        read.push(error);
        decoder.bytes_max = 100;
        readOn();
      }
    }
    expect(read).toEqual([1, new FrameTooLarge(18), "longer than four", 2]);
  }
});

test("a payload that is no JSON or no UTF-8 is malformed, and the next frame is read", () => {
  const frame = (payload: number[]) => Uint8Array.of(0, 0, 0, payload.length, ...payload);
  const broken = [frame([]), frame([123]), frame([34, 0xff, 34]), frame([0xc3])];
  const all = Buffer.concat([...broken, encodeFrame("next")]);
  expect([...new FrameDecoder().read(all)]).toEqual([malformed, malformed, malformed, malformed, "next"]);
});

test("what is over the protocol's limit cannot be encoded", () => {
  expect(() => encodeFrame("x".repeat(1_048_575))).toThrow(RangeError);
  expect(encodeFrame("x".repeat(1_048_574)).length).toBe(1_048_580);
});
