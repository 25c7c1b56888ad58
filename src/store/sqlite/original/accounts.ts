import type { Connection } from "../connection.ts";
import { idOf, originalRows, textOf } from "./rows.ts";
import { originalTimeMs } from "./time.ts";
import { unusableHash } from "./unusable-hash.ts";

/** The users of the upgraded file, and those made up for messages whose author is gone. */
export class Accounts {
  readonly #connection: Connection;
  readonly #now_ms: number;
  readonly #known = new Set<number>();
  readonly made_up: number[] = [];
  #nobody: number | undefined;

  constructor(connection: Connection, now_ms: number) {
    this.#connection = connection;
    this.#now_ms = now_ms;
  }

  /** Those with a name first, so that nobody loses theirs to one that is given here. */
  copy(): void {
    const columns = ["id", "username", "password_hash", "created_at"] as const;
    for (const row of originalRows(this.#connection, "users", columns, "trim(username) IS NULL, id")) {
      const id = Number(row.id);
      const hash = textOf(row.password_hash) ?? unusableHash();
      this.#insert(id, textOf(row.username) ?? `user_${id}`, hash, originalTimeMs(row.created_at));
    }
  }

  has(id: unknown): id is number {
    return typeof id === "number" && this.#known.has(id);
  }

  /** The author of a message: a missing one is made up under the same id, one for all that name nobody. */
  author(user_id: unknown): number {
    if (this.has(user_id)) return user_id;
    const id = idOf(user_id);
    if (id !== undefined) return this.#makeUp(id, `deleted_${id}`);
    return (this.#nobody ??= this.#makeUp(null, "deleted_user"));
  }

  get count(): number {
    return this.#known.size;
  }

  #makeUp(id: number | null, name: string): number {
    const made = this.#insert(id, name, unusableHash(), undefined);
    this.made_up.push(made);
    return made;
  }

  #insert(id: number | null, name: string, hash: string, created_at_ms: number | undefined): number {
    const row = this.#connection
      .query<{ id: number }, [number | null, string, string, number]>(
        "INSERT INTO users (id, username, password_hash, created_at_ms) VALUES (?, ?, ?, ?) RETURNING id",
      )
      .get(id, this.#freeName(name), hash, created_at_ms ?? this.#now_ms);
    if (!row) throw new Error("A user could not be copied.");
    this.#known.add(row.id);
    return row.id;
  }

  #freeName(wanted: string): string {
    const taken = this.#connection.query<unknown, [string]>("SELECT 1 FROM users WHERE username = ?");
    for (let name = wanted, number = 2; ; name = `${wanted}_${number++}`) if (!taken.get(name)) return name;
  }
}
