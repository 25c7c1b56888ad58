import type { Statement } from "bun:sqlite";

import { ChatError } from "../../protocol/errors.ts";
import { StoreError } from "../store-error.ts";
import type { Connection } from "./connection.ts";
import { explain, vanished } from "./problems.ts";

export interface WriteQueueOptions {
  /** How long writes wait while another program holds the file. The loop goes on meanwhile. */
  lock_wait_ms?: number;
  /** False when the file is not where it was: then nothing is written, and what just was is not acknowledged. */
  isInPlace?: () => boolean;
  /** Called when a commit has come through. */
  onCommit?: () => void;
  /** A transaction that took longer than this held everybody up. */
  slow_ms?: number;
  /** Called after such a one: writes_ms of it went into the rows, commit_ms into the disk. */
  onSlow?: (transaction: { writes: number; writes_ms: number; commit_ms: number }) => void;
}

/** How soon a file that another program holds is tried again. */
const lock_retry_ms = 20;

/** A file that was not tried for this long is a new case: who waited for it has had its answer. */
const lock_forgotten_ms = 1_000;

/** More than this many writes in one turn are spread over several commits, so that the loop is not held up for long. */
const writes_per_commit_max = 1_000;

const slow_defaults = { slow_ms: 100, onSlow: () => {} };

/** Work that writes of one kind put off, so that many of them in one transaction do it once. */
export interface PutOff {
  /** Does it. Called within the transaction, before a write of another kind and before the commit. */
  settle(): void;
  /**
   * Forgets it: the transaction was undone. Whether it is worth another try at once, which goes otherwise; then all
   * its writes are run again, those of other kinds too.
   */
  discard(error: unknown): boolean;
}

/**
 * Writes asked for in one turn of the event loop share one transaction, in the order they were asked for:
 * making a hundred durable costs what one costs. A promise settles after the commit.
 *
 * A write may refuse with a ChatError before it has changed anything: that costs only itself.
 */
export class WriteQueue {
  readonly #connection: Connection;
  readonly #begin: Statement;
  readonly #commit: Statement;
  #waiting: Job[] = [];
  #scheduled = false;
  #closed = false;
  readonly #options: Required<WriteQueueOptions>;
  /** Since when another program holds the file. */
  #locked_since_ms: number | undefined;
  /** When it was last found held. */
  #locked_at_ms = 0;

