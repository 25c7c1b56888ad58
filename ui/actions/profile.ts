import { limits } from "../../src/protocol/limits.ts";
import type { App } from "../app.ts";
import type { Crop } from "../state/crop.ts";
import { toBase64 } from "../text/base64.ts";

/** What one wants to be called; null for one's username. Rejects with what the server or the link says. */
export async function setDisplayName(app: App, display_name: string | null): Promise<void> {
  await app.link.request("profile.set", { display_name });
}

/** Sets one's picture; null for none. */
export async function setPicture(app: App, picture: Blob | null): Promise<void> {
  const data = picture === null ? null : await toBase64(picture);
  await app.link.request("profile.set_avatar", { data });
}

/** Why a chosen file cannot become one's picture. */
export type PictureProblem = "no_picture" | "too_large" | "too_many_pixels" | "broken";

/** A picture that was chosen, whole and ready to be drawn; `close` gives back what it takes. */
export interface ChosenPicture {
  image: HTMLImageElement;
  url: string;
  close(): void;
}

export const picture_types: readonly string[] = [
  "image/png",
  "image/jpeg",
  "image/webp",
  "image/gif",
  "image/avif",
];

/** Of what is brought into memory to choose a part of it. */
const chosen_bytes_max = 32_000_000;

/** Looks at how many pixels a file has before any of them is made. */
export async function choosePicture(file: File): Promise<ChosenPicture | PictureProblem> {
  if (!picture_types.includes(file.type)) return "no_picture";
  if (file.size > chosen_bytes_max) return "too_large";
  const url = URL.createObjectURL(file);
  const close = () => URL.revokeObjectURL(url);
  const image = new Image();
  const problem = await problemOf(image, url);
  if (problem === undefined) return { image, url, close };
  close();
  return problem;
}

async function problemOf(image: HTMLImageElement, url: string): Promise<PictureProblem | undefined> {
  try {
    await new Promise((resolve, reject) => {
      image.addEventListener("load", resolve);
      image.addEventListener("error", reject);
      image.src = url;
    });
    const { naturalWidth: width, naturalHeight: height } = image;
    if (width * height > limits.image_pixels_max) return "too_many_pixels";
    if (width * height === 0) return "broken";
    await image.decode();
    return undefined;
  } catch {
    return "broken";
  }
}

/** From the best to the smallest; the first that is small enough is taken. Not every browser writes webp. */
const tries = [
  ["image/webp", 0.92],
  ["image/jpeg", 0.92],
  ["image/webp", 0.75],
  ["image/jpeg", 0.75],
  ["image/jpeg", 0.5],
  ["image/png", 1],
] as const;

/** A part of a picture, made anew from its pixels: of the file nothing else goes along, such as where it was taken. */
export async function cutOut(image: HTMLImageElement, { x, y, side }: Crop): Promise<Blob> {
  const canvas = document.createElement("canvas");
  const { avatar_pixels_max: width } = limits;
  Object.assign(canvas, { width, height: width });
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas to draw on");
  context.imageSmoothingQuality = "high";
  context.drawImage(image, x - side / 2, y - side / 2, side, side, 0, 0, width, width);
  for (const [type, quality] of tries) {
    if (type === "image/jpeg") fillBehind(context, width);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, quality));
    if (blob?.type === type && blob.size <= limits.avatar_bytes_max) return blob;
  }
  throw new Error("no way to write the picture small enough");
}

/** A jpeg shows black where nothing is. */
function fillBehind(context: CanvasRenderingContext2D, width: number): void {
  context.globalCompositeOperation = "destination-over";
  context.fillStyle = "white";
  context.fillRect(0, 0, width, width);
}
