import { Database } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";

import { errorCode } from "../os/error-code.ts";
import { makeLockFile } from "./file-lock.ts";

/**
 * A lock that is kept for a while: see file-lock.ts for what it is. It ends with its process at the latest. A process may
 * hold each lock once; a second look at the file would let go of it.
 */
export class HeldLock implements Disposable {
  readonly #file: Database;

  private constructor(file: Database) {
    this.#file = file;
  }

  /** Takes the lock; undefined when another process has it. Throws what the file system throws. */
  static take(path: string): HeldLock | undefined {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    makeLockFile(path);
    const file = new Database(path, { readwrite: true });
    try {
      file.run("PRAGMA busy_timeout = 0");
      file.run("BEGIN EXCLUSIVE");
      return new HeldLock(file);
    } catch (error) {
      file.close();
      if (errorCode(error) === "SQLITE_BUSY") return undefined;
      throw error;
    }
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}
