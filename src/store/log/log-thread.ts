import { Database, type Statement } from "bun:sqlite";
import { fdatasyncSync, fstatSync, readSync, writeSync } from "node:fs";

/** The calls of the system that a test makes fail. */
export interface Disk {
  sync(file: number): void;
  /** Writes all that a file has over itself. */
  rewrite(file: number): void;
}

const chunk_bytes = 1_048_576;

export const system_disk: Disk = {
  sync: fdatasyncSync,
  rewrite(file) {
    const { size } = fstatSync(file);
    const chunk = new Uint8Array(Math.min(size, chunk_bytes));
    for (let at = 0; at < size;) {
      const read = readSync(file, chunk, 0, chunk.length, at);
      if (read === 0) return;
      writeSync(file, chunk, 0, read, at);
      at += read;
    }
  },
};

/** What may wait for the disk, so that the server's loop does not: the log's way onto it, and from the log into the database. */
export class LogThread {
  readonly #database: Database;
  readonly #checkpoint: Statement;
  readonly #empty: Statement<{ busy: number }, []>;
  /** Writes one page as it is. */
  readonly #touch: string;
  #is_doubtful = false;

  /** `log`: the number under which the system has the write-ahead log. */
  constructor(
    database: string,
    readonly log: number,
    readonly disk: Disk = system_disk,
  ) {
    this.#database = new Database(database, { readwrite: true, create: false });
    this.#database.exec("PRAGMA busy_timeout = 0; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0");
    this.#checkpoint = this.#database.prepare("PRAGMA wal_checkpoint(PASSIVE)");
    this.#empty = this.#database.prepare("PRAGMA wal_checkpoint(TRUNCATE)");
    const { user_version } = this.#database.query("PRAGMA user_version").get() as { user_version: number };
    this.#touch = `PRAGMA user_version = ${user_version}`;
  }

  /**
   * When it returns, all that was committed before is on the disk. Throws what the system throws. After a failure the system takes
   * what did not get through for written: it is written once more, before anything of it counts.
   */
  sync(): void {
    if (this.#is_doubtful) this.#alone(() => this.disk.rewrite(this.log));
    this.#is_doubtful = true;
    this.disk.sync(this.log);
    this.#is_doubtful = false;
  }

  /** Brings what is in the log into the database, while others go on reading and writing. */
  checkpoint(): void {
    if (this.#is_doubtful) this.sync();
    this.#checkpoint.get();
  }

  /** The same for the rest, while nobody else writes. Then the log begins anew: whoever does that waits for the disk. */
  renew(): void {
    this.checkpoint();
    this.#database.exec(this.#touch);
  }

  /** The same, and leaves nothing in the log that was there. False while somebody else uses it: then it is left as it is. */
  empty(): boolean {
    this.checkpoint();
    if (this.#empty.get()?.busy !== 0) return false;
    this.#database.exec(this.#touch);
    return true;
  }

  close(): void {
    this.#checkpoint.finalize();
    this.#empty.finalize();
    this.#database.close(true);
  }

  #alone(work: () => void): void {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      work();
    } finally {
      this.#database.exec("ROLLBACK");
    }
  }
}
