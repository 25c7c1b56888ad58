import type { Log } from "../../domain/ports/log.ts";
import { ChatError } from "../../protocol/errors.ts";
import { limits } from "../../protocol/limits.ts";
import { StoreError, type StoreProblem } from "../store-error.ts";
import { explain } from "./problems.ts";

/** What people are told while the disk does not do its part; the log says what to do about it. */
const words: Partial<Record<StoreProblem, string>> = {
  full: "The server's disk is full, so nothing can be stored just now. Please try again later.",
  locked: "Another program holds the server's database just now. Please try again in a moment.",
  vanished: "The server's database is not in its place, so nothing can be stored. Please try again later.",
  failed: "The server's disk does not work just now. Please try again later.",
  read_only: "The server's disk cannot be written just now. Please try again later.",
};

const log_interval_ms = 10_000;

/** Tells outages of the database from faults of the program, and keeps the log of them short. */
export class Outage {
  #logged_at_ms = -Infinity;
  #reason: StoreProblem | undefined;

  constructor(
    readonly file: string,
    readonly log: Log,
  ) {}

  /** The answer for a person; undefined for a fault of the program. */
  explain(error: unknown): ChatError | undefined {
    const known = explain(error instanceof AggregateError ? error.errors[0] : error, this.file);
    const text = known instanceof StoreError ? words[known.reason] : undefined;
    if (!(known instanceof StoreError) || text === undefined) return undefined;
    this.#note(known);
    return new ChatError("unavailable", text, limits.unavailable_retry_ms);
  }

  /** A commit has come through. What changed nothing says nothing of the disk. */
  over(has_written: boolean): void {
    if (!has_written && this.#reason !== "locked" && this.#reason !== "vanished") return;
    if (this.#reason !== undefined) this.log.info("store_available", { after: this.#reason });
    this.#reason = undefined;
  }

  #note({ reason, message }: StoreError): void {
    const now_ms = performance.now();
    if (reason === this.#reason && now_ms - this.#logged_at_ms < log_interval_ms) return;
    this.#reason = reason;
    this.#logged_at_ms = now_ms;
    this.log.error("store_unavailable", { reason, error: message });
  }
}
