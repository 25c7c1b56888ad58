import { expect, test } from "bun:test";

import { openConnection } from "../../src/store/sqlite/open-connection.ts";
import { storeOver } from "../../src/store/sqlite/store-over.ts";
import { silentLog } from "./silent-log.ts";

/** Every statement the store has prepared, with SQLite's plan for it. */
function plans(): [sql: string, steps: string[]][] {
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
  const queries = new Set(prepared.filter((sql) => /^(select|insert|update|delete)/i.test(sql)));
  return [...queries].map((sql) => [sql, planOf(sql)]);

  function planOf(sql: string): string[] {
    const steps = connection.query<{ detail: string }, []>(`EXPLAIN QUERY PLAN ${sql}`).all();
    return steps.map(({ detail }) => detail);
  }
}

const found = plans();

/** Steps that read all of something, and why that is right. */
const harmless: readonly { why: string; sql: RegExp; step: RegExp }[] = [
  { why: "a row made of constants", sql: /./, step: /^SCAN CONSTANT/ },
  { why: "rows that the caller hands in", sql: /^INSERT INTO/, step: /^SCAN \d+-ROW VALUES CLAUSE$/ },
  { why: "one row for each table", sql: /sqlite_sequence/, step: /^SCAN sqlite_sequence$/ },
  { why: "a list that the caller hands in", sql: /json_each/, step: /^SCAN json_each VIRTUAL TABLE/ },
  {
    why: "the list of all public channels is what is asked for",
    sql: /"kind" = 'public' union all/,
    step: /^SCAN channels USING INDEX channels_by_public_name$/,
  },
  {
    why: "one row, whichever it is, ends it",
    sql: /^select "id" from "(files|avatars)" limit \?$/,
    step: /^SCAN (files|avatars) USING COVERING INDEX \w+$/,
  },
  {
    why: "a list of what is still to be done",
    sql: /from "dropped_contents"/,
    step: /^SCAN dropped_contents$/,
  },
  {
    why: "the first of the unread mentions, found before",
    sql: /from \(select .* from "mentions" .* limit \?\)/,
    step: /^SCAN (looked|unread)$/,
  },
  { why: "the texts of one message, found one by one", sql: /WITH RECURSIVE own/, step: /^SCAN own$/ },
  {
    // Immediate foreign keys never leave a reference broken, and only then are they read (OP_FkIfZero).
    why: "tables that refer to this one, read only while a reference is broken",
    sql: /^insert into "?(users|texts)\b/i,
    step: /^SCAN (reactions|channels|messages|texts|files)$/,
  },
  {
    why: "tables that refer to this one, not read while foreign keys are off, as they are then",
    sql: /^DELETE FROM texts\b/,
    step: /^SCAN messages$/,
  },
];

test("no query reads a whole table: the cost does not grow with what is stored", () => {
  expect(found.length).toBeGreaterThan(55);
  const scanning = found.flatMap(([sql, steps]) =>
    steps
      .filter((step) => step.startsWith("SCAN "))
      .filter((step) => !harmless.some((one) => one.sql.test(sql) && one.step.test(step)))
      .map((step) => `${step}: ${sql}`),
  );
  expect(scanning).toEqual([]);
});

test("every harmless step is really there", () => {
  for (const { why, sql, step } of harmless) {
    const hits = found.filter(([text, steps]) => sql.test(text) && steps.some((one) => step.test(one)));
    if (why !== "a row made of constants") expect([why, hits.length > 0]).toEqual([why, true]);
  }
});

test("the newest message, what has changed, a page and what is undelivered are read from an index in its order, not sorted", () => {
  const pages = found.filter(
    ([sql]) => /order by "messages"\."(seq|rev)"/i.test(sql) && /limit \?/i.test(sql),
  );
  expect(pages).toHaveLength(6);
  for (const [sql, steps] of pages) {
    const index = sql.includes('order by "messages"."rev"') ? "messages_by_rev" : "messages_by_seq";
    expect(steps[0]).toStartWith(`SEARCH messages USING INDEX ${index} (channel_id=?`);
    expect(steps.join("; ")).not.toContain("TEMP B-TREE");
  }
});

