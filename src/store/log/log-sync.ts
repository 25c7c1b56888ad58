import { closeSync, openSync } from "node:fs";

import { SystemError } from "../store-error.ts";
import type { FromLogWorker, ToLogWorker } from "./worker-messages.ts";

/** In the executable all of the program but its workers is one file at the root. */
const worker_url = Bun.isStandaloneExecutable
  ? new URL("./store/log/log.worker.js", import.meta.url)
  : new URL("./log.worker.ts", import.meta.url);

/** How long the end waits for a disk that does not answer. */
const close_ms_max = 5_000;

/**
 * Sees the write-ahead log of an open database onto the disk, in a thread of its own: a disk takes a fraction of a millisecond or,
 * when it is a card or busy, a second for it.
 */
export class LogSync {
  readonly #worker = new Worker(worker_url.href, { ref: false, smol: true });
  readonly #log: number;
  readonly #waiting: PromiseWithResolvers<"done" | "busy">[] = [];
  #is_checkpointing = false;
  /** Why the thread has ended. */
  #fault: Error | undefined;

  /** The log must be there: it is made by the first look into the database. */
  constructor(
    database: string,
    readonly onEnd: (fault: Error) => void,
  ) {
    this.#log = openSync(`${database}-wal`, "r+");
    this.#worker.addEventListener("message", ({ data }: MessageEvent<FromLogWorker>) => this.#receive(data));
    // Bun ends a worker in which an error was not caught.
    this.#worker.addEventListener("error", ({ message }) => this.#end(new Error(message)));
    this.#tell({ type: "start", database, log: this.#log });
  }

  /** Resolves when all that has been committed is on the disk. Rejects with what the system says. */
  async sync(): Promise<void> {
    await this.#ask("sync");
  }

  /** Has the log emptied into the database. False when somebody else uses it just now. */
  async empty(): Promise<boolean> {
    return (await this.#ask("empty")) === "done";
  }

  /** Has the log brought into the database, unless that is under way. */
  async checkpoint(): Promise<void> {
    if (this.#is_checkpointing) return;
    this.#is_checkpointing = true;
    try {
      await this.#ask("checkpoint");
    } finally {
      this.#is_checkpointing = false;
    }
  }

  async close(): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, close_ms_max);
    await Promise.race([this.#ask("close"), late]).catch(() => {}); // a thread that has ended has nothing to close
    clearTimeout(timer);
    this.#worker.terminate();
    closeSync(this.#log);
  }

  #ask(message: ToLogWorker): Promise<"done" | "busy"> {
    if (this.#fault !== undefined) return Promise.reject(this.#fault);
    const asked = Promise.withResolvers<"done" | "busy">();
    this.#waiting.push(asked);
    this.#tell(message);
    return asked.promise;
  }

  #tell(message: ToLogWorker): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows; this is a worker
    this.#worker.postMessage(message);
  }

  #receive(answer: FromLogWorker): void {
    const asked = this.#waiting.shift();
    if (typeof answer === "string") asked?.resolve(answer);
    else asked?.reject(new SystemError(answer.code, answer.message));
  }

  #end(fault: Error): void {
    this.#fault = fault;
    for (const asked of this.#waiting.splice(0)) asked.reject(fault);
    this.onEnd(fault);
  }
}
