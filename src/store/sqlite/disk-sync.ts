/** How soon a disk that did not take something is tried again. */
const again_ms = 1_000;

/** Where what was committed gets onto the disk, once COMMIT itself does not see to it. */
export class DiskSync {
  #sync: (() => Promise<void>) | undefined;
  /** Of those who wait until what they have read is on the disk. */
  #waiting: PromiseWithResolvers<void> | undefined;
  #pending: Promise<void> | undefined;
  #fault: unknown;
  #is_over = false;

  /** `sync`: resolves when all that has been committed is on the disk. Undefined: it always is. */
  constructor(sync: (() => Promise<void>) | undefined) {
    this.#sync = sync;
  }

  /** Whether all that can be read now is on the disk. */
  get is_settled(): boolean {
    return this.#pending === undefined;
  }

  /** Why what was committed does not get onto the disk, while it does not. */
  get fault(): unknown {
    return this.#fault;
  }

  /** Resolves when what can be read now is on the disk. Rejects when the disk does not take it, which is tried again. */
  settled(): Promise<void> {
    if (this.#pending === undefined) return Promise.resolve();
    if (this.#fault !== undefined) return Promise.reject(this.#fault);
    return (this.#waiting ??= Promise.withResolvers()).promise;
  }

  /** Resolves when what is under way is on the disk, however long that takes. */
  async over(): Promise<void> {
    await this.#pending;
  }

  /** Nothing is tried again. */
  end(): void {
    this.#is_over = true;
  }

  /** From the next commit on COMMIT itself sees to the disk. */
  leaveToCommits(): void {
    this.#sync = undefined;
  }

  /**
   * Calls `done` when all that has been committed is on the disk, with how long that took. What the disk does not take is tried
   * again until it does, and nothing else may be committed before: `failed` is called with each fault.
   */
  through(done: (sync_ms: number) => void, failed: (fault: unknown) => void): void {
    if (this.#sync === undefined) return done(0);
    this.#pending = this.#wait(this.#sync, done, failed);
  }

  async #wait(
    sync: () => Promise<void>,
    done: (sync_ms: number) => void,
    failed: (fault: unknown) => void,
  ): Promise<void> {
    const began_ms = performance.now();
    for (let fault = await faultOf(sync); fault !== undefined; fault = await faultOf(sync)) {
      this.#fault = fault;
      this.#waiting?.reject(fault);
      this.#waiting = undefined;
      failed(fault);
      await Bun.sleep(again_ms);
      if (this.#is_over) return;
    }
    const waiting = this.#waiting;
    this.#fault = this.#pending = this.#waiting = undefined;
    done(performance.now() - began_ms);
    waiting?.resolve();
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
