import type { Statement } from "bun:sqlite";

import { ChatError } from "../../protocol/errors.ts";
import type { Connection } from "./connection.ts";
import { explain } from "./problems.ts";

/** More than this many writes in one turn are spread over several commits, so that the loop is not held up for long. */
const writes_per_commit_max = 1_000;

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

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#begin = connection.prepare("BEGIN IMMEDIATE");
    this.#commit = connection.prepare("COMMIT");
  }

  run<Result>(write: () => Result): Promise<Result> {
    if (this.#closed) return Promise.reject(new Error("The store is closed."));
    return new Promise((resolve, reject) => {
      this.#waiting.push(jobOf(write, resolve, reject));
      this.#schedule();
    });
  }

  /** Commits what waits; afterwards every write is refused. */
  close(): void {
    this.#closed = true;
    while (this.#waiting.length > 0) this.#flush();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#flush();
      if (this.#waiting.length > 0) this.#schedule();
    });
  }

  #flush(): void {
    const jobs = this.#waiting.splice(0, writes_per_commit_max);
    if (jobs.length === 0) return;
    const error = this.#commitTogether(jobs);
    if (error === undefined) for (const job of jobs) job.settle();
    else if (jobs.length > 1 && isOneWritesFault(error)) this.#commitOneByOne(jobs);
    else for (const job of jobs) job.fail(explain(error, this.#connection.filename));
  }

  /** One write broke a rule of the schema: the others shall not suffer for it. */
  #commitOneByOne(jobs: Job[]): void {
    for (const job of jobs) {
      const error = this.#commitTogether([job]);
      if (error === undefined) job.settle();
      else job.fail(explain(error, this.#connection.filename));
    }
  }

  /** The error that undid all of it, if any. */
  #commitTogether(jobs: Job[]): unknown {
    try {
      this.#begin.run();
      for (const job of jobs) job.attempt();
      this.#commit.run();
      return undefined;
    } catch (error) {
      return this.#undo(error);
    }
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
  /** Throws what is not the answer to this write alone. */
  attempt(): void;
  settle(): void;
  fail(error: unknown): void;
}

function jobOf<Result>(
  write: () => Result,
  resolve: (result: Result) => void,
  reject: (error: unknown) => void,
): Job {
  let settle: () => void;
  return {
    attempt() {
      settle = attempted(write, resolve, reject);
    },
    settle: () => settle(),
    fail: reject,
  };
}

/** Runs the write; what its promise becomes is told later, after the commit. */
function attempted<Result>(
  write: () => Result,
  resolve: (result: Result) => void,
  reject: (error: unknown) => void,
): () => void {
  try {
    const result = write();
    return () => resolve(result);
  } catch (error) {
    if (error instanceof ChatError) return () => reject(error);
    throw error;
  }
}

/** A broken rule is one write's fault; a full disk or a locked file is nobody's, and trying each again would only take longer. */
function isOneWritesFault(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return !/^SQLITE_(BUSY|FULL|IOERR|READONLY|CORRUPT|NOTADB|CANTOPEN|NOMEM)/.test(code);
}
