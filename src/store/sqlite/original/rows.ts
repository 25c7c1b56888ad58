import type { Connection } from "../connection.ts";
import { columnsOf } from "./recognise.ts";

/** Under this prefix the original's tables stand aside while their rows are copied. */
const aside = "original_";

export type Row<Column extends string> = Record<Column, unknown>;

const original_tables = ["users", "channels", "messages", "sessions"];
const our_other_tables = ["members", "meta", "texts", "reactions", "mentions", "channels_2", "messages_2"];

/**
 * Makes room for our tables. A table of somebody else that has one of our names is kept too, aside. Indexes
 * go: theirs might have the names of ours.
 */
export function setAside(connection: Connection): void {
  for (const table of [...original_tables, ...our_other_tables].filter((name) => exists(connection, name))) {
    const indexes = connection
      .prepare<{ name: string }, [string]>(
        "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ? COLLATE NOCASE",
      )
      .all(table);
    for (const { name } of indexes) connection.exec(`DROP INDEX ${quoted(name)}`);
    connection.exec(`ALTER TABLE ${table} RENAME TO ${aside}${table}`);
  }
}

/** After all rows were copied. */
export function dropOriginals(connection: Connection): void {
  for (const table of original_tables) connection.exec(`DROP TABLE IF EXISTS ${aside}${table}`);
}

/** The rows of a table that stands aside, one by one, so that a long history needs no memory. A missing column is null. */
export function* originalRows<Column extends string>(
  connection: Connection,
  table: string,
  columns: readonly Column[],
  order: string,
): Generator<Row<Column>> {
  const present = columnsOf(connection, aside + table);
  const list = columns.map((name) => (present.has(name) ? name : `NULL AS ${name}`)).join(", ");
  yield* connection
    .prepare<Row<Column>, []>(`SELECT ${list} FROM ${aside}${table} ORDER BY ${order}`)
    .iterate();
}

export function countOriginals(connection: Connection, table: string): number {
  const row = connection.prepare<{ rows: number }, []>(`SELECT count(*) AS rows FROM ${aside}${table}`).get();
  return row?.rows ?? 0;
}

/** Columns had no types there: whatever is in one, as text. Undefined for null. */
export function textOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : String(value);
}

/** A row's id as it can be referred to; undefined for null and whatever else is none. */
export function idOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

function exists(connection: Connection, table: string): boolean {
  return columnsOf(connection, table).size > 0;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
