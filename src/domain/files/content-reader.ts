import type { FileContents } from "../ports/file-contents.ts";
import type { Log } from "../ports/log.ts";

/** More than so many contents that are missing are not remembered. */
const noted_max = 1_000;

interface Wanted {
  sha256: string;
  offset: number;
  bytes: number;
  /** What it must have in all; undefined where nobody knows. */
  total_bytes?: number | undefined;
  /** Whose it is, for the log. */
  of: { file_id: number } | { avatar_id: number };
  /** Whether that is still there. */
  isRecorded: () => Promise<boolean>;
}

/** Reads contents that records tell of. The log is told of each that is missing or cut off: once, until it is there again. */
export class ContentReader {
  readonly #noted = new Set<string>();

  constructor(
    readonly contents: FileContents,
    readonly log: Log,
  ) {}

  /** Undefined when it is not there, or not whole. */
  async read(wanted: Wanted): Promise<{ bytes: Uint8Array; total_bytes: number } | undefined> {
    const { sha256, offset, bytes, total_bytes, of, isRecorded } = wanted;
    const part = await this.contents.read(sha256, offset, bytes);
    if (part && part.total_bytes > 0 && part.total_bytes === (total_bytes ?? part.total_bytes)) {
      this.#noted.delete(sha256);
      return part;
    }
    // What was removed in this moment is not missing.
    if (await isRecorded()) this.#note(sha256, of);
    return undefined;
  }

  #note(sha256: string, of: Wanted["of"]): void {
    if (this.#noted.has(sha256)) return;
    if (this.#noted.size >= noted_max) this.#noted.clear();
    this.#noted.add(sha256);
    this.log.error("file_missing", { ...of, path: this.contents.pathOf(sha256) });
  }
}
