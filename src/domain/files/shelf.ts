import { ChatError } from "../../protocol/errors.ts";
import type { FileContents } from "../ports/file-contents.ts";
import type { FileRecords } from "../ports/file-store.ts";
import { Room } from "./room.ts";

/**
 * Keeps contents and records together: a content that came and has no record yet, and one whose last record
 * has just gone, look alike, so only one of these is looked at at a time.
 */
export class Shelf {
  /** What the contents take on disk. Right once `counted` has resolved. */
  used_bytes = 0;
  readonly room: Room;
  #counted: Promise<void> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    readonly contents: FileContents,
    readonly records: FileRecords,
  ) {
    this.room = new Room(contents);
  }

  exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined); // whoever asked for it hears of it
    return result;
  }

  /** Counts what is there, once, and removes what an earlier process left without a record. */
  async counted(): Promise<number> {
    this.#counted ??= this.exclusively(() => this.#count());
    try {
      await this.#counted;
    } catch (error) {
      this.#counted = undefined; // the next one tries again
      throw error;
    }
    return this.used_bytes;
  }

  /** Puts a small content on disk, as part of what has the shelf for itself. Resolves with its hash. */
  async keep(bytes: Uint8Array): Promise<string> {
    const writer = await this.contents.create();
    try {
      await this.room.write(bytes.length, () => writer.append(bytes));
      this.used_bytes += await writer.keep();
      return writer.digest();
    } finally {
      await writer.drop();
    }
  }

  /** While the contents are away nothing is cleared: it stays noted for the next time. */
  async clearDropped(): Promise<void> {
    try {
      await this.counted();
      for (const sha256 of await this.records.dropped())
        await this.exclusively(async () => {
          if (!(await this.records.isUsed(sha256))) this.used_bytes -= await this.contents.remove(sha256);
          await this.records.forget(sha256);
        });
    } catch (error) {
      if (!(error instanceof ChatError) || error.code !== "unavailable") throw error;
    }
  }

  async #count(): Promise<void> {
    this.used_bytes = 0;
    await this.contents.clear();
    for await (const { sha256, size_bytes } of this.contents.list()) {
      if (await this.records.isUsed(sha256)) this.used_bytes += size_bytes;
      else await this.contents.remove(sha256);
    }
  }
}
