import { ChatError } from "../../protocol/errors.ts";
import { limits } from "../../protocol/limits.ts";
import type { FileContents } from "../ports/file-contents.ts";

/** So much is written before the disk is looked at again: a small part of what is left to the messages. */
const look_again_bytes = 4_194_304;

/** What the disk has for files. What would leave too little of it for the messages is refused with ChatError `no_room`. */
export class Room {
  /** What may be written without another look. */
  #seen_bytes = 0;
  /** What is being written, so that the disk may not show it yet. */
  #writing_bytes = 0;

  constructor(readonly contents: Pick<FileContents, "freeBytes">) {}

  /** Refuses what does not fit just now. Holds no room: others may fill it meanwhile. */
  async require(size_bytes: number): Promise<void> {
    if (this.#left(await this.contents.freeBytes()) < size_bytes) throw diskFull();
  }

  /** Runs a step that writes so much, if there is room for it. Nothing is waited for between looking and taking. */
  async write<Result>(size_bytes: number, step: () => Promise<Result>): Promise<Result> {
    const is_seen = this.#seen_bytes >= size_bytes;
    const left_bytes = is_seen ? this.#seen_bytes : this.#left(await this.contents.freeBytes());
    if (left_bytes < size_bytes) throw diskFull();
    this.#seen_bytes = Math.min(left_bytes, look_again_bytes) - size_bytes;
    this.#writing_bytes += size_bytes;
    try {
      return await orNoRoom(step);
    } finally {
      this.#writing_bytes -= size_bytes;
    }
  }

  #left(free_bytes: number): number {
    return free_bytes - limits.disk_reserve_bytes - this.#writing_bytes;
  }
}

/** Runs a step that writes; a disk that is full becomes ChatError `no_room`. */
export async function orNoRoom<Result>(step: () => Promise<Result>): Promise<Result> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof Error && "code" in error && /^(ENOSPC|EDQUOT|EFBIG)$/.test(String(error.code)))
      throw diskFull();
    throw error;
  }
}

const diskFull = () => new ChatError("no_room", "The server's disk is full. Ask who runs it.");
