import { type Connection, inTransaction, pragma } from "./connection.ts";

/** So many rows are looked at with one transaction, and so many transactions are made at once. */
const rows_at_once = 50;
const portions_max = 400;

/**
 * Takes away texts that were overwritten, so that SQLite uses their pages for what comes.
 *
 * They must have been overwritten by an earlier transaction: a page that SQLite frees it does not write. And SQLite fills up a
 * page that a row has left with the rows of its neighbours, two on either side at most, and leaves copies of those
 * about. So a row goes only where three pages full of others that were overwritten lie before it and as much behind: then no text that is
 * kept is ever moved, and the row of the highest id, from which others are counted, stays. What a text has in pages of
 * its own goes in any case.
 */
export class ErasedTexts {
  readonly #connection: Connection;
  readonly #statements: ReturnType<typeof prepare>;
  /** Of the database. */
  readonly #page_bytes: number;
  /** At first: nobody knows what an earlier run left. */
  #is_due = true;
  #walk: Walk | undefined;

  /** `hold`: does work while nobody else writes. What was erased before is committed by then. */
  constructor(
    connection: Connection,
    readonly hold: <Result>(work: () => Promise<Result>) => Promise<Result>,
  ) {
    this.#connection = connection;
    this.#statements = prepare(connection);
    this.#page_bytes = Number(pragma(connection, "page_size"));
  }

  /** Something was erased. */
  note(): void {
    this.#is_due = true;
  }

  /** Goes on where it came to the last time. Others write in between; ends early when it may not go on. */
  async remove(mayGoOn: () => boolean): Promise<void> {
    for (let portion = 0; portion < portions_max && this.#begin(); portion++) {
      if (!mayGoOn()) return;
      await this.hold(async () => {
        if (mayGoOn()) this.#next();
      });
      await new Promise(setImmediate);
    }
  }

  /** False when there is nothing to do. */
  #begin(): boolean {
    if (this.#walk === undefined && this.#is_due) {
      this.#walk = new Walk(3 * this.#page_bytes);
      this.#is_due = false; // what is erased meanwhile is a reason for another walk
    }
    return this.#walk !== undefined;
  }

  #next(): void {
    const walk = this.#walk;
    if (walk === undefined) return;
    try {
      const is_over = this.#takePortion(walk);
      if (is_over) this.#walk = undefined;
    } catch (error) {
      this.#walk = undefined; // it has gone on, and the database has not
      this.#is_due = true;
      throw error;
    }
  }

  #takePortion(walk: Walk): boolean {
    const { erased, is_kept_between } = this.#statements;
    const rows = erased.all(walk.last_id, rows_at_once);
    const cuts: Row[] = [];
    const removable: number[] = [];
    for (const { id, bytes } of rows) {
      if (id !== walk.last_id + 1 && is_kept_between.get(walk.last_id, id) !== null) walk.beginRun();
      const left = bytesBesideOthers(bytes, this.#page_bytes);
      if (left < bytes) cuts.push({ id, bytes: left });
      removable.push(...walk.pass({ id, bytes: left }));
    }
    if (cuts.length > 0 || removable.length > 0) this.#change(cuts, removable);
    return rows.length < rows_at_once;
  }

  /** With foreign keys on, each text that goes would be looked for in all messages. */
  #change(cuts: readonly Row[], removable: readonly number[]): void {
    const { drop, forget } = this.#statements;
    this.#connection.exec("PRAGMA foreign_keys = OFF");
    try {
      inTransaction(this.#connection, () => {
        for (const row of cuts) this.#cut(row);
        for (const id of removable.toReversed()) {
          if (!this.#isLetGo(id)) continue; // its turn comes after the text's that names it
          drop.run(id);
          forget.run(id);
        }
      });
    } finally {
      this.#connection.exec("PRAGMA foreign_keys = ON");
    }
  }

  /** A text that was overwritten names it no more, and is cut before: so it takes no more of its page than it did. */
  #isLetGo(id: number): boolean {
    const later = this.#statements.naming.get(id);
    if (later === null) return true;
    if (later.is_erased === 0) return false;
    const bytes = bytesBesideOthers(later.bytes, this.#page_bytes);
    if (bytes < later.bytes) this.#cut({ id: later.id, bytes });
    this.#statements.leave.run(later.id);
    return true;
  }

  #cut({ id, bytes }: Row): void {
    this.#statements.cut.run(bytes, bytes, id);
  }
}

