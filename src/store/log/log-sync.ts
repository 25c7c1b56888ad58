import { closeSync, fdatasyncSync, openSync } from "node:fs";

import { SystemError } from "../store-error.ts";
import { within } from "../within.ts";
import type { FromLogWorker, ToLogWorker } from "./worker-messages.ts";

/** In the executable all of the program but its workers is one file at the root. */
const worker_url = Bun.isStandaloneExecutable
  ? new URL("./store/log/log.worker.js", import.meta.url)
  : new URL("./log.worker.ts", import.meta.url);

/** How long the end waits for a disk that does not answer. */
const close_ms_max = 5_000;

/** What is asked of the thread, of which each is answered in its turn. */
export type LogWork = Exclude<ToLogWorker, object>;

/** The thread of the write-ahead log of an open database. */
export class LogSync {
  readonly #worker = new Worker(worker_url.href, { ref: false, smol: true });
  readonly #log: number;
  readonly #waiting: PromiseWithResolvers<"done" | "busy">[] = [];
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

  get has_ended(): boolean {
    return this.#fault !== undefined;
  }

  /** Rejects with what the system says, and with why the thread has ended when it has. */
  ask(work: LogWork): Promise<"done" | "busy"> {
    if (this.#fault !== undefined) return Promise.reject(this.#fault);
    const asked = Promise.withResolvers<"done" | "busy">();
    this.#waiting.push(asked);
    this.#tell(work);
    return asked.promise;
  }

  /** Waits for the disk here. */
  syncNow(): void {
    fdatasyncSync(this.#log);
  }

  async close(): Promise<void> {
    await within(close_ms_max, this.ask("close")).catch(() => {}); // one that has ended has closed all
    this.#worker.terminate();
    this.#fault ??= new Error("The log is closed.");
    this.#rejectAll(this.#fault);
    closeSync(this.#log);
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
    this.onEnd(fault);
    this.#rejectAll(fault);
  }

  #rejectAll(fault: Error): void {
    for (const asked of this.#waiting.splice(0)) asked.reject(fault);
  }
}
