import { type BunSQLiteDatabase, drizzle } from "drizzle-orm/bun-sqlite";

import type { Connection } from "./connection.ts";

/** The typed query builder over one connection. */
export type Queries = BunSQLiteDatabase<Record<string, never>>;

export const queriesOf = (connection: Connection): Queries => drizzle({ client: connection });
