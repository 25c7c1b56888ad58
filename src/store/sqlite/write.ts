import { ChatError } from "../../protocol/errors.ts";

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

/** One write of several that share a transaction. */
export interface Job {
  readonly put_off: PutOff | undefined;
  /** About how much many are told when it is committed. */
  readonly told_bytes: number;
  /** Throws what is not the answer to this write alone. */
  attempt(): void;
  settle(): void;
  fail(error: unknown): void;
}

/** A write and what becomes of it: its promise is told after the commit. */
export class Write<Result> implements Job {
  #outcome: { result: Result } | undefined;
  #refusal: ChatError | undefined;

  constructor(
    readonly write: () => Result,
    readonly put_off: PutOff | undefined,
    readonly resolve: (result: Result) => void,
    readonly fail: (error: unknown) => void,
    readonly told_bytes = 0,
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
