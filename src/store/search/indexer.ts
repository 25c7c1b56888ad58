import { type Connection, inTransaction } from "../sqlite/connection.ts";
import type { Parts, PartState } from "./parts.ts";
import type { IndexedMessage, Source } from "./source.ts";

/** After this a step ends with what it has taken in: a long text of accents takes some milliseconds. */
export const step_ms_max = 50;
const day_ms = 86_400_000;

/**
 * Keeps the index the way the database is, in short steps. Messages that change are found by the revs of their
 * channels. Messages that were there before the index are read by id, a part at a time, the newest part first.
 * How far it has come is part of each transaction, so a killed server goes on where it was.
 */
export class Indexer {
  readonly #revs = new Map<number, number>();
  /** The channel that was followed last: the next one has its turn, so that a lively one holds up no other. */
  #followed_id = 0;
  /** The source's version when there was nothing left to follow. */
  #followed_version: number | undefined;
  readonly #statements;

  constructor(
    private readonly connection: Connection,
    private readonly source: Source,
    private readonly parts: Parts,
    private readonly step_messages: number,
    private readonly now_ms: () => number,
  ) {
    this.#statements = prepare(connection);
    for (const { channel_id, rev } of this.#statements.revs.all()) this.#revs.set(channel_id, rev);
  }

  /** Notes for a new index what there is to be read. */
  begin(): void {
    // The revs first: what is written meanwhile is met again by following them.
    const revs = this.source.revs();
    const newest_id = this.source.newestId();
    inTransaction(this.connection, () => {
      for (const [channel_id, rev] of revs) this.#setRev(channel_id, rev);
      if (newest_id === 0) return;
      for (let number = 0; number <= this.parts.numberOf(newest_id); number++) this.parts.addDue(number);
    });
  }

  /** Takes in some of what has changed. False when there was nothing left to take. */
  follow(): boolean {
    const version = this.source.version(); // first: what is written from here on makes it another one
    if (version === this.#followed_version) return false;
    const behind = this.#behind();
    if (behind.length === 0) {
      this.#followed_version = version;
      return false;
    }
    const isLate = this.#beginStep();
    inTransaction(this.connection, () => {
      let room = this.step_messages;
      for (const [channel_id, last_rev] of behind) {
        // One that has nothing takes time, too.
        room -= Math.max(1, this.#followOne(channel_id, last_rev, room, isLate));
        if (room <= 0 || isLate()) break;
      }
    });
    return true;
  }

  /** How many changes have not been taken in: no fewer than the messages that they made or changed. */
  unfollowed(): number {
    if (this.source.version() === this.#followed_version) return 0;
    const left = this.#behind().map(([channel_id, last_rev]) => last_rev - this.#revOf(channel_id));
    return left.reduce((sum, count) => sum + count, 0);
  }

  /** Channels that have changed, and the revs they have come to; the one after the last one followed comes first. */
  #behind(): [channel_id: number, rev: number][] {
    const earlier: [number, number][] = [];
    const later: [number, number][] = [];
    for (const [channel_id, rev] of this.source.revs()) {
      if (rev <= this.#revOf(channel_id)) continue;
      (channel_id > this.#followed_id ? later : earlier).push([channel_id, rev]);
    }
    return [...later, ...earlier];
  }

  /** How many messages these were. */
  #followOne(channel_id: number, last_rev: number, count: number, isLate: () => boolean): number {
    const changes = this.source.changes(channel_id, this.#revOf(channel_id), count);
    const taken = takeInTime(changes, isLate, (message) => this.#take(message));
    this.#noteDays(taken);
    const is_whole = taken.length === changes.length && changes.length < count;
    // The last of them all: a message that changed twice has the later rev alone, so there may be holes.
    this.#setRev(channel_id, is_whole ? last_rev : lastOf(taken).rev);
    this.#followed_id = channel_id;
    return taken.length;
  }

  /** Reads some of a part that cannot be searched yet. False when there is none. */
  build(): boolean {
    return this.#buildOne(this.parts.newestFirst().find(({ live, due }) => live === undefined && due > 0));
  }

  /** Makes anew some of a part in which something was deleted. False when there is none. */
  erase(): boolean {
    return this.#buildOne(
      this.parts.newestFirst().find(({ due, live, building }) => due > 0 && (live ?? building)),
    );
  }

  #take(message: IndexedMessage): void {
    const { id, text_id, is_deleted } = message;
    const number = this.parts.numberOf(id);
    const part = this.parts.get(number) ?? this.parts.addLive(number);
    const known = this.#statements.document.get(id);
    if (is_deleted) {
      if (known) this.#remove(part, id);
      return;
    }
    if (known?.text_id === text_id) return; // a reaction, a pin
    const tables = tablesWith(part, id);
    if (tables.length === 0) return; // read when the part is built
    for (const table of tables) table.put(message);
    this.#statements.putDocument.run(id, text_id);
  }

  #remove(part: PartState, id: number): void {
    for (const table of tablesWith(part, id)) table.remove(id);
    this.#statements.dropDocument.run(id);
    part.due++;
    this.parts.save(part);
  }

  #buildOne(part: PartState | undefined): boolean {
    if (part === undefined) return false;
    const isLate = this.#beginStep();
    inTransaction(this.connection, () => {
      if (part.building === undefined) this.parts.beginBuilding(part);
      const end_id = this.parts.firstIdOf(part.number + 1);
      const messages = this.source.slice(part.built_to, end_id, this.step_messages);
      const taken = takeInTime(messages, isLate, (message) => {
        if (message.is_deleted) return;
        part.building?.put(message);
        this.#statements.putDocument.run(message.id, message.text_id);
      });
      this.#noteDays(taken.filter(({ is_deleted }) => !is_deleted));
      if (taken.length < messages.length || messages.length === this.step_messages) {
        part.built_to = lastOf(taken).id;
        this.parts.save(part);
      } else this.parts.finishBuilding(part);
    });
    return true;
  }

  /** Tells whether the step that begins now has taken long enough. */
  #beginStep(): () => boolean {
    const ends_ms = this.now_ms() + step_ms_max;
    return () => this.now_ms() > ends_ms;
  }

  #noteDays(messages: readonly IndexedMessage[]): void {
    const days = new Map<number, { min_id: number; max_id: number }>();
    for (const { id, created_at_ms } of messages) {
      const day = Math.floor(created_at_ms / day_ms);
      const { min_id = id, max_id = id } = days.get(day) ?? {};
      days.set(day, { min_id: Math.min(min_id, id), max_id: Math.max(max_id, id) });
    }
    for (const [day, { min_id, max_id }] of days) this.#statements.putDay.run(day, min_id, max_id);
  }

