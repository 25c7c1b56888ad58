import { expect, test } from "bun:test";

import { limits } from "../../src/protocol/limits.ts";
import { recogniseMedia } from "../../src/system/media.ts";
import { pngHeader, someBytes } from "../support/files.ts";

/** Pixels of 3 by 2, made by real encoders. */
const pictures: Record<string, string> = {
  "image/gif": "R0lGODlhAwACAIAAAP8AAAAAACH5BAAAAAAALAAAAAADAAIAAAIChF8AOw==",
  "image/webp": "UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoDAAIAAgA0JaQAA3AA/vv9UAA=",
};

test.each(Object.entries(pictures))("%s has its width and height", (media_type, base64) => {
  const bytes = Uint8Array.fromBase64(base64);
  expect(recogniseMedia(bytes)).toEqual({ media_type, size: { width: 3, height: 2 } });
});

test("a jpeg held upright is told as it is shown", () => {
  const exif = [0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1];
  const entry = [1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
  const frame = [0xff, 0xc0, 0, 17, 8, 0, 20, 0, 30, 3, 1, 34, 0, 2, 17, 1, 3, 17, 1];
  const bytes = new Uint8Array([0xff, 0xd8, ...exif, ...entry, ...frame, 0xff, 0xd9, 0, 0]);
  expect(recogniseMedia(bytes)).toEqual({ media_type: "image/jpeg", size: { width: 20, height: 30 } });
});

test("more pixels than the limit are not to be shown", () => {
  const side = Math.floor(Math.sqrt(limits.image_pixels_max));
  expect(recogniseMedia(pngHeader(side, side)).size).toEqual({ width: side, height: side });
  expect(recogniseMedia(pngHeader(side + 1, side + 1)).size).toBeUndefined();
  expect(recogniseMedia(pngHeader(0xffffffff, 0xffffffff)).size).toBeUndefined();
});

/** An avif of 30 by 20 pixels that tells its size so many times. */
function avifWith(sizes: number): Uint8Array {
  const box = (name: string, ...inside: Uint8Array[]) => {
    const content = Buffer.concat(inside);
    const header = Buffer.from(`\0\0\0\0${name}`);
    header.writeUInt32BE(header.length + content.length);
    return Buffer.concat([header, content]);
  };
  const size = box("ispe", Buffer.from([0, 0, 0, 0, 0, 0, 0, 30, 0, 0, 0, 20]));
  const properties = box("iprp", box("ipco", ...Array.from({ length: sizes }, () => size)));
  return Buffer.concat([box("ftyp", Buffer.from("avif\0\0\0\0")), box("meta", Buffer.alloc(4), properties)]);
}

test("an avif has its width and height; one that holds very many pictures is not gone through", () => {
  const media_type = "image/avif";
  for (const sizes of [1, 2, 16])
    expect(recogniseMedia(avifWith(sizes))).toEqual({ media_type, size: { width: 30, height: 20 } });
  for (const sizes of [17, 3_000])
    expect(recogniseMedia(avifWith(sizes))).toEqual({ media_type, size: undefined });
});

test("a jpeg with very many segments, or bytes that are none, before its size is not gone through", () => {
  const frame = [0xff, 0xc0, 0, 17, 8, 0, 20, 0, 30];
  const many = (times: number, bytes: number[]) => Array.from({ length: times }, () => bytes).flat();
  const segments = (times: number) => [0, 2, ...many(times, [0xff, 0xe1, 0, 4, 1, 1])];
  // The last of the zeros and what comes next are read as a length of 255.
  const zeros = (times: number) => [...many(times, [0]), 0xff, ...many(253, [0])];
  const media_type = "image/jpeg";
  for (const between of [segments, zeros]) {
    const told = (times: number) =>
      recogniseMedia(new Uint8Array([0xff, 0xd8, 0xff, 0xe0, ...between(times), ...frame]));
    expect(told(500)).toEqual({ media_type, size: { width: 30, height: 20 } });
    expect(told(1_500)).toEqual({ media_type, size: undefined });
  }
});

test("no bytes, and no beginning of a picture, make it fail or take long", () => {
  const beginnings = [...Object.values(pictures).map((text) => Uint8Array.fromBase64(text)), pngHeader(3, 2)];
  beginnings.push(new Uint8Array([0xff, 0xd8, 0xff, 0xe1]), new TextEncoder().encode("\0\0\0\x18ftypavif"));
  const started_ms = performance.now();
  for (const [seed, beginning] of beginnings.entries()) {
    for (let length = 0; length <= beginning.length; length++) recogniseMedia(beginning.subarray(0, length));
    const long = someBytes(limits.image_head_bytes, seed);
    long.set(beginning);
    recogniseMedia(long);
    long.fill(0xff, beginning.length);
    recogniseMedia(long);
    long.fill(0, beginning.length);
    recogniseMedia(long);
  }
  expect(performance.now() - started_ms).toBeLessThan(2_000);
});