interface Row {
  id: number;
  /** Of its text. */
  bytes: number;
}

/** Goes through the overwritten rows in order of id, and finds those that lie deep enough among others. */
class Walk {
  last_id = 0;
  /** Of rows in this run that stay, at its beginning. */
  #bytes_before = 0;
  /** Rows behind those. */
  #waiting: Row[] = [];
  #bytes_waiting = 0;

  constructor(readonly margin_bytes: number) {}

  /** A text that is kept comes next. */
  beginRun(): void {
    this.#bytes_before = this.#bytes_waiting = 0;
    this.#waiting = [];
  }

  /** Returns the ids of those that now have enough behind them. */
  pass({ id, bytes }: Row): number[] {
    this.last_id = id;
    const row = { id, bytes: bytes + row_bytes_min };
    if (this.#bytes_before <= this.margin_bytes) {
      this.#bytes_before += row.bytes;
      return [];
    }
    this.#waiting.push(row);
    this.#bytes_waiting += row.bytes;
    let count = 0;
    for (const { bytes: own } of this.#waiting) {
      if (this.#bytes_waiting - own <= this.margin_bytes) break;
      this.#bytes_waiting -= own;
      count++;
    }
    return this.#waiting.splice(0, count).map((passed) => passed.id);
  }
}

/** What a row has in its page beside its text, at least: its place, its id, and how long everything is. */
const row_bytes_min = 9;
/** Of that what SQLite counts as the row's content, at least and at most. */
const head_bytes_min = 5;
const head_bytes_max = 23;

/**
 * How much of a text of so many bytes lies beside other rows for sure; the rest, if any, in pages of its own. A row that is cut to
 * that takes less of its page than before. From SQLite's file format, "Cell Payload Overflow Pages".
 */
export function bytesBesideOthers(bytes: number, page_bytes: number): number {
  const whole_max = page_bytes - 35;
  if (bytes + head_bytes_max <= whole_max) return bytes;
  const least = Math.floor(((page_bytes - 12) * 32) / 255) - 23;
  let beside = whole_max;
  for (let head_bytes = head_bytes_min; head_bytes <= head_bytes_max; head_bytes++) {
    const most = least + ((bytes + head_bytes - least) % (page_bytes - 4));
    beside = Math.min(beside, most <= whole_max ? most : least);
  }
  return beside - head_bytes_max;
}

function prepare(connection: Connection) {
  return {
    erased: connection.prepare<Row, [number, number]>(
      `SELECT e.id, length(CAST(t.content AS BLOB)) AS bytes FROM erased_texts e CROSS JOIN texts t ON t.id = e.id
       WHERE e.id > ? ORDER BY e.id LIMIT ?`,
    ),
    is_kept_between: connection.prepare<unknown, [number, number]>(
      "SELECT 1 FROM texts WHERE id > ? AND id < ? LIMIT 1",
    ),
    cut: connection.prepare<never, [number, number, number]>(
      "UPDATE texts SET content = substr(hex(zeroblob(?)), 1, ?) WHERE id = ?",
    ),
    naming: connection.prepare<Row & { is_erased: 0 | 1 }, [number]>(
      `SELECT t.id, length(CAST(t.content AS BLOB)) AS bytes,
         EXISTS (SELECT 1 FROM erased_texts e WHERE e.id = t.id) AS is_erased
       FROM texts t WHERE t.earlier_id = ?`,
    ),
    leave: connection.prepare<never, [number]>("UPDATE texts SET earlier_id = NULL WHERE id = ?"),
    drop: connection.prepare<never, [number]>("DELETE FROM texts WHERE id = ?"),
    forget: connection.prepare<never, [number]>("DELETE FROM erased_texts WHERE id = ?"),
  };
}
