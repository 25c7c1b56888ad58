import { GIF } from "image-size/types/gif";
import { HEIF } from "image-size/types/heif";
import { JPG } from "image-size/types/jpg";
import { PNG } from "image-size/types/png";
import { WEBP } from "image-size/types/webp";

import type { Media } from "../domain/ports/file-contents.ts";
import { limits } from "../protocol/limits.ts";

/** The only kinds of picture that are ever shown. Everything else is a file to be saved. */
const pictures = [
  { media_type: "image/png", reader: PNG },
  { media_type: "image/jpeg", reader: JPG },
  { media_type: "image/gif", reader: GIF },
  { media_type: "image/webp", reader: WEBP },
  { media_type: "image/avif", reader: HEIF },
] as const;

/** By the first bytes alone, never by a name. A picture with more pixels than anybody's screen can use is only a file. */
export function recogniseMedia(head: Uint8Array): Media {
  for (const { media_type, reader } of pictures) {
    if (!attempt(() => reader.validate(head))) continue;
    if (media_type === "image/avif" && !isAvif(head)) continue;
    return { media_type, size: sizeOf(attempt(() => reader.calculate(head))) };
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

/** What is cut off or contradicts itself is no picture. */
function attempt<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
