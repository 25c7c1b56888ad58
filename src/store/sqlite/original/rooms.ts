import type { Connection } from "../connection.ts";
import type { Accounts } from "./accounts.ts";
import { idOf, originalRows, textOf } from "./rows.ts";
import { originalTimeMs } from "./time.ts";

/** The channels of the upgraded file, and those made up for messages whose channel is gone. */
export class Rooms {
  readonly #connection: Connection;
  readonly #now_ms: number;
  readonly #created_at_ms = new Map<number, number>();
  #nowhere: number | undefined;

  constructor(connection: Connection, now_ms: number) {
    this.#connection = connection;
    this.#now_ms = now_ms;
  }

  /** Those with a name first, so that none loses its name to one that is given here. */
  copy(accounts: Accounts): void {
    const columns = ["id", "name", "description", "created_by", "created_at"] as const;
    for (const row of originalRows(this.#connection, "channels", columns, "trim(name) IS NULL, id")) {
      const id = Number(row.id);
      this.#insert(id, textOf(row.name) ?? `channel-${id}`, {
        description: textOf(row.description) ?? "",
        created_by: accounts.has(row.created_by) ? row.created_by : null,
        created_at_ms: originalTimeMs(row.created_at) ?? this.#now_ms,
      });
    }
  }

  /** The channel of a message: a missing one is made up under the same id, one for all that name none. */
  of(channel_id: unknown): number {
    const id = idOf(channel_id);
    if (id !== undefined) return this.#created_at_ms.has(id) ? id : this.#makeUp(id, `lost-${id}`);
    return (this.#nowhere ??= this.#makeUp(null, "lost-messages"));
  }

  createdAt(channel_id: number): number {
    return this.#created_at_ms.get(channel_id) ?? this.#now_ms;
  }

  #makeUp(id: number | null, name: string): number {
    const description = "Messages whose channel was missing in the old database";
    return this.#insert(id, name, { description, created_by: null, created_at_ms: this.#now_ms });
  }

  #insert(id: number | null, name: string, rest: Rest): number {
    const row = this.#connection
      .query<{ id: number }, [number | null, string, string, number | null, number]>(
        `INSERT INTO channels (id, kind, name, description, created_by, created_at_ms)
         VALUES (?, 'public', ?, ?, ?, ?) RETURNING id`,
      )
      .get(id, this.#freeName(name), rest.description, rest.created_by, rest.created_at_ms);
    if (!row) throw new Error("A channel could not be copied.");
    this.#created_at_ms.set(row.id, rest.created_at_ms);
    return row.id;
  }

  #freeName(wanted: string): string {
    const taken = this.#connection.query<unknown, [string]>("SELECT 1 FROM channels WHERE name = ?");
    for (let name = wanted, number = 2; ; name = `${wanted}-${number++}`) if (!taken.get(name)) return name;
  }
}

interface Rest {
  description: string;
  created_by: number | null;
  created_at_ms: number;
}
