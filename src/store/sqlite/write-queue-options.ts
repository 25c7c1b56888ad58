export interface WriteQueueOptions {
  /** How long writes wait while another program holds the file. The loop goes on meanwhile. */
  lock_wait_ms?: number;
  /** False when the file is not where it was: then nothing is written, and what just was is not acknowledged. */
  isInPlace?: () => boolean;
  /** Called when a commit has come through, with whether it changed anything. */
  onCommit?: (has_written: boolean) => void;
  /** Sees what is committed onto the disk, where COMMIT itself does not; the loop goes on meanwhile. */
  sync?: (() => Promise<void>) | undefined;
  /** Called each time when the disk does not take what was committed. */
  onFault?: (fault: unknown) => void;
  /** Writes that take longer than this together are spread over several commits. */
  writes_ms_max?: number;
  /** A transaction that took longer than this is slow. */
  slow_ms?: number;
  onSlow?: (transaction: SlowTransaction) => void;
}

/** Where the time of a transaction went, in milliseconds: into the rows, into COMMIT, and, while the loop went on, onto the disk. */
export interface SlowTransaction {
  writes: number;
  writes_ms: number;
  commit_ms: number;
  sync_ms: number;
}

export const defaults = {
  lock_wait_ms: 3_000,
  isInPlace: () => true,
  onCommit: () => {},
  onFault: () => {},
  writes_ms_max: 30,
  slow_ms: 100,
  onSlow: () => {},
};
