/**
 * The bytes of files on disk, under their SHA-256 in hexadecimal. What is being written is not among them yet. What one
 * takes of the disk is told in whole blocks, as by `inBlocks`.
 */
export interface FileContents {
  /** Begins to write; nothing of it is left when it is dropped, or when the process ends before `keep`. */
  create(): Promise<ContentWriter>;
  /** At most so many bytes from an offset, fewer at the end; and how many there are in all. Undefined when it is not there. */
  read(
    sha256: string,
    offset: number,
    bytes: number,
  ): Promise<{ bytes: Uint8Array; total_bytes: number } | undefined>;
  /** Where it lies, or should, for the log. */
  pathOf(sha256: string): string;
  /** Resolves with what it took: 0 when it was not there. */
  remove(sha256: string): Promise<number>;
  /** Everything that is there. */
  list(): AsyncIterable<{ sha256: string; taken_bytes: number }>;
  /** Removes what an earlier process was writing when it ended. */
  clear(): Promise<void>;
  /** What the disk has left; Infinity where it does not say. */
  freeBytes(): Promise<number>;
}

/** One file being written. Calls come one after the other. */
export interface ContentWriter {
  append(bytes: Uint8Array): Promise<void>;
  /** The beginning of what was written. */
  head(bytes: number): Promise<Uint8Array>;
  /** The hash of all that was appended; after it comes keep or drop. */
  digest(): string;
  /** Puts it on disk under its hash, durably. Resolves with what that takes anew: 0 when it was there already, whole. */
  keep(): Promise<number>;
  drop(): Promise<void>;
}

/** What the beginning of a file shows of its kind. */
export interface Media {
  media_type: string;
  /** Only of pictures that may be shown. */
  size: { width: number; height: number } | undefined;
}

export type RecogniseMedia = (head: Uint8Array) => Media;
