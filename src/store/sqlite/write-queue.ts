import type { Statement } from "bun:sqlite";

import { StoreError } from "../store-error.ts";
import { within } from "../within.ts";
import type { Connection } from "./connection.ts";
import { DiskSync } from "./disk-sync.ts";
import { Gathering } from "./gathering.ts";
import { explain, isLocked, isOneWritesFault, vanished } from "./problems.ts";
import { defaults, type SlowTransaction, type WriteQueueOptions } from "./write-queue-options.ts";
import { type Job, type PutOff, Write } from "./write.ts";

/** How soon a file that another program holds is tried again. */
const lock_retry_ms = 20;

/** How long the end waits for a disk that does not answer. */
const close_ms_max = 5_000;

/** A file that was not tried for this long is a new case: who waited for it has had its answer. */
const lock_forgotten_ms = 1_000;

/**
 * Writes asked for in one turn of the event loop, or in some when there are many, share one transaction, in the order they were asked for:
 * making a hundred durable costs what one costs. A promise settles when the commit is on the disk; what is asked for
 * until then is in the next one.
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
  readonly #options: Required<Omit<WriteQueueOptions, "sync">>;
  readonly disk: DiskSync;
  readonly #changes: Statement<{ count: number }, []>;
  /** Whether something was committed that is not on the disk for all that is known. */
  #has_written = false;
  /** Committed, and waiting for the disk. */
  #committed: readonly Job[] = [];
  #held: Promise<unknown> | undefined;
  /** Since when another program holds the file. */
  #locked_since_ms: number | undefined;
  /** When it was last found held. */
  #locked_at_ms = 0;
  readonly #gathering = new Gathering();

  constructor(connection: Connection, options: WriteQueueOptions = {}) {
    this.#connection = connection;
    this.#options = { ...defaults, ...options };
    this.disk = new DiskSync(options.sync);
    this.#begin = connection.prepare("BEGIN IMMEDIATE");
    this.#commit = connection.prepare("COMMIT");
    this.#changes = connection.prepare("SELECT total_changes() AS count");
  }

  /**
   * `put_off` belongs to writes of one kind, which must be the only ones that rely on what is put off. `told_bytes`: about how much many
   * are told of it.
   */
  run<Result>(write: () => Result, put_off?: PutOff, told_bytes = 0): Promise<Result> {
    if (this.#closed) return Promise.reject(new Error("The store is closed."));
    if (this.disk.fault !== undefined) return Promise.reject(this.#explained(this.disk.fault));
    return new Promise((resolve, reject) => {
      this.#waiting.push(new Write(write, put_off, resolve, reject, told_bytes));
      this.#schedule();
    });
  }

  /** Commits what waits; afterwards every write is refused. */
  async close(): Promise<void> {
    this.#closed = true;
    await within(close_ms_max, this.disk.over());
    if (this.#waiting.length > 0)
      this.#connection.exec(`PRAGMA busy_timeout = ${this.#options.lock_wait_ms}`);
    while (this.#waiting.length > 0 && this.disk.is_settled) {
      this.#flush();
      await within(close_ms_max, this.disk.over());
    }
    this.disk.end();
    this.#fail([...this.#committed, ...this.#waiting.splice(0)], this.disk.fault ?? noAnswer());
  }

  /**
   * Nothing is committed while this work is under way, and no other such work is: what is asked for waits. Throws while
   * the disk takes nothing.
   */
  async hold<Result>(work: () => Promise<Result>): Promise<Result> {
    while (this.#held !== undefined || !this.disk.is_settled) await (this.#held ?? this.disk.settled());
    const held = work();
    this.#held = held.catch(() => {}); // whoever asked for it hears of that
    try {
      return await held;
    } finally {
      this.#held = undefined;
      this.#schedule();
    }
  }

  #schedule(): void {
    if (this.#scheduled || this.#waiting.length === 0 || !this.#isFree) return;
    this.#scheduled = true;
    const flush = () => {
      this.#scheduled = false;
      if (this.#closed || !this.#isFree) return;
      this.#flush();
      this.#schedule();
    };
    if (this.#locked_since_ms === undefined) this.#gathering.whenWorthIt(flush);
    else setTimeout(flush, lock_retry_ms);
  }

  /** Otherwise who is done with it comes back to what waits. */
  get #isFree(): boolean {
    return this.#held === undefined && this.disk.is_settled;
  }

  #flush(): void {
    const jobs = this.#gathering.take(this.#waiting);
    const error = this.#commitTogether(jobs);
    const is_locked = isLocked(error);
    if (is_locked && this.#mayWait()) return void this.#waiting.unshift(...jobs);
    if (!is_locked) this.#locked_since_ms = undefined;
    if (error === undefined) this.#settle(jobs);
    else if (jobs.length > 1 && isOneWritesFault(error)) this.#commitOneByOne(jobs);
    else {
      this.#fail(jobs, error);
      this.#settle([]); // of a file that was moved meanwhile something may have been committed, and be read when it is back
    }
  }

  /** They are committed. What the disk does not take is not acknowledged before it does, and until then nothing else is begun. */
  #settle(jobs: readonly Job[]): void {
    this.#gathering.committed(jobs.length, this.#waiting.length === 0);
    const done = (sync_ms: number) => {
      this.#time(jobs.length, { sync_ms });
      this.#committed = [];
      for (const job of jobs) job.settle();
      this.#schedule();
    };
    // Of a file that was moved nothing has come through.
    const tell = (has_written: boolean) => jobs.length > 0 && this.#options.onCommit(has_written);
    if (!this.#has_written) {
      done(0);
      return void tell(false);
    }
    this.#has_written = false;
    this.#committed = jobs;
    const written = (sync_ms: number) => {
      done(sync_ms);
      tell(true);
    };
    this.disk.through(written, (fault) => {
      this.#options.onFault(fault);
      this.#fail(this.#waiting.splice(0), fault);
    });
  }

  #fail(jobs: readonly Job[], error: unknown): void {
    for (const job of jobs) job.fail(this.#explained(error));
  }

  #explained(error: unknown): unknown {
    return explain(error, this.#connection.filename);
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
  #commitOneByOne(jobs: readonly Job[]): void {
    const committed: Job[] = [];
    for (const job of jobs) {
      const error = this.#commitTogether([job]);
      if (error === undefined) committed.push(job);
      else this.#fail([job], error);
    }
    this.#settle(committed);
  }

  /** The error that undid all of it, if any. Of those that take too long together only the first stay among the jobs. */
  #commitTogether(jobs: Job[]): unknown {
    let put_off: PutOff | undefined;
    try {
      this.#requirePlace();
      const began_ms = performance.now();
      const changes = this.#changes.get()?.count;
      this.#begin.run();
      for (const [at, job] of jobs.entries()) {
        if (job.put_off !== put_off) put_off?.settle();
        put_off = job.put_off;
        job.attempt();
        if (performance.now() - began_ms > this.#options.writes_ms_max)
          this.#waiting.unshift(...jobs.splice(at + 1)); // they come first in the next
      }
      put_off?.settle();
      const written_ms = performance.now();
      this.#commit.run();
      this.#time(jobs.length, {
        writes_ms: written_ms - began_ms,
        commit_ms: performance.now() - written_ms,
      });
      this.#has_written ||= this.#changes.get()?.count !== changes;
      this.#requirePlace(); // or it went into a file that nobody will read
      return undefined;
    } catch (error) {
      const is_worth_another = put_off?.discard(error) ?? false;
      const cause = this.#undo(error);
      return is_worth_another && cause === error ? this.#commitTogether(jobs) : cause;
    }
  }

  #time(writes: number, { writes_ms = 0, commit_ms = 0, sync_ms = 0 }: Partial<SlowTransaction>): void {
    const { slow_ms, onSlow } = this.#options;
    if (writes_ms + commit_ms + sync_ms > slow_ms) onSlow({ writes, writes_ms, commit_ms, sync_ms });
  }

  #requirePlace(): void {
    if (!this.#options.isInPlace()) throw new StoreError("vanished", vanished(this.#connection.filename));
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

const noAnswer = (): Error => new Error("The disk did not answer before the end.");
