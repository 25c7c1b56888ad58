import { expect, test } from "bun:test";

import { limits } from "../../src/protocol/limits.ts";
import type { Connection } from "../../src/store/sqlite/connection.ts";
import { openConnection } from "../../src/store/sqlite/open-connection.ts";
import { storeOver } from "../../src/store/sqlite/store-over.ts";
import { makeChannel, register } from "../conformance/scene.ts";
import { silentLog } from "./silent-log.ts";

const passed_max = limits.catch_up_passed_max;

/** A store, the statements it runs over messages, and channels in which the first messages have changed since all were there. */
async function storeWith(...rooms: { messages: number; changed: number }[]) {
  const connection = openConnection({ path: ":memory:", clock: Date, log: silentLog });
  const ran = noteRuns(connection);
  const store = storeOver(connection, silentLog);
  const [ana] = await register(store, "ana");
  const ids: number[] = [];
  for (const [at, { messages, changed }] of rooms.entries()) {
    const id = await makeChannel(store, "public", `room-${at}`, ana);
    ids.push(id);
    connection.exec(`
      INSERT INTO texts (content, written_at_ms) VALUES ('hello', 1);
      WITH RECURSIVE each(seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM each WHERE seq < ${messages})
      INSERT INTO messages (channel_id, seq, rev, author_id, kind, text_id, created_at_ms)
        SELECT ${id}, seq, iif(seq <= ${changed}, ${messages} + seq, seq), ${ana}, 'text',
          (SELECT max(id) FROM texts), 1 FROM each;
      UPDATE channels SET last_seq = ${messages}, last_rev = ${messages + changed} WHERE id = ${id};
    `);
  }
  const catchUp = async (...positions: { channel_id: number; rev: number; from_seq: number }[]) => {
    ran.length = 0;
    const { changes, left_out } = await store.messages.catchUp(ana, positions);
    return { told: changes.map(({ is_gap, messages }) => ({ is_gap, count: messages.length })), left_out };
  };
  return { connection, store, ran, ids, catchUp };
}

function noteRuns(connection: Connection): string[] {
  const ran: string[] = [];
  const { prepare } = connection;
  const noted = (sql: string) => {
    const statement = prepare(sql);
    const values = statement.values.bind(statement);
    if (/from "messages".* order by/.test(sql))
      Object.assign(statement, {
        values: (...given: never[]) => {
          ran.push(sql.slice(sql.indexOf("order by")));
          return values(...given);
        },
      });
    return statement;
  };
  Object.assign(connection, { prepare: noted });
  return ran;
}

const by_rev = ['order by "messages"."rev" asc limit ?'];
const by_seq = ['order by "messages"."seq" asc limit ?'];

test("what has changed is looked for on the shorter way: by rev, or among the messages held", async () => {
  const { store, ran, ids, catchUp } = await storeWith({ messages: 1_000, changed: 10 });
  const [channel_id = 0] = ids;
  expect(await catchUp({ channel_id, rev: 0, from_seq: 999_999_999 })).toMatchObject({
    told: [{ is_gap: false, count: 0 }],
  });
  expect(ran).toEqual([]);
  expect(await catchUp({ channel_id, rev: 0, from_seq: 990 })).toMatchObject({
    told: [{ is_gap: false, count: 11 }],
  });
  expect(ran).toEqual(by_seq);
  expect(await catchUp({ channel_id, rev: 995, from_seq: 0 })).toMatchObject({
    told: [{ is_gap: false, count: 15 }],
  });
  expect(ran).toEqual(by_rev);
  await store.close();
});

test("where more are held than may be passed over, and more have changed, it is a gap; one fewer of either is none", async () => {
  const [messages, changed] = [2 * passed_max + 2, passed_max + 1];
  const { store, ids, catchUp } = await storeWith({ messages, changed });
  const [channel_id = 0] = ids;
  const told = async (rev: number, from_seq: number) =>
    (await catchUp({ channel_id, rev, from_seq })).told[0];
  const gap = { is_gap: true, count: limits.history_page_default };
  expect(await told(messages, messages - passed_max)).toEqual(gap);
  expect(await told(messages, messages - passed_max + 1)).toEqual({ is_gap: false, count: 0 });
  expect(await told(messages + 1, messages - passed_max)).toEqual({ is_gap: false, count: 0 });
  await store.close();
});

test("a message that has changed very often is one change", async () => {
  const { connection, store, ids, catchUp } = await storeWith({ messages: passed_max + 5, changed: 0 });
  const [channel_id = 0] = ids;
  const last_rev = 3 * passed_max;
  connection.exec(`
    UPDATE messages SET rev = ${last_rev} WHERE channel_id = ${channel_id} AND seq = 3;
    UPDATE channels SET last_rev = ${last_rev} WHERE id = ${channel_id};
  `);
  const position = { channel_id, rev: passed_max + 5, from_seq: 1 };
  expect((await catchUp(position)).told).toEqual([{ is_gap: false, count: 1 }]);
  await store.close();
});

test("once too many were passed over in one answer the other channels are named, and told when asked for again", async () => {
  const room = { messages: 2 * passed_max, changed: 0.9 * passed_max };
  const { store, ids, catchUp } = await storeWith(room, room, room);
  const positions = ids.map((channel_id) => ({
    channel_id,
    rev: room.messages,
    from_seq: room.changed + 1,
  }));
  const nothing = { is_gap: false, count: 0 };
  expect(await catchUp(...positions)).toEqual({ told: [nothing, nothing], left_out: ids.slice(2) });
  expect(await catchUp(...positions.slice(2))).toEqual({ told: [nothing], left_out: [] });
  await store.close();
});

test("reactions that were read count among what makes an answer full", async () => {
  const room = { messages: limits.catch_up_max, changed: 0 };
  const { connection, store, ids } = await storeWith(room, room, room);
  connection.exec(`
    INSERT INTO reaction_counts (message_id, emoji, count, first_rev)
      SELECT messages.id, char(0x1f600 + key), 1, 1 FROM messages, json_each('${JSON.stringify(Array(20).fill(0))}');
  `);
  const positions = ids.map((channel_id) => ({ channel_id, rev: 0, from_seq: 1 }));
  const { changes, left_out } = await store.messages.catchUp(1, positions, { bytes_max: 100_000 });
  expect(changes.map(({ messages }) => messages.flatMap(({ reactions }) => reactions).length)).toEqual([
    4_000,
  ]);
  expect(left_out).toEqual(ids.slice(1));
  connection.exec("DELETE FROM reaction_counts");
  const without = await store.messages.catchUp(1, positions, { bytes_max: 100_000 });
  expect(without.changes).toHaveLength(3);
  await store.close();
});
