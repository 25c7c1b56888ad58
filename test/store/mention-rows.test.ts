import { expect, test } from "bun:test";

import type { Mentions } from "../../src/domain/ports/message-store.ts";
import { limits } from "../../src/protocol/limits.ts";
import { openConnection } from "../../src/store/sqlite/open-connection.ts";
import { storeOver } from "../../src/store/sqlite/store-over.ts";
import { generalOf, register, say } from "../conformance/scene.ts";
import { silentLog } from "./silent-log.ts";

test("an edit writes rows only for those who are named no more, or anew", async () => {
  const connection = openConnection({ path: ":memory:", clock: Date, log: silentLog });
  const store = storeOver(connection, silentLog);
  connection.exec(`
    CREATE TEMP TABLE written (row TEXT);
    CREATE TEMP TRIGGER added AFTER INSERT ON mentions BEGIN INSERT INTO written VALUES ('+' || new.user_id); END;
    CREATE TEMP TRIGGER dropped AFTER DELETE ON mentions BEGIN INSERT INTO written VALUES ('-' || old.user_id); END;
  `);
  const written = () => {
    const rows = connection.query<{ row: string }, []>("SELECT row FROM written ORDER BY row").all();
    connection.exec("DELETE FROM written");
    return rows.map(({ row }) => row);
  };
  const [ana, ben, cleo, dora] = await register(store, "ana", "ben", "cleo", "dora");
  const here = (...user_ids: number[]): Mentions => ({ usernames: [], user_ids, everyone: false });
  const channel_id = await generalOf(store);
  const { id } = await say(store, channel_id, ana, "@here", { mentions: here(ana, ben, cleo) });
  expect(written()).toEqual([`+${ben}`, `+${cleo}`]);
  const edit = async (content: string, mentions: Mentions | undefined) => {
    const { named } = await store.changes.edit({ id, content, mentions, now_ms: 2 });
    return { written: written(), after: named.after };
  };
  const both = { everyone: false, user_ids: new Set([ben, cleo]) };
  expect(await edit("@here!", here(ana, ben, cleo))).toEqual({ written: [], after: both });
  expect(await edit("@here!!", { ...here(), kept: { but: [] } })).toEqual({ written: [], after: both });
  expect((await edit("@here @dora", here(ben, dora))).written).toEqual([`+${dora}`, `-${cleo}`]);
  expect((await edit("@channel", { ...here(), everyone: true })).written).toEqual([
    "+0",
    `-${ben}`,
    `-${dora}`,
  ]);
  expect((await edit("@channel!", { ...here(), everyone: true })).written).toEqual([]);
  expect((await edit("nobody", undefined)).written).toEqual(["-0"]);
  expect((await edit("nobody!", undefined)).written).toEqual([]);
  await store.close();
});

test("of unread messages that name somebody no more are counted than is promised", async () => {
  const store = storeOver(openConnection({ path: ":memory:", clock: Date, log: silentLog }), silentLog);
  const [ana, ben] = await register(store, "ana", "ben");
  const channel_id = await generalOf(store);
  const everyone: Mentions = { usernames: [], user_ids: [], everyone: true };
  const counted = async () => (await store.channels.viewFor(ben, channel_id))?.mention_count;
  const sayTo = (count: number) =>
    Promise.all(
      Array.from({ length: count }, () => say(store, channel_id, ana, "@channel", { mentions: everyone })),
    );
  await sayTo(limits.mentions_counted_max - 1);
  expect(await counted()).toBe(limits.mentions_counted_max - 1);
  await sayTo(2);
  expect(await counted()).toBe(limits.mentions_counted_max);
  await store.close();
});

test("what somebody wrote to everybody and marked as unread does not count for them, nor hide what others wrote", async () => {
  const store = storeOver(openConnection({ path: ":memory:", clock: Date, log: silentLog }), silentLog);
  const [ana, ben] = await register(store, "ana", "ben");
  const channel_id = await generalOf(store);
  const everyone: Mentions = { usernames: [], user_ids: [], everyone: true };
  const own = Array.from({ length: 2 * limits.mentions_counted_max }, () => ana);
  for (const author_id of [...own, ben, ben, ben])
    await say(store, channel_id, author_id, "@channel", { mentions: everyone });
  expect(await store.members.markUnread(channel_id, ana, 1)).toMatchObject({ read_seq: 0, mention_count: 3 });
  await store.close();
});
