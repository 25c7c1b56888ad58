import {
  appendFileSync,
  closeSync,
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

import { errorCode } from "../os/error-code.ts";
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
  /** Open as soon as anything of ours may be on disk. */
  #file: number | undefined;
  /** The last line was written in part only, as on a full disk: nothing may follow it. */
  #is_cut = false;
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
    this.#rewrite([...this.rows, ...rows]);
    this.#hold(rows);
  }

  drop(nonce: string): void {
    if (!this.#waiting.delete(nonce)) return;
    if (this.#waiting.size > 0) return this.#append({ drop: nonce });
    clearInterval(this.#touch_timer);
    this.#touch_timer = undefined;
    this.#is_cut = true; // unless it can be emptied
    if (this.#file !== undefined) ftruncateSync(this.#file);
    this.#is_cut = false;
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
    if (this.#is_cut) this.#rewriteLater();
    if (this.#waiting.size > 0) fsyncSync(this.#file);
    this.#letGo();
    if (this.#waiting.size > 0) renameSync(this.path, left_path);
    else rmSync(this.path, { force: true });
  }

  #hold(rows: readonly OutboxRow[]): void {
    for (const row of rows) this.#waiting.set(row.put.nonce, row);
    this.#touch_timer ??= setInterval(() => this.#touch(), clientLimits.outbox_touch_ms).unref();
  }

  #append(entry: Entry): void {
    if (this.#file === undefined || this.#is_cut) return this.#rewrite();
    const text = line(entry);
    try {
      appendFileSync(this.#file, text);
    } catch (error) {
      this.#is_cut = true;
      throw error;
    }
    this.#bytes += Buffer.byteLength(text);
    if (this.#bytes > clientLimits.outbox_file_bytes_max) this.#rewrite();
  }

  /** On disk when it returns. When it throws, what was on disk still is. */
  #rewrite(rows: readonly OutboxRow[] = this.rows): void {
    const text = rows.map(line).join("");
    if (!this.#writeFirst(text)) this.#replace(text);
    this.#is_cut = false;
    this.#bytes = Buffer.byteLength(text);
    syncFolder(dirname(this.path));
  }

  /** In place, so that each line outlives a process that is killed meanwhile. False when there is a file already. */
  #writeFirst(text: string): boolean {
    const file = openNew(this.path);
    if (file === undefined) return false;
    try {
      appendFileSync(file, text);
      fsyncSync(file);
    } catch (error) {
      closeSync(file);
      rmSync(this.path, { force: true });
      throw error;
    }
    this.#letGo();
    this.#file = file;
    return true;
  }

  /** Whoever reads sees the old file or the new one, whole. */
  #replace(text: string): void {
    const next = nextOf(this.path);
    try {
      writeThrough(next, text);
      this.#letGo(); // Windows replaces no file that is open
      renameSync(next, this.path);
    } catch (error) {
      rmSync(next, { force: true });
      throw error;
    } finally {
      this.#file ??= openSync(this.path, "a", 0o600);
    }
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

/** A file that others cannot read, to be appended to; undefined when there is one already. Throws what the file system throws else. */
function openNew(path: string): number | undefined {
  try {
    return openSync(path, "ax", 0o600);
  } catch (error) {
    if (errorCode(error) === "EEXIST") return undefined;
    throw error;
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
