import { ChatError } from "../../protocol/errors.ts";
import type { ContentWriter, FileContents } from "../ports/file-contents.ts";
import type { FileRecords } from "../ports/file-store.ts";
import { SharedRun } from "../shared-run.ts";
import { inBlocks } from "./blocks.ts";
import { orNoRoom, Room } from "./room.ts";

/** Puts a content that is being written on disk, to be told of by a record. Resolves with its hash. */
export type Keep = (writer: ContentWriter) => Promise<string>;

/**
 * Keeps contents and records together: a content that came and has no record yet, and one whose last record
 * has just gone, look alike, so only one of these is looked at at a time.
 */
export class Shelf {
  /** What the contents take of the disk, in whole blocks. Right once `counted` has resolved. */
  used_bytes = 0;
  readonly room: Room;
  #counted: Promise<void> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  /** Kept for records that failed, and not looked at yet. */
  readonly #strays = new Set<string>();
  readonly #clearing = new SharedRun(() => this.#clearDropped());
  #is_over = false;

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

  /** Has the shelf for itself, to keep contents and record them. When that fails, what nothing refers to goes again. */
  recording<Result>(work: (keep: Keep) => Promise<Result>): Promise<Result> {
    return this.exclusively(async () => {
      const kept: string[] = [];
      try {
        return await work(async (writer) => {
          const sha256 = writer.digest();
          this.used_bytes += await writer.keep();
          kept.push(sha256);
          return sha256;
        });
      } catch (error) {
        for (const sha256 of kept) this.#strays.add(sha256);
        await this.#clearStrays().catch(() => undefined); // tried again with the next `clearDropped`
        throw error;
      }
    });
  }

  /** Writes a small content and keeps it. */
  async put(keep: Keep, bytes: Uint8Array): Promise<string> {
    const writer = await orNoRoom(() => this.contents.create());
    try {
      return await this.room.write(inBlocks(bytes.length), async () => {
        await writer.append(bytes);
        return keep(writer);
      });
    } finally {
      await writer.drop();
    }
  }

  /**
   * Settles when what was dropped until now has been looked at, with all who ask for that at once. While the contents are
   * away nothing is cleared: it stays noted for the next time. What fails for one holds up no other: while the database
   * takes no write the bytes go all the same.
   */
  clearDropped(): Promise<void> {
    return this.#clearing.ask();
  }

  /** Ends the clearing after the content at hand, and waits for that. The others stay noted, for the next process. */
  async close(): Promise<void> {
    this.#is_over = true;
    await this.#clearing.ask().catch(() => undefined); // whoever asked for what is under way hears of it
  }

  async #clearDropped(): Promise<void> {
    if (this.#is_over) return;
    try {
      await this.counted();
      await this.exclusively(() => this.#clearStrays());
      let failure: unknown;
      for (const sha256 of await this.records.dropped()) {
        if (this.#is_over) return;
        await this.exclusively(() => this.#look(sha256)).catch((error: unknown) => {
          failure ??= error;
        });
      }
      if (failure !== undefined) throw failure;
    } catch (error) {
      if (!(error instanceof ChatError) || error.code !== "unavailable") throw error;
    }
  }

  async #clearStrays(): Promise<void> {
    for (const sha256 of this.#strays) {
      await this.#clear(sha256);
      this.#strays.delete(sha256);
    }
  }

  /** The last record may go while the hash is being forgotten, and what noted it anew is forgotten with it. */
  async #look(sha256: string): Promise<void> {
    const is_gone = await this.#clear(sha256);
    await this.records.forget(sha256);
    if (!is_gone) await this.#clear(sha256);
  }

  /** Whether nothing refers to it. */
  async #clear(sha256: string): Promise<boolean> {
    if (await this.records.isUsed(sha256)) return false;
    this.used_bytes -= await this.contents.remove(sha256);
    return true;
  }

  async #count(): Promise<void> {
    this.used_bytes = 0;
    await this.contents.clear();
    for await (const { sha256, taken_bytes } of this.contents.list()) {
      if (this.#is_over) return;
      if (await this.records.isUsed(sha256)) this.used_bytes += taken_bytes;
      else await this.contents.remove(sha256);
    }
  }
}
