import type { FileInfo } from "../../src/protocol/file.ts";

/** A file that was chosen for the next message of a channel. */
export interface ChosenFile {
  key: string;
  name: string;
  size_bytes: number;
  /** Null while it waits for its turn or is on its way; then it is on the server. */
  file: FileInfo | null;
  sent_bytes: number;
  /** Why it could not be sent, in the words of the language that the page then has. */
  problem: (() => string) | null;
  /** A picture of it for this page alone. */
  preview_url: string | null;
}

/** What becomes of a file that is saved on this computer. */
export type Saving =
  | { stage: "loading"; done_bytes: number }
  | { stage: "saved"; save: number | null }
  | { stage: "failed" }
  /** The server had no bytes of it when it was asked. */
  | { stage: "gone" };

/** Of what is chosen in a channel, in order. */
export const chosenIn = (files: ReadonlyMap<number, readonly ChosenFile[]>, channel_id: number) =>
  files.get(channel_id) ?? [];

export const isUp = ({ file }: ChosenFile): boolean => file !== null;

/** Whether a file may be shown as a picture: the server has looked at what it is. */
export const isPicture = (file: FileInfo): file is FileInfo & { width: number; height: number } =>
  file.width !== null && file.height !== null && shown_types.has(file.media_type);

const shown_types: ReadonlySet<string> = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/avif",
]);

/** A size within bounds, in proportion; never larger than it is. */
export function fitWithin(
  { width, height }: { width: number; height: number },
  width_max: number,
  height_max: number,
): { width: number; height: number } {
  const scale = Math.min(1, width_max / width, height_max / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