  constructor(connection: Connection, options: WriteQueueOptions = {}) {
    this.#connection = connection;
    this.#options = {
      lock_wait_ms: 3_000,
      isInPlace: () => true,
      onCommit: () => {},
      ...slow_defaults,
      ...options,
    };
    this.#begin = connection.prepare("BEGIN IMMEDIATE");
    this.#commit = connection.prepare("COMMIT");
  }

  /** `put_off` belongs to writes of one kind, which must be the only ones that rely on what is put off. */
  run<Result>(write: () => Result, put_off?: PutOff): Promise<Result> {
    if (this.#closed) return Promise.reject(new Error("The store is closed."));
    return new Promise((resolve, reject) => {
      this.#waiting.push(new Write(write, put_off, resolve, reject));
      this.#schedule();
    });
  }

  /** Commits what waits; afterwards every write is refused. */
  close(): void {
    this.#closed = true;
    if (this.#waiting.length > 0)
      this.#connection.exec(`PRAGMA busy_timeout = ${this.#options.lock_wait_ms}`);
    while (this.#waiting.length > 0) this.#flush();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const flush = () => {
      this.#scheduled = false;
      this.#flush();
      if (this.#waiting.length > 0) this.#schedule();
    };
    if (this.#locked_since_ms === undefined) setImmediate(flush);
    else setTimeout(flush, lock_retry_ms);
  }

  #flush(): void {
    const jobs = this.#waiting.splice(0, writes_per_commit_max);
    if (jobs.length === 0) return;
    const error = this.#commitTogether(jobs);
    const is_locked = isLocked(error);
    if (is_locked && this.#mayWait()) return void this.#waiting.unshift(...jobs);
    if (!is_locked) this.#locked_since_ms = undefined;
    if (error === undefined) this.#settle(jobs);
    else if (jobs.length > 1 && isOneWritesFault(error)) this.#commitOneByOne(jobs);
    else for (const job of jobs) job.fail(explain(error, this.#connection.filename));
  }

  #settle(jobs: Job[]): void {
    this.#options.onCommit();
    for (const job of jobs) job.settle();
  }

  /** SQLite's own waiting would hold up the whole loop; here only the writes wait. */
  #mayWait(): boolean {
    if (this.#closed) return false;
    const now_ms = performance.now();
    if (now_ms - this.#locked_at_ms > lock_forgotten_ms) this.#locked_since_ms = undefined;
    this.#locked_at_ms = now_ms;
    this.#locked_since_ms ??= now_ms;
    return now_ms - this.#locked_since_ms < this.#options.lock_wait_ms;
  }

  /** One write broke a rule of the schema: the others shall not suffer for it. */
  #commitOneByOne(jobs: Job[]): void {
    for (const job of jobs) {
      const error = this.#commitTogether([job]);
      if (error === undefined) this.#settle([job]);
      else job.fail(explain(error, this.#connection.filename));
    }
  }

  /** The error that undid all of it, if any. */
  #commitTogether(jobs: Job[]): unknown {
    let put_off: PutOff | undefined;
    try {
      this.#requirePlace();
      const began_ms = performance.now();
      this.#begin.run();
      for (const job of jobs) {
        if (job.put_off !== put_off) put_off?.settle();
        put_off = job.put_off;
        job.attempt();
      }
      put_off?.settle();
      const written_ms = performance.now();
      this.#commit.run();
      this.#time(jobs.length, written_ms - began_ms, performance.now() - written_ms);
      this.#requirePlace(); // or it went into a file that nobody will read
      return undefined;
    } catch (error) {
      const is_worth_another = put_off?.discard(error) ?? false;
      const cause = this.#undo(error);
      return is_worth_another && cause === error ? this.#commitTogether(jobs) : cause;
    }
  }

  #time(writes: number, writes_ms: number, commit_ms: number): void {
    const { slow_ms, onSlow } = this.#options;
    if (writes_ms + commit_ms > slow_ms) onSlow({ writes, writes_ms, commit_ms });
  }

  #requirePlace(): void {
    if (this.#options.isInPlace()) return;
    throw new StoreError("vanished", vanished(this.#connection.filename));
  }

  #undo(error: unknown): unknown {
    try {
      if (this.#connection.inTransaction) this.#connection.exec("ROLLBACK");
    } catch (cause) {
      return new AggregateError([error, cause], "Neither the writes nor undoing them worked.");
    }
    return error ?? new Error("A write failed without a reason.");
  }
}

interface Job {
  readonly put_off: PutOff | undefined;
  /** Throws what is not the answer to this write alone. */
  attempt(): void;
  settle(): void;
  fail(error: unknown): void;
}

/** A write and what becomes of it: its promise is told after the commit. */
class Write<Result> implements Job {
  #outcome: { result: Result } | undefined;
  #refusal: ChatError | undefined;

  constructor(
    readonly write: () => Result,
    readonly put_off: PutOff | undefined,
    readonly resolve: (result: Result) => void,
    readonly fail: (error: unknown) => void,
  ) {}

  attempt(): void {
    this.#outcome = this.#refusal = undefined;
    try {
      this.#outcome = { result: this.write() };
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      this.#refusal = error;
    }
  }

  settle(): void {
    if (this.#outcome) this.resolve(this.#outcome.result);
    else this.fail(this.#refusal);
  }
}

/** A broken rule is one write's fault; a full disk or a locked file is nobody's, and trying each again would only take longer. */
function isOneWritesFault(error: unknown): boolean {
  if (error instanceof StoreError) return false;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return !/^SQLITE_(BUSY|FULL|IOERR|READONLY|CORRUPT|NOTADB|CANTOPEN|NOMEM)/.test(code);
}

const isLocked = (error: unknown): boolean =>
  error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY");
