import { expect, test } from "bun:test";

import { openConnection } from "../../src/store/sqlite/open-connection.ts";
import { storeOver } from "../../src/store/sqlite/store-over.ts";
import { silentLog } from "./silent-log.ts";

/** Every statement the store has prepared, with SQLite's plan for it. */
function plans(): Map<string, string[]> {
  const connection = openConnection({ path: ":memory:", clock: Date, log: silentLog });
  const prepared: string[] = [];
  const { prepare } = connection;
  Object.assign(connection, {
    prepare: (sql: string) => {
      prepared.push(sql);
      return prepare(sql);
    },
  });
  storeOver(connection, silentLog);
  const queries = prepared.filter((sql) => /^(select|insert|update|delete)/i.test(sql));
  return new Map(queries.map((sql) => [sql, planOf(sql)]));

  function planOf(sql: string): string[] {
    const steps = connection.query<{ detail: string }, []>(`EXPLAIN QUERY PLAN ${sql}`).all();
    return steps.map(({ detail }) => detail);
  }
}

test("no query reads a whole table: the cost does not grow with what is stored", () => {
  const found = plans();
  expect(found.size).toBeGreaterThan(25);
  // The plan of this one names the tables that refer to users: they are read only while a reference is
  // broken, which immediate foreign keys never allow (SQLite's OP_FkIfZero).
  const harmless = /^insert into "users"/;
  const scanning = [...found].filter(
    ([sql, steps]) => !harmless.test(sql) && steps.some((step) => /^SCAN (?!CONSTANT)/.test(step)),
  );
  expect(scanning).toEqual([]);
});

test("a page of history is read from the index in its order, not sorted", () => {
  const pages = [...plans()].filter(([sql]) => /order by "messages"\."seq"/i.test(sql) && /limit/i.test(sql));
  expect(pages).toHaveLength(2);
  for (const [, steps] of pages) {
    expect(steps[0]).toStartWith("SEARCH messages USING INDEX messages_by_seq (channel_id=? AND seq");
    expect(steps.join("; ")).not.toContain("TEMP B-TREE");
  }
});
