import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { errorCode } from "../os/error-code.ts";
import { clientLimits } from "./limits.ts";

/**
 * Which of several windows of one person raises a notification that each of them could: the one that is first to make
 * a file named after it. Where no file can be made each raises its own.
 */
export class NoticeClaims {
  #swept_at_ms = -Infinity;
  #taken_since = 0;

  constructor(readonly folder: string) {}

  /** Whether nobody has taken this one before. */
  take(once: string): boolean {
    const name = createHash("sha256").update(once).digest("hex");
    try {
      this.#sweep();
      writeFileSync(join(this.folder, name), "", { flag: "wx", mode: 0o600 });
      return true;
    } catch (error) {
      return errorCode(error) !== "EEXIST" || !isFolder(this.folder);
    }
  }

  /** What all windows have long heard of is forgotten. */
  #sweep(): void {
    const now_ms = Date.now();
    const is_fresh = now_ms - this.#swept_at_ms < clientLimits.notice_claim_ms;
    if (is_fresh && ++this.#taken_since < clientLimits.notice_claims_max) return;
    this.#swept_at_ms = now_ms;
    this.#taken_since = 0;
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(this.folder)) {
      const path = join(this.folder, name);
      const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: now_ms };
      if (now_ms - mtimeMs > clientLimits.notice_claim_ms) rmSync(path, { force: true });
    }
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
