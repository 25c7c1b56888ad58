import { limits } from "../../src/protocol/limits.ts";
import { fitWithin } from "../state/files.ts";

const picture_types = /^image\/(png|jpeg|gif|webp|avif)$/;

/** From the best to the smallest; the first that is small enough is taken. Not every browser writes webp. */
const tries = [
  { side: limits.thumbnail_pixels_max, type: "image/webp", quality: 0.8 },
  { side: limits.thumbnail_pixels_max, type: "image/jpeg", quality: 0.7 },
  { side: 320, type: "image/webp", quality: 0.6 },
  { side: 320, type: "image/jpeg", quality: 0.5 },
  { side: 160, type: "image/jpeg", quality: 0.5 },
] as const;

/** A small picture of a picture; undefined for anything else. `url` is the file's own. */
export async function makeThumbnail(file: Blob, url: string): Promise<Blob | undefined> {
  if (!picture_types.test(file.type)) return undefined;
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
  } catch {
    return undefined; // it only says that it is a picture
  }
  const { naturalWidth: width, naturalHeight: height } = image;
  if (width * height > limits.image_pixels_max || width * height === 0) return undefined;
  for (const { side, type, quality } of tries) {
    const small = await draw(image, fitWithin({ width, height }, side, side), type, quality);
    if (small !== null && small.type === type && small.size <= limits.thumbnail_bytes_max) return small;
  }
  return undefined;
}

function draw(
  image: HTMLImageElement,
  { width, height }: { width: number; height: number },
  type: string,
  quality: number,
): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  canvas.getContext("2d")?.drawImage(image, 0, 0, width, height);
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality));
}
