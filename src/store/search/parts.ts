import type { Connection } from "../sqlite/connection.ts";
import { Part } from "./part.ts";

interface PartRow {
  number: number;
  live: number;
  building: number;
  built_to: number;
  due: number;
  due_at_start: number;
}

/** A part of the index: what is searched, what is being made to take its place, and why. */
export interface PartState {
  readonly number: number;
  live: Part | undefined;
  building: Part | undefined;
  /** Messages up to this id are in `building`. */
  built_to: number;
  due: number;
  due_at_start: number;
}

/** All parts of the index, in memory as they stand in the file. Changes belong into the caller's transaction. */
export class Parts {
  readonly #parts = new Map<number, PartState>();
  readonly #save;

  /** `size`: messages to a part, by id; the same for the life of an index. */
  constructor(
    private readonly connection: Connection,
    private readonly size: number,
  ) {
    this.#save = connection.prepare<unknown, [number, number, number, number, number, number]>(
      "INSERT OR REPLACE INTO parts (number, live, building, built_to, due, due_at_start) VALUES (?, ?, ?, ?, ?, ?)",
    );
    const open = (number: number, generation: number) =>
      generation === 0 ? undefined : new Part(connection, number, generation);
    for (const row of connection.prepare<PartRow, []>("SELECT * FROM parts").all())
      this.#parts.set(row.number, {
        ...row,
        live: open(row.number, row.live),
        building: open(row.number, row.building),
      });
  }

  numberOf(message_id: number): number {
    return Math.floor(message_id / this.size);
  }

  /** The lowest id of a part's messages. */
  firstIdOf(number: number): number {
    return number * this.size;
  }

  get(number: number): PartState | undefined {
    return this.#parts.get(number);
  }

  /** The newest messages first. */
  newestFirst(): PartState[] {
    return [...this.#parts.values()].sort((a, b) => b.number - a.number);
  }

  /** A part for messages that are there already: it is built later. */
  addDue(number: number): void {
    this.save({ number, live: undefined, building: undefined, built_to: 0, due: 1, due_at_start: 0 });
  }

  /** A part for new messages. */
  addLive(number: number): PartState {
    const live = Part.make(this.connection, number, 1);
    return this.save({ number, live, building: undefined, built_to: 0, due: 0, due_at_start: 0 });
  }

  save(part: PartState): PartState {
    this.#parts.set(part.number, part);
    const { number, live, building, built_to, due, due_at_start } = part;
    this.#save.run(number, live?.generation ?? 0, building?.generation ?? 0, built_to, due, due_at_start);
    return part;
  }

  beginBuilding(part: PartState): void {
    part.building = Part.make(this.connection, part.number, (part.live?.generation ?? 0) + 1);
    part.built_to = this.firstIdOf(part.number) - 1;
    part.due_at_start = part.due;
    this.save(part);
  }

  /** What was being built is searched from now on; what was searched until now is overwritten. */
  finishBuilding(part: PartState): void {
    part.live?.drop();
    part.live = part.building;
    part.building = undefined;
    part.due -= part.due_at_start;
    this.save(part);
  }

  /** How many messages up to the newest are in no part that can be searched. */
  unsearchable(newest_id: number): number {
    let count = 0;
    for (const { number, live, building, built_to } of this.#parts.values()) {
      if (live || number > this.numberOf(newest_id)) continue;
      const first = Math.max(1, building ? built_to + 1 : this.firstIdOf(number));
      count += Math.max(0, Math.min(this.firstIdOf(number + 1), newest_id + 1) - first);
    }
    return count;
  }
}
