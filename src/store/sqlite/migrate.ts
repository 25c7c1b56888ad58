import { migrations as released } from "../migrations/all.ts";
import { type Connection, pragma } from "./connection.ts";

/** "chat" in ASCII: tells our files from those of other programs (bytes 68 to 71). */
export const application_id = 0x63686174;

/** Takes the schema from a version to the newest, inside the caller's transaction. */
export function applyMigrations(connection: Connection, from_version: number, migrations = released): void {
  for (const migration of migrations.slice(from_version)) connection.exec(migration);
  connection.exec(`PRAGMA application_id = ${application_id}`);
  connection.exec(`PRAGMA user_version = ${migrations.length}`);
  requireIntactReferences(connection);
}

/** Foreign keys stand off while tables are remade; here it shows whether every reference still has its row. */
export function requireIntactReferences(connection: Connection): void {
  const broken = connection.prepare<{ table: string }, []>("PRAGMA foreign_key_check").all();
  const tables = [...new Set(broken.map((row) => row.table))];
  if (tables.length > 0)
    throw new Error(`The migration would leave rows without what they refer to: ${tables.join(", ")}.`);
}

export const schemaVersion = (connection: Connection): number => Number(pragma(connection, "user_version"));
