/** How long a tab that is just closing, or being loaded anew, may take to let go of its lock. */
const closing_ms = 1_000;

/**
 * This tab among the others of the same page. Each holds a lock of its own for as long as it lives, however it ends, so
 * that the others know whose work is left behind. Without locks (a page without TLS) all of it is.
 */
export class Tab {
  readonly id: string;

  constructor(
    private readonly locks: LockManager | undefined,
    random: () => number,
  ) {
    this.id = Math.floor(random() * 2 ** 52).toString(36);
    // Never resolves: the browser lets go of it when the tab is gone.
    void this.locks?.request(lockOf(this.id), () => new Promise(() => {}));
  }

  /** Does the work if the tab of this id is gone, while no other tab can do the same. */
  async inherit(id: string, work: () => Promise<void>): Promise<void> {
    if (this.locks === undefined) return work();
    try {
      await this.locks.request(lockOf(id), { signal: AbortSignal.timeout(closing_ms) }, work);
    } catch (error) {
      // It lives: what it has is its own.
      if (!(error instanceof DOMException && /^(Timeout|Abort)Error$/.test(error.name))) throw error;
    }
  }
}

const lockOf = (id: string): string => `chat-tab-${id}`;