test("whether more have changed than may be passed over is read from the index alone", () => {
  const [counting, ...others] = found.filter(([sql]) => /from "messages" where .* offset \?/i.test(sql));
  expect(others).toEqual([]);
  expect(counting?.[1]).toEqual([
    "SEARCH messages USING COVERING INDEX messages_by_rev (channel_id=? AND rev>?)",
  ]);
});

test("mentions are counted from the read marker on, for one user in one channel, and no message is looked at for it", () => {
  const counting = found.filter(([sql]) => /select count\(\*\) from \(select .* from "mentions"/i.test(sql));
  expect(counting).toHaveLength(3); // a list, one channel, a read marker
  for (const [, steps] of counting) {
    const from = steps.indexOf("CO-ROUTINE unread");
    expect(steps.slice(from, from + 5)).toEqual([
      "CO-ROUTINE unread",
      "CO-ROUTINE looked",
      "SEARCH mentions USING PRIMARY KEY (user_id=? AND channel_id=? AND seq>?)",
      "SCAN looked",
      "SCAN unread",
    ]);
  }
});

test("reactions of messages are read from their counts, one's own by who gave them: however many others have", () => {
  const stepsOf = (sql: RegExp) => found.filter(([text]) => sql.test(text)).map(([, steps]) => steps);
  const counted = stepsOf(/^select .* from "reaction_counts"/);
  expect(counted).toHaveLength(1);
  expect(counted[0]?.[0]).toBe("SEARCH reaction_counts USING PRIMARY KEY (message_id=?)");
  const own = stepsOf(/^select .* from "reactions" where \("reactions"\."user_id" = /);
  expect(own).toHaveLength(1);
  expect(own[0]?.[0]).toBe(
    "SEARCH reactions USING COVERING INDEX reactions_by_user (user_id=? AND message_id=?)",
  );
  expect(stepsOf(/group by "reactions"\."message_id"|count\(.*from "reactions"/)).toEqual([]);
});

test("deleted messages in a row are found by their last one: the first row of them from a place on, and no other", () => {
  const reading = found.filter(([sql]) => /^select.* from "deleted_runs"/i.test(sql));
  expect(reading).toHaveLength(4);
  for (const [sql, steps] of reading) {
    expect(sql).toContain('order by "deleted_runs"."to_seq" asc limit ?');
    expect(steps.filter((step) => step.startsWith("SEARCH deleted_runs"))).toContain(
      "SEARCH deleted_runs USING PRIMARY KEY (channel_id=? AND to_seq>?)",
    );
  }
});

test("the order of a list of channels is found without a look at any message, the rest by the ids of those that are shown", () => {
  const [of_dms, ...others] = found.filter(([sql]) => /order by "messages"."id" desc/i.test(sql));
  expect(others).toEqual([]);
  expect(of_dms?.[1].slice(0, 3)).toEqual([
    "SEARCH members USING INDEX members_by_user (user_id=?)",
    "SEARCH channels USING INTEGER PRIMARY KEY (rowid=?)",
    "SEARCH messages USING COVERING INDEX messages_by_seq (channel_id=? AND seq=?) LEFT-JOIN",
  ]);
  const [listed, ...further] = found.filter(
    ([sql]) => sql.startsWith("select") && sql.includes('from "mentions"') && sql.includes("json_each"),
  );
  expect(further).toEqual([]);
  expect(listed?.[1][0]).toBe("SEARCH channels USING INTEGER PRIMARY KEY (rowid=?)");
});

test("those who are named are looked up among the members, however many there are", () => {
  const [naming, ...others] = found.filter(([sql]) => /^insert into "mentions" .*select/i.test(sql));
  expect(others).toEqual([]);
  const [, steps = []] = naming ?? [];
  expect(steps[0]).toMatch(
    /^SEARCH members USING .*\((user_id=\? AND channel_id|channel_id=\? AND user_id)=\?\)/,
  );
});
