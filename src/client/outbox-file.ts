import {
  appendFileSync,
  closeSync,
  existsSync,
  fsync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
} from "node:fs";
import { dirname } from "node:path";

import { z } from "zod";

import { writeThrough } from "../os/replace-file.ts";
import { Meeting, OutboxMessage } from "../protocol/bridge.ts";
import { GroupSync } from "./group-sync.ts";
import { clientLimits } from "./limits.ts";
import { syncFolder } from "./sync-file.ts";

/** A message that waits, and the server it was written to; null where an earlier version of the program did not note that. */
export const OutboxRow = z.object({ put: OutboxMessage, met: Meeting.nullable().default(null) });
export type OutboxRow = z.infer<typeof OutboxRow>;

/** One line of the file: a message that waits, or the nonce of one that does no more. */
const Entry = z.union([OutboxRow, z.object({ drop: z.string() })]);
type Entry = z.infer<typeof Entry>;

/**
 * The messages of one page that wait to be sent, as a file that only grows until all are sent. A line is in the
 * system's hands when `put` and `drop` return, so it outlives this process however that ends; it outlives a power
 * cut when `onDisk` has resolved. Throws what the file system throws.
 */
export class OutboxFile {
  #file: number | undefined;
  #bytes = 0;
  readonly #sync = new GroupSync(() => this.#syncNow());
  #touch_timer: Timer | undefined;
  readonly #waiting = new Map<string, OutboxRow>();

  /** `failed` hears of what goes wrong while nobody asks for anything; `confirm` has the disk confirm what was written. */
  constructor(
    readonly path: string,
    readonly failed: (error: unknown) => void,
    private readonly confirm: (file: number, done: (error?: Error | null) => void) => void = fsync,
  ) {}

  /** In the order written. */
  get rows(): OutboxRow[] {
    return [...this.#waiting.values()];
  }

  put(row: OutboxRow): void {
    this.#hold([row]);
    this.#append(row);
  }

  /** Takes over what other files held; on disk when it returns. */
  adopt(rows: readonly OutboxRow[]): void {
    if (rows.length === 0) return;
    this.#hold(rows);
    this.#rewrite();
  }

  drop(nonce: string): void {
    if (!this.#waiting.delete(nonce)) return;
    if (this.#waiting.size > 0) return this.#append({ drop: nonce });
    clearInterval(this.#touch_timer);
    this.#touch_timer = undefined;
    if (this.#file !== undefined) ftruncateSync(this.#file);
    this.#bytes = 0;
  }

  /** Resolves when all that was put before is on disk. */
  onDisk(): Promise<void> {
    return this.#sync.done();
  }

  /** The file stays, under another name, when it holds something. */
  close(left_path: string): void {
    clearInterval(this.#touch_timer);
    if (this.#file === undefined) return;
    if (this.#waiting.size > 0) fsyncSync(this.#file);
    closeSync(this.#file);
    this.#file = undefined;
    if (this.#waiting.size > 0) renameSync(this.path, left_path);
    else rmSync(this.path, { force: true });
  }

  #hold(rows: readonly OutboxRow[]): void {
    for (const row of rows) this.#waiting.set(row.put.nonce, row);
    this.#touch_timer ??= setInterval(() => this.#touch(), clientLimits.outbox_touch_ms).unref();
  }

  /** A line that was written in part only, as on a full disk, is the last one of its file: the next goes into a new one. */
  #append(entry: Entry): void {
    if (this.#file === undefined) return this.#rewrite();
    const text = line(entry);
    try {
      appendFileSync(this.#file, text);
    } catch (error) {
      this.#letGo();
      throw error;
    }
    this.#bytes += Buffer.byteLength(text);
    if (this.#bytes > clientLimits.outbox_file_bytes_max) this.#rewrite();
  }

  /**
   * Whoever reads sees the old file or the new one, whole. On disk when it returns. What is in the old one outlives a
   * process that is killed in between; where there is none, the lines that are written do.
   */
  #rewrite(): void {
    const text = this.rows.map(line).join("");
    const is_new = !existsSync(this.path);
    const path = is_new ? this.path : nextOf(this.path);
    writeThrough(path, text);
    this.#letGo();
    if (!is_new) renameSync(path, this.path);
    this.#file = openSync(this.path, "a", 0o600);
    this.#bytes = Buffer.byteLength(text);
    syncFolder(dirname(this.path));
  }

  #letGo(): void {
    const file = this.#file;
    this.#file = undefined;
    if (file !== undefined) closeSync(file);
  }

  /** Shows that somebody still looks after the file. One that was taken for left behind, while this computer slept, is written anew. */
  #touch(): void {
    try {
      utimesSync(this.path, new Date(), new Date());
    } catch {
      this.#rewriteLater();
    }
  }

  #rewriteLater(): void {
    try {
      this.#rewrite();
    } catch (error) {
      this.failed(error);
    }
  }

  /** A file that is closed or written anew meanwhile was put on disk by that. */
  #syncNow(): Promise<void> {
    const file = this.#file;
    if (file === undefined) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.confirm(file, (error) => {
        if (error && file === this.#file) reject(error);
        else resolve();
      });
    });
  }
}

/** Where a file is written anew, before it takes the place of the old one. */
export const nextOf = (path: string): string => `${path}.next`;

const line = (entry: Entry): string => `${JSON.stringify(entry)}\n`;

/** What a file holds, in the order written. A line that was cut off in the middle is no message yet. */
export function readOutbox(path: string): OutboxRow[] {
  const waiting = new Map<string, OutboxRow>();
  for (const text of readFileSync(path, "utf8").split("\n")) {
    const entry = Entry.safeParse(parsed(text));
    if (!entry.success) continue;
    if ("put" in entry.data) waiting.set(entry.data.put.nonce, entry.data);
    else waiting.delete(entry.data.drop);
  }
  return [...waiting.values()];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
