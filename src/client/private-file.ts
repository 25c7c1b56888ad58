import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

import type { z } from "zod";

import { clientLimits } from "./limits.ts";
import type { Log } from "./log.ts";

/**
 * A JSON file that only its owner can read, shared by several processes: each change reads it anew under
 * a lock, and replaces it whole. Where it cannot be written, changes live in memory only, with one warning.
 */
export class PrivateFile<T extends object> {
  #in_memory: T | undefined;

  constructor(
    readonly path: string,
    readonly schema: z.ZodType<T>,
    readonly empty: () => T,
    readonly log: Log,
  ) {}

  /** What is on disk now. A missing file is empty; a damaged one is set aside and empty. */
  read(): T {
    if (this.#in_memory) return this.#in_memory;
    const text = this.#readText();
    if (text === undefined) return this.empty();
    const parsed = this.schema.safeParse(parseJson(text));
    return parsed.success ? parsed.data : this.#setAside();
  }

  /** Changes what is on disk now; on disk when it returns. */
  change(change: (content: T) => void): void {
    let content: T | undefined;
    try {
      mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
      this.#locked(() => {
        content = this.read();
        change(content);
        if (!this.#in_memory) replaceFile(this.path, `${JSON.stringify(content, undefined, 2)}\n`);
      });
    } catch (error) {
      this.#goOnInMemory(error, content);
      if (!content) change(this.read());
    }
  }

  #readText(): string | undefined {
    try {
      return readFileSync(this.path, "utf8");
    } catch (error) {
      if (codeOf(error) !== "ENOENT") this.#goOnInMemory(error);
      return undefined;
    }
  }

  #goOnInMemory(error: unknown, content: T = this.empty()): void {
    if (this.#in_memory) return;
    this.#in_memory = content;
    this.log.warn(
      `${this.path} cannot be used (${codeOf(error) ?? String(error)}); nothing will be remembered.`,
    );
  }

  #setAside(): T {
    const aside = `${this.path}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, "-")}`;
    try {
      renameSync(this.path, aside);
      this.log.warn(`${this.path} is damaged; it is now ${basename(aside)}, and the defaults are used.`);
    } catch (error) {
      // Another window may have set it aside in the same moment.
      if (codeOf(error) !== "ENOENT") this.#goOnInMemory(error);
    }
    return this.empty();
  }

  /** Only one process at a time. A lock older than any change takes is of a process that died. */
  #locked(work: () => void): void {
    const lock = `${this.path}.lock`;
    const give_up_at_ms = Date.now() + clientLimits.settings_lock_wait_ms;
    while (!takeLock(lock)) {
      if (Date.now() > give_up_at_ms) break;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
    try {
      work();
    } finally {
      rmSync(lock, { force: true });
    }
  }
}

function takeLock(lock: string): boolean {
  try {
    closeSync(openSync(lock, "wx", 0o600));
    return true;
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    if (ageOf(lock) > clientLimits.settings_lock_stale_ms) rmSync(lock, { force: true });
    return false;
  }
}

function ageOf(path: string): number {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
}

/** Whoever reads sees the old content or the new, whole, also after a power cut. */
function replaceFile(path: string, text: string): void {
  const next = join(dirname(path), `.${basename(path)}.${crypto.randomUUID()}`);
  try {
    const file = openSync(next, "wx", 0o600);
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(next, path);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
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

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
