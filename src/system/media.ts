import { GIF } from "image-size/types/gif";
import { HEIF } from "image-size/types/heif";
import { JPG } from "image-size/types/jpg";
import { PNG } from "image-size/types/png";
import { WEBP } from "image-size/types/webp";

import type { Media } from "../domain/ports/file-contents.ts";
import { limits } from "../protocol/limits.ts";

const always = () => true;

/**
 * The only kinds of picture that are ever shown. Everything else is a file to be saved. The library may take long for
 * what was made to take long: it is asked only for what is quick to read.
 */
const pictures = [
  { media_type: "image/png", reader: PNG, isQuick: always },
  { media_type: "image/jpeg", reader: JPG, isQuick: hasFewSegments },
  { media_type: "image/gif", reader: GIF, isQuick: always },
  { media_type: "image/webp", reader: WEBP, isQuick: always },
  { media_type: "image/avif", reader: HEIF, isQuick: hasFewSizes },
] as const;

/** By the first bytes alone, never by a name. A picture with more pixels than anybody's screen can use is only a file. */
export function recogniseMedia(head: Uint8Array): Media {
  for (const { media_type, reader, isQuick } of pictures) {
    if (!attempt(() => reader.validate(head))) continue;
    if (media_type === "image/avif" && !isAvif(head)) continue;
    return { media_type, size: sizeOf(isQuick(head) ? attempt(() => reader.calculate(head)) : undefined) };
  }
  return { media_type: "application/octet-stream", size: undefined };
}

interface Calculated {
  width: number;
  height: number;
  orientation?: number;
}

/** As it is shown: a camera held upright says so, and its picture is turned. */
function sizeOf(found: Calculated | undefined): Media["size"] {
  if (!found) return undefined;
  const is_turned = (found.orientation ?? 1) >= 5;
  const [width, height] = is_turned ? [found.height, found.width] : [found.width, found.height];
  const is_fit = Number.isSafeInteger(width) && Number.isSafeInteger(height) && width > 0 && height > 0;
  return is_fit && width * height <= limits.image_pixels_max ? { width, height } : undefined;
}

/** The same boxes hold HEIC, which browsers do not show. */
const isAvif = (head: Uint8Array): boolean =>
  new TextDecoder("latin1").decode(head.subarray(8, 12)) === "avif";

/** Before the size of a jpeg; cameras write a few. */
const segments_max = 1_000;

/** Whether the size, or the end, comes before too many segments, or bytes that are none: the way the library goes. */
function hasFewSegments(head: Uint8Array): boolean {
  let at = 4;
  for (let steps = 0; steps < segments_max; steps++) {
    const next = at + (((head[at] ?? 0) << 8) | (head[at + 1] ?? 0));
    if (at >= head.length || next > head.length) return true;
    const marker = head[next] === 0xff ? head[next + 1] : undefined;
    if (marker === 0xc0 || marker === 0xc1 || marker === 0xc2) return true;
    at = head[next] === 0xff ? next + 2 : at + 1;
  }
  return false;
}

/** In an avif, which may hold several pictures: for each the library goes through all that comes after it. */
const sizes_max = 16;

function hasFewSizes(head: Uint8Array): boolean {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  let found = 0;
  for (let at = bytes.indexOf("ispe"); at >= 0 && found <= sizes_max; at = bytes.indexOf("ispe", at + 4))
    found++;
  return found <= sizes_max;
}

/** What is cut off or contradicts itself is no picture. */
function attempt<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
