import { expect, test } from "bun:test";

import { sizeOf } from "../../src/domain/fitting.ts";
import type { Store } from "../../src/domain/ports/store.ts";
import { limits } from "../../src/protocol/limits.ts";
import type { Connection } from "../../src/store/sqlite/connection.ts";
import { openConnection } from "../../src/store/sqlite/open-connection.ts";
import { storeOver } from "../../src/store/sqlite/store-over.ts";
import { makeChannel, openDm, register, say } from "../conformance/scene.ts";
import { silentLog } from "./silent-log.ts";

/** Counts what is read by the statements that find out how much is unread, or who is in direct messages. */
function countReads(connection: Connection): { counts: number; peers: number } {
  const read = { counts: 0, peers: 0 };
  const { prepare } = connection;
  const counted = (sql: string) => {
    const statement = prepare(sql);
    const values = statement.values.bind(statement);
    const found = sql.includes('from "mentions"')
      ? "counts"
      : sql.startsWith('select "members"."channel_id", "users"."id"')
        ? "peers"
        : undefined;
    if (found)
      Object.assign(statement, {
        values: (...given: never[]) => {
          const rows = values(...given);
          read[found] += rows.length;
          return rows;
        },
      });
    return statement;
  };
  Object.assign(connection, { prepare: counted });
  return read;
}

/** Ana's list of general, a channel of her own and one she has joined, and 3,000 dms that eve has begun with her. */
async function crowded() {
  const connection = openConnection({ path: ":memory:", clock: Date, log: silentLog });
  const read = countReads(connection);
  const store = storeOver(connection, silentLog);
  const [ana, ben, eve] = await register(store, "ana", "ben", "eve");
  await makeChannel(store, "private", "own", ana);
  const joined = await makeChannel(store, "private", "joined", ben, ana);
  const dm = await openDm(store, ana, ben);
  await say(store, dm, ben, "the oldest");
  connection.exec(`
    INSERT INTO texts (content, written_at_ms) VALUES ('hello', 1);
    INSERT INTO channels (kind, dm_key, created_by, created_at_ms, last_seq, last_rev)
      SELECT 'dm', 'of eve ' || key, ${eve}, 1, 1, 1 FROM json_each('${JSON.stringify(Array(3_000).fill(0))}');
    INSERT INTO members (channel_id, user_id, joined_at_ms)
      SELECT channels.id, users.id, 1 FROM channels, users
      WHERE dm_key LIKE 'of eve %' AND users.id IN (${ana}, ${eve});
    INSERT INTO messages (channel_id, seq, rev, author_id, kind, text_id, created_at_ms)
      SELECT id, 1, 1, ${eve}, 'text', (SELECT max(id) FROM texts), 1 FROM channels WHERE dm_key LIKE 'of eve %' ORDER BY id;
  `);
  return { connection, store, read, ana, eve, joined, dm };
}

const bytesOf = (list: readonly unknown[]) => list.reduce<number>((sum, view) => sum + sizeOf(view), 0);

test("a list of thousands finds out what is unread only of what it has room for, and a few", async () => {
  const { store, read, ana } = await crowded();
  Object.assign(read, { counts: 0, peers: 0 });
  const list = await store.channels.listFor(ana);
  expect(list.length).toBeGreaterThan(1_000);
  expect(bytesOf(list)).toBeLessThanOrEqual(limits.list_bytes_max);
  expect(bytesOf(list) + sizeOf(list.at(-1))).toBeGreaterThan(limits.list_bytes_max);
  expect(list.slice(0, 3).map(({ name }) => name)).toEqual(["general", "joined", "own"]);
  const ids = list.slice(3).map(({ id }) => id);
  expect(ids).toEqual(ids.toSorted((a, b) => b - a)); // the newest message first
  expect(read.counts).toBeGreaterThanOrEqual(list.length);
  expect(read.counts).toBeLessThan(list.length + 200);
  expect(read.peers).toBeLessThan(2 * (list.length + 200));
  await store.close();
});

test("what has changed in a channel for which the list had no room is told", async () => {
  const { store, read, ana, dm } = await crowded();
  Object.assign(read, { counts: 0, peers: 0 });
  const oldest = [dm + 1, dm + 2]; // of eve's
  const positions = oldest.map((channel_id) => ({ channel_id, rev: 0, from_seq: 0 }));
  const { channels, changes } = await store.messages.catchUp(ana, positions);
  expect(channels.filter(({ id }) => oldest.includes(id))).toEqual([]);
  expect(changes).toMatchObject(
    oldest.map((channel_id) => ({ channel_id, messages: [{ content: "hello" }] })),
  );
  expect(read.counts).toBeLessThan(channels.length + 200);
  await expectNone(store, ana);
  await store.close();
});

test("what others do to somebody leaves out nothing of what was there before, and of what is new the newest is there", async () => {
  const { store, ana, eve, joined, dm } = await crowded();
  const [fay] = await register(store, "fay");
  const newest = await openDm(store, fay, ana);
  await say(store, newest, fay, "it is really me");
  const read = dm + 1; // the oldest of eve's
  await store.members.markRead(read, ana, 1);
  const flood = {
    kind: "private",
    description: "\u{1f30a}".repeat(limits.channel_description_chars_max),
  } as const;
  const made = { ...flood, created_by: eve, now_ms: 9, made_max: 1_000_000 };
  for (let at = 0; at < 700; at++) {
    const { channel_id } = await store.channels.create({ ...made, name: `--${at}` });
    await store.members.add(channel_id, ana, 99_999);
  }
  const list = await store.channels.listFor(ana);
  const listed = new Set(list.map(({ id }) => id));
  for (const id of [1, joined, dm, read, newest]) expect(listed).toContain(id);
  expect(list.filter(({ kind }) => kind === "dm")).toHaveLength(22); // the two, and twenty that are new
  expect(list.some(({ name }) => name === "--0")).toBe(true);
  await store.close();
});

async function expectNone(store: Store, ana: number): Promise<void> {
  const [cleo, dora] = await register(store, "cleo", "dora");
  const unseen = [await makeChannel(store, "private", "theirs", cleo), await openDm(store, cleo, dora)];
  const unbegun = await openDm(store, cleo, ana);
  const positions = [...unseen, unbegun, 1_000_000].map((channel_id) => ({
    channel_id,
    rev: 0,
    from_seq: 0,
  }));
  expect((await store.messages.catchUp(ana, positions)).changes).toEqual([]);
}
