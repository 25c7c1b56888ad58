import { ChatError } from "../../protocol/errors.ts";
import { limits } from "../../protocol/limits.ts";
import type { FileContents } from "../ports/file-contents.ts";

/** Throws ChatError `no_room` when so much would leave too little of the disk for the messages. */
export async function requireDisk(contents: FileContents, size_bytes: number): Promise<void> {
  if ((await contents.freeBytes()) < size_bytes + limits.disk_reserve_bytes) throw diskFull();
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