  #revOf(channel_id: number): number {
    return this.#revs.get(channel_id) ?? 0;
  }

  #setRev(channel_id: number, rev: number): void {
    this.#statements.setRev.run(channel_id, rev);
    this.#revs.set(channel_id, rev);
  }
}

/** Those of a part's tables that have, or must have, this message. */
const tablesWith = ({ live, building, built_to }: PartState, id: number) =>
  [live, id <= built_to ? building : undefined].filter((table) => table !== undefined);

/** One after the other while there is time; the first in any case, so that every step comes further. Those that were taken. */
function takeInTime(
  messages: readonly IndexedMessage[],
  isLate: () => boolean,
  take: (message: IndexedMessage) => void,
): readonly IndexedMessage[] {
  for (const [at, message] of messages.entries()) {
    take(message);
    if (isLate()) return messages.slice(0, at + 1);
  }
  return messages;
}

function lastOf(messages: readonly IndexedMessage[]): IndexedMessage {
  const last = messages.at(-1);
  if (!last) throw new Error("There are no messages.");
  return last;
}

function prepare(connection: Connection) {
  return {
    revs: connection.prepare<{ channel_id: number; rev: number }, []>("SELECT channel_id, rev FROM revs"),
    setRev: connection.prepare<unknown, [number, number]>(
      "INSERT OR REPLACE INTO revs (channel_id, rev) VALUES (?, ?)",
    ),
    document: connection.prepare<{ text_id: number }, [number]>("SELECT text_id FROM documents WHERE id = ?"),
    putDocument: connection.prepare<unknown, [number, number]>(
      "INSERT OR REPLACE INTO documents (id, text_id) VALUES (?, ?)",
    ),
    dropDocument: connection.prepare<unknown, [number]>("DELETE FROM documents WHERE id = ?"),
    putDay: connection.prepare<unknown, [number, number, number]>(
      `INSERT INTO days (day, min_id, max_id) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET min_id = min(min_id, excluded.min_id), max_id = max(max_id, excluded.max_id)`,
    ),
  };
}
