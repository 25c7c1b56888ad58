import { expect, test } from "bun:test";

import * as fc from "fast-check";

import { FrameDecoder, FrameTooLarge, incomplete, malformed } from "../../src/protocol/frame.ts";
import { frameOf, headerOf } from "../support/frame-socket.ts";
import { invalid_utf8, odd_payloads, odd_texts } from "../support/fuzz/odd-texts.ts";
import { announced_lengths } from "../support/fuzz/plans.ts";

const bytes_max = 200_000;
const encoder = new TextEncoder();

const payload = fc.oneof(
  fc.json().map((text) => encoder.encode(text)),
  fc.constantFrom(...odd_payloads, ...invalid_utf8, ...odd_texts.map((text) => encoder.encode(text))),
  fc.uint8Array({ maxLength: 100 }),
);

/** What a reader who has the whole payload makes of it. */
function meaningOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return malformed;
  }
}

function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const sorted = places.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b);
  return [0, ...sorted].map((from, index) => bytes.slice(from, sorted[index] ?? bytes.length));
}

const long_payload = fc
  .integer({ min: 0, max: 30_000 })
  .map((count) => encoder.encode(JSON.stringify(Array.from({ length: count }, (_, at) => at))));

test.each([
  { what: "of any kind", payloads: fc.array(payload, { maxLength: 6 }), seed: 1, numRuns: 500 },
  { what: "that are long", payloads: fc.array(long_payload, { maxLength: 4 }), seed: 3, numRuns: 100 },
])(
  "however a stream is cut, the same payloads $what come out of it",
  ({ payloads, ...runs }) => {
    fc.assert(
      fc.property(payloads, fc.array(fc.nat(), { maxLength: 12 }), (wanted, places) => {
        const decoder = new FrameDecoder(bytes_max);
        const stream = Buffer.concat(wanted.map(frameOf));
        const read = cut(stream, places).flatMap((chunk) => [...decoder.read(chunk)]);
        expect(read).toEqual(wanted.map(meaningOf));
        expect(decoder.next()).toBe(incomplete);
      }),
      runs,
    );
  },
  30_000,
);

test("any bytes at all end in payloads, in waiting for more, or in a refusal", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 10 }), (chunks) => {
      const decoder = new FrameDecoder(bytes_max);
      try {
        for (const chunk of chunks) for (const each of decoder.read(chunk)) expect(each).not.toBe(incomplete);
      } catch (error) {
        expect(error).toBeInstanceOf(FrameTooLarge);
      }
    }),
    { seed: 2, numRuns: 2_000 },
  );
});

test.each([...announced_lengths])(
  "an announcement of %i bytes is taken or refused as it is",
  (length_bytes) => {
    for (const places of [[], [1], [2], [3], [1, 2, 3]]) {
      const decoder = new FrameDecoder(bytes_max);
      const read = () => cut(headerOf(length_bytes), places).flatMap((chunk) => [...decoder.read(chunk)]);
      if (length_bytes > bytes_max) expect(read).toThrow(`a frame of ${length_bytes} bytes was announced`);
      else expect(read()).toEqual([]);
    }
  },
);

test("what a payload calls __proto__ or constructor changes nothing but itself", () => {
  const payloads = odd_texts.filter((text) => /__proto__|constructor/.test(text));
  const read = [...new FrameDecoder(bytes_max).read(Buffer.concat(payloads.map((text) => frameOf(text))))];
  expect(read).toHaveLength(payloads.length);
  expect("admin" in {}).toBe(false);
});
