import {
  closeSync,
  fsync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";

import { z } from "zod";

import { OutboxMessage } from "../protocol/bridge.ts";
import { clientLimits } from "./limits.ts";

/** One line of the file: a message that waits, or the nonce of one that does no more. */
const Entry = z.union([z.object({ put: OutboxMessage }), z.object({ drop: z.string() })]);
type Entry = z.infer<typeof Entry>;

/**
 * The messages of one page that wait to be sent, as a file that only grows until all are sent. A line is in the
 * system's hands when `put` and `drop` return, so it outlives this process however that ends; a moment later it
 * is on disk. Throws what the file system throws.
 */
export class OutboxFile {
  #file: number | undefined;
  #bytes = 0;
  #sync_state: "idle" | "busy" | "busy, and more has come" = "idle";
  #touch_timer: Timer | undefined;
  readonly #waiting = new Map<string, OutboxMessage>();

  /** `failed` hears of what goes wrong while nobody asks for anything. */
  constructor(
    readonly path: string,
    readonly failed: (error: unknown) => void,
  ) {}

  /** In the order written. */
  get messages(): OutboxMessage[] {
    return [...this.#waiting.values()];
  }

  put(message: OutboxMessage): void {
    this.#waiting.set(message.nonce, message);
    this.#touch_timer ??= setInterval(() => this.#touch(), clientLimits.outbox_touch_ms).unref();
    this.#append({ put: message });
  }

  drop(nonce: string): void {
    if (!this.#waiting.delete(nonce)) return;
    if (this.#waiting.size > 0) return this.#append({ drop: nonce });
    clearInterval(this.#touch_timer);
    this.#touch_timer = undefined;
    if (this.#file !== undefined) ftruncateSync(this.#file);
    this.#bytes = 0;
  }

  /** The file stays, under another name, when it holds something. */
  close(left_path: string): void {
    clearInterval(this.#touch_timer);
    if (this.#file === undefined) return;
    closeSync(this.#file);
    this.#file = undefined;
    if (this.#waiting.size > 0) renameSync(this.path, left_path);
    else rmSync(this.path, { force: true });
  }

  #append(entry: Entry): void {
    if (this.#file === undefined || this.#bytes > clientLimits.outbox_file_bytes_max) return this.#rewrite();
    this.#bytes += writeSync(this.#file, line(entry));
    this.#sync(this.#file);
  }

  /** Whoever reads sees the old file or the new one, whole. */
  #rewrite(): void {
    const text = this.messages.map((message) => line({ put: message })).join("");
    const next = `${this.path}.next`;
    writeFileSync(next, text, { mode: 0o600 });
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
    renameSync(next, this.path);
    this.#file = openSync(this.path, "a", 0o600);
    this.#bytes = Buffer.byteLength(text);
    this.#sync(this.#file);
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

  /** Not waited for: what it protects from is a power cut. */
  #sync(file: number): void {
    if (this.#sync_state !== "idle") {
      this.#sync_state = "busy, and more has come";
      return;
    }
    this.#sync_state = "busy";
    fsync(file, () => {
      const again = this.#sync_state === "busy, and more has come";
      this.#sync_state = "idle";
      if (again && this.#file !== undefined) this.#sync(this.#file);
    });
  }
}

const line = (entry: Entry): string => `${JSON.stringify(entry)}\n`;

/** What a file holds, in the order written. A line that was cut off in the middle is no message yet. */
export function readOutbox(path: string): OutboxMessage[] {
  const waiting = new Map<string, OutboxMessage>();
  for (const text of readFileSync(path, "utf8").split("\n")) {
    const entry = Entry.safeParse(parsed(text));
    if (!entry.success) continue;
    if ("put" in entry.data) waiting.set(entry.data.put.nonce, entry.data.put);
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
