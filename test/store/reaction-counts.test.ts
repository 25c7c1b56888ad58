import { expect, test } from "bun:test";

import type { Connection } from "../../src/store/sqlite/connection.ts";
import { openConnection } from "../../src/store/sqlite/open-connection.ts";
import { storeOver } from "../../src/store/sqlite/store-over.ts";
import { pick, randomFrom } from "../conformance/random.ts";
import { generalOf, register, say } from "../conformance/scene.ts";
import { silentLog } from "./silent-log.ts";

const kept = "SELECT message_id, emoji, count, first_rev FROM reaction_counts ORDER BY 1, 2";
const recounted = "SELECT message_id, emoji, count(*), min(rev) FROM reactions GROUP BY 1, 2 ORDER BY 1, 2";

const rowsOf = (connection: Connection, sql: string) => connection.query(sql).values();

test("the counts of reactions are those of a recount, whoever takes theirs back and whatever is deleted", async () => {
  const connection = openConnection({ path: ":memory:", clock: Date, log: silentLog });
  const store = storeOver(connection, silentLog);
  const user_ids = await register(store, "ana", "ben", "cleo", "dora");
  const general = await generalOf(store);
  const random = randomFrom(5);
  const seen = { most: 0, gone: 0 };
  for (let round = 0; round < 6; round++) {
    const ids: number[] = [];
    for (let count = 0; count < 3; count++) {
      const { id } = await say(store, general, user_ids[0], "hello");
      ids.push(id);
      // In the form in which earlier versions may have kept it.
      await store.changes.react({ id, user_id: user_ids[3], emoji: "\u2764", on: true });
    }
    for (let step = 0; step < 80; step++) {
      const [id, user_id] = [pick(random, ids), pick(random, user_ids)];
      const emoji = pick(random, ["👍", "🎉", "\u2764\ufe0f"]);
      const { changed } = await store.changes.react({ id, user_id, emoji, on: random(3) > 0 });
      const rows = rowsOf(connection, kept);
      expect({ round, step, rows }).toEqual({ round, step, rows: rowsOf(connection, recounted) });
      seen.most = Math.max(seen.most, rows.length);
      if (changed && rows.length < seen.most) seen.gone++;
    }
    for (const id of ids) await store.changes.remove(id, 2);
    expect(rowsOf(connection, kept)).toEqual([]);
  }
  expect(seen.most).toBeGreaterThan(8);
  expect(seen.gone).toBeGreaterThan(20);
  await store.close();
});
