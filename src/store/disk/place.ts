import { statSync } from "node:fs";
import { chmod, mkdir, stat } from "node:fs/promises";

import type { Log } from "../../domain/ports/log.ts";
import { ChatError } from "../../protocol/errors.ts";
import { limits } from "../../protocol/limits.ts";

/** Only the owner: what was written to some is nothing for other users of the computer. */
export const folder_mode = 0o700;

/**
 * Whether the folder of files is still the one that was there at first. What goes into another one in its place, or one
 * made anew, is out of sight when the first one is put back.
 */
export class FolderPlace {
  /** Undefined until there is a folder. */
  #id: string | undefined;
  #is_away = false;

  constructor(
    readonly folder: string,
    readonly log: Log,
  ) {
    const found = statSync(folder, { bigint: true, throwIfNoEntry: false });
    this.#id = found && `${found.dev}:${found.ino}`;
  }

  /** Makes the folder if there never was one. Throws as `require` does. */
  async make(): Promise<void> {
    if (this.#id === undefined) {
      await unlessThere(mkdir(this.folder, { mode: folder_mode }));
      this.#id ??= await idOf(this.folder);
    }
    await this.require();
    await chmod(this.folder, folder_mode);
  }

  /** Throws ChatError `unavailable` when the folder is away; the log says so, and when it is back. */
  async require(): Promise<void> {
    if (this.#id === undefined) return;
    const is_away = (await idOf(this.folder)) !== this.#id;
    if (is_away !== this.#is_away) this.#note(is_away);
    if (is_away)
      throw new ChatError(
        "unavailable",
        "The server's folder of files is not in its place. Please try again later.",
        limits.unavailable_retry_ms,
      );
  }

  #note(is_away: boolean): void {
    this.#is_away = is_away;
    if (!is_away) return this.log.info("files_available");
    const what = `${this.folder} was moved or deleted while the server runs, so no file is stored.`;
    const to_do = "Put it back; for another folder in its place start the server anew.";
    this.log.error("files_unavailable", { error: `${what} ${to_do}` });
  }
}

export async function unlessThere(making: Promise<unknown>): Promise<void> {
  try {
    await making;
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
  }
}

export const isMissing = (error: unknown): boolean => isCode(error, "ENOENT");

export const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;

/** What tells folders apart that bear the same name one after the other. */
async function idOf(folder: string): Promise<string | undefined> {
  try {
    const { dev, ino } = await stat(folder, { bigint: true });
    return `${dev}:${ino}`;
  } catch (error) {
    if (isMissing(error) || isCode(error, "ENOTDIR")) return undefined;
    throw error;
  }
}
