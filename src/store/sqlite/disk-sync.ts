/** Where what was committed gets onto the disk, once COMMIT itself does not see to it. */
export class DiskSync {
  #sync: (() => Promise<void>) | undefined;
  #is_sure = true;
  #pending: Promise<void> | undefined;

  /** `sync`: resolves when all that has been committed is on the disk. Undefined: it always is. */
  constructor(sync: (() => Promise<void>) | undefined) {
    this.#sync = sync;
  }

  /** Resolves when what can be read now is on the disk, or has failed to get there; undefined: it is there. */
  get pending(): Promise<void> | undefined {
    return this.#pending;
  }

  /** False after a failure, until something has come through: nothing may be committed behind what may not be there. */
  get is_sure(): boolean {
    return this.#is_sure;
  }

  /** From the next commit on COMMIT itself sees to the disk, and to what is not there yet. */
  leaveToCommits(): void {
    this.#sync = undefined;
    this.#is_sure = true;
  }

  /** Calls `done` when all that has been committed is on the disk, with how long that took, or with why it is not. */
  through(done: (fault: unknown, sync_ms: number) => void): void {
    if (this.#sync === undefined) return done(undefined, 0);
    this.#pending = this.#wait(this.#sync, done);
  }

  async #wait(sync: () => Promise<void>, done: (fault: unknown, sync_ms: number) => void): Promise<void> {
    const began_ms = performance.now();
    const fault = await faultOf(sync);
    this.#pending = undefined;
    this.#is_sure = fault === undefined || this.#sync === undefined;
    done(fault, performance.now() - began_ms);
  }
}

/** What it rejects with, if it does. */
async function faultOf(work: () => Promise<void>): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error ?? new Error("It failed without a reason.");
  }
}
