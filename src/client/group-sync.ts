/** Has the disk confirm what was written: once for all who ask in the meantime, however many they are. */
export class GroupSync {
  #last = Promise.resolve();
  #next: Promise<void> | undefined;

  /** `sync` resolves when all that was written before it began is on disk. */
  constructor(private readonly sync: () => Promise<void>) {}

  /** Resolves when all that was written before this call is on disk. Rejects as `sync` does. */
  done(): Promise<void> {
    // One that is under way may have begun before the last write: that has to wait for the one after it.
    this.#next ??= this.#after(this.#last);
    return this.#next;
  }

  #after(before: Promise<void>): Promise<void> {
    const next = before
      .catch(() => {
        // Those who waited for it have heard of it.
      })
      .then(() => {
        this.#next = undefined;
        return this.sync();
      });
    this.#last = next;
    return next;
  }
}
