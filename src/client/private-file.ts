import { mkdirSync, renameSync } from "node:fs";
import { basename, dirname } from "node:path";

import type { z } from "zod";

import { errorCode } from "../os/error-code.ts";
import { readText, replaceFile } from "../os/replace-file.ts";
import { withLock } from "./file-lock.ts";
import { clientLimits } from "./limits.ts";
import type { Log } from "./log.ts";

type Change<T> = (content: T) => void;

const wait_ms = clientLimits.settings_lock_wait_ms;

/**
 * A JSON file that only its owner can read, shared by several processes: each change reads it anew under
 * a lock, and replaces it whole. A change that cannot be written holds in memory, and is tried again with the next one.
 */
export class PrivateFile<T extends object> {
  /** What is not on disk, in order. */
  #unwritten: Change<T>[] = [];
  #has_complained = false;

  constructor(
    readonly path: string,
    readonly schema: z.ZodType<T>,
    readonly empty: () => T,
    readonly log: Log,
  ) {}

  /** Whether what was changed last may be forgotten at the end. */
  get is_unusable(): boolean {
    return this.#has_complained;
  }

  /** What is on disk now, with what could not be written yet. A missing file is empty; a damaged one is set aside and empty. */
  read(): T {
    let content: T;
    try {
      content = this.#onDisk();
    } catch (error) {
      this.#complain(error);
      content = this.empty();
    }
    return this.#changed(content);
  }

  /** Changes what is on disk now; on disk when it returns, where that is possible. */
  change(change: Change<T>): void {
    this.#unwritten = [...this.#unwritten, change].slice(-clientLimits.settings_entries_max);
    try {
      mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
      withLock(`${this.path}.lock`, wait_ms, () => {
        const content = this.#changed(this.#onDisk());
        replaceFile(this.path, `${JSON.stringify(content, undefined, 2)}\n`, wait_ms);
      });
      this.#unwritten = [];
      this.#has_complained = false;
    } catch (error) {
      this.#complain(error);
    }
  }

  #onDisk(): T {
    const text = readText(this.path, wait_ms);
    if (text === undefined) return this.empty();
    const parsed = this.schema.safeParse(parseJson(text));
    return parsed.success ? parsed.data : this.#setAside();
  }

  #changed(content: T): T {
    for (const change of this.#unwritten) change(content);
    return content;
  }

  /** Once, until it works again. */
  #complain(error: unknown): void {
    if (this.#has_complained) return;
    this.#has_complained = true;
    this.log.warn(
      `${this.path} cannot be used now (${errorCode(error) ?? String(error)}); what cannot be written later is forgotten at the end.`,
    );
  }

  #setAside(): T {
    const aside = `${this.path}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, "-")}`;
    try {
      renameSync(this.path, aside);
      this.log.warn(`${this.path} is damaged; it is now ${basename(aside)}, and the defaults are used.`);
    } catch (error) {
      // Another window may have set it aside in the same moment.
      if (errorCode(error) !== "ENOENT") throw error;
    }
    return this.empty();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The schema refuses undefined like any other damage.
    return undefined;
  }
}
