/** Who waits for room to answer. All go on in the order they came, before anything that is read later. */
export class WaitingLine {
  #opened: PromiseWithResolvers<void> | undefined;

  get is_empty(): boolean {
    return this.#opened === undefined;
  }

  /** Resolves at the next open(). */
  join(): Promise<void> {
    return (this.#opened ??= Promise.withResolvers()).promise;
  }

  open(): void {
    this.#opened?.resolve();
    this.#opened = undefined;
  }
}
