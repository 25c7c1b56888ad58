import { closeSync, openSync } from "node:fs";

import { SystemError } from "../store-error.ts";
import { within } from "../within.ts";
import { system_disk } from "./log-thread.ts";
import type { FromLogWorker, ToLogWorker } from "./worker-messages.ts";

/** In the executable all of the program but its workers is one file at the root. */
const worker_url = Bun.isStandaloneExecutable
  ? new URL("./store/log/log.worker.js", import.meta.url)
  : new URL("./log.worker.ts", import.meta.url);

/** What is asked of the thread, of which each is answered in its turn. */
export type LogWork = Exclude<ToLogWorker, object>;

/** The thread of the write-ahead log of an open database. */
export class LogSync {
  readonly #worker = new Worker(worker_url.href, { ref: false, smol: true });
  readonly #log: number;
  readonly #waiting: PromiseWithResolvers<"done" | "busy">[] = [];
  /** Why the thread has ended. */
  #fault: Error | undefined;
  #is_closed = false;
  /** What the last sync was for may not have come through, while the system takes it for written. */
  #is_doubtful = false;

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

  /** Whether a sync can still be made here, once the thread has ended. */
  get can_sync(): boolean {
    return this.has_ended && !this.#is_closed;
  }

  /** Rejects like `ask`. */
  async sync(): Promise<void> {
    this.#is_doubtful ||= !this.has_ended;
    await this.ask("sync");
    this.#is_doubtful = false;
  }

  /** Waits for the disk here. */
  syncNow(): void {
    if (this.#is_doubtful) system_disk.rewrite(this.#log);
    this.#is_doubtful = true;
    system_disk.sync(this.#log);
    this.#is_doubtful = false;
  }

  /** False when the thread does not come to it within this time, as it waits for the disk; it ends then when that answers. */
  async close(wait_ms: number): Promise<boolean> {
    // Or the last to close the database would, and hold up the loop as long as the disk does.
    this.ask("checkpoint").catch(() => {});
    const closed = this.ask("close").catch(() => {}); // one that has ended has closed all
    const has_closed = await within(wait_ms, closed);
    this.#is_closed = true;
    this.#worker.terminate();
    this.#fault ??= new Error("The log is closed.");
    this.#rejectAll(this.#fault);
    if (has_closed) closeSync(this.#log);
    return has_closed;
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
