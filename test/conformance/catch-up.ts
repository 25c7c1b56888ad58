import { expect } from "bun:test";

import type { Store } from "../../src/domain/ports/store.ts";
import { limits } from "../../src/protocol/limits.ts";
import { askTogether, sayMany } from "./actions.ts";
import { Client } from "./client.ts";
import type { Model } from "./model.ts";
import { beginHistory, randomActions } from "./random-histories.ts";
import { type Random, randomFrom } from "./random.ts";
import { generalOf, makeChannel, openDm, register, say, type Scene, wholeHistory } from "./scene.ts";

/** Making a store costs more than a history: so many share one. */
const histories_per_store = 10;

/** `histories`: of how many random ones. */
export function describeCatchUp(scene: Scene, histories: number): void {
  describePositions(scene);
  describeGaps(scene);
  let gaps = 0;
  for (let from = 1; from <= histories; from += histories_per_store) {
    const until = from + histories_per_store;
    const name = `away in random histories ${from} to ${until - 1}: what is held equals what is there`;
    scene(name, async (store) => {
      const model = await beginHistory(store);
      for (let seed = from; seed < until; seed++)
        gaps += await beAway(store, model, randomFrom(seed), seed % 4 === 0);
    });
  }
  scene("among the random histories were some that left clients far behind", async () => {
    expect(gaps).toBeGreaterThan(histories / 10);
  });
}

/** Clients of all users hold some of each channel, are away for a while, and catch up, again and again. Returns how many gaps they had. */
async function beAway(store: Store, model: Model, random: Random, is_far: boolean): Promise<number> {
  const clients = [...model.users.keys()].map((user_id) => new Client(store, user_id));
  for (const client of clients)
    for (const channel_id of model.rooms.keys())
      if (random(4) > 0) await client.open(channel_id, 1 + random(30));
  for (let away = 0; away < 3; away++) {
    if (is_far && away === 1)
      await askTogether(store, model, sayMany(model, random, limits.catch_up_max + 1));
    const turns = random(6) === 0 ? 40 : random(10);
    for (let turn = 0; turn < turns; turn++) await askTogether(store, model, randomActions(model, random, 5));
    for (const client of clients) await client.catchUp();
    for (const client of clients) await expectFresh(client, model);
  }
  return clients.reduce((sum, { gaps }) => sum + gaps, 0);
}

/** Field by field what a client that comes anew would read. */
async function expectFresh(client: Client, model: Model): Promise<void> {
  const { store, user_id, held, channels } = client;
  expect(channels).toEqual(await store.channels.listFor(user_id));
  for (const [channel_id, { from_seq, rev }] of held) {
    const fresh = await wholeHistory(store, user_id, channel_id);
    expect(client.messagesOf(channel_id)).toEqual(fresh.filter(({ seq }) => seq >= from_seq));
    expect(rev).toBe(model.room(channel_id).rev);
  }
}

function describePositions(scene: Scene): void {
  scene("catching up tells each message that changed once, as it is now, in order of seq", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const general = await generalOf(store);
    const [first, second, third] = [
      await say(store, general, ana, "one"),
      await say(store, general, ana, "two"),
      await say(store, general, ana, "three"),
    ];
    const { changes } = store;
    await changes.react({ id: third.id, user_id: ben, emoji: "👍", on: true });
    await changes.edit({ id: third.id, content: "three!", mentions: undefined, now_ms: 20_000 });
    await changes.remove(first.id, 20_001);
    const since = { channel_id: general, rev: third.rev, from_seq: 0 };
    const told = await store.messages.catchUp(ben, [since]);
    expect(told.channels).toEqual(await store.channels.listFor(ben));
    expect(told.changes).toEqual([
      {
        channel_id: general,
        last_rev: 6,
        is_gap: false,
        messages: await store.messages.get(ben, general, [first.seq, third.seq]),
      },
    ]);
    expect(told.changes[0]?.messages[1]?.reactions).toEqual([{ emoji: "👍", count: 1, mine: true }]);
    const here = await store.messages.catchUp(ben, [{ ...since, rev: 6 }]);
    expect(here.changes).toEqual([{ channel_id: general, last_rev: 6, is_gap: false, messages: [] }]);
    const from_second = await store.messages.catchUp(ben, [{ ...since, from_seq: second.seq }]);
    expect(from_second.changes[0]?.messages.map(({ seq }) => seq)).toEqual([third.seq]);
  });

  scene("without positions there are channels only; those one cannot see are left out", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const hidden = [await makeChannel(store, "private", "plans", ana), await openDm(store, ana, ana), 4_711];
    const open = await makeChannel(store, "public", "music", ana);
    for (const channel_id of [...hidden.slice(0, 2), open]) await say(store, channel_id, ana, "hello");
    const positions = [...hidden, open].map((channel_id) => ({ channel_id, rev: 0, from_seq: 0 }));
    const ids = async (user_id: number) =>
      (await store.messages.catchUp(user_id, positions)).changes.map(({ channel_id }) => channel_id);
    expect(await ids(ana)).toEqual([...hidden.slice(0, 2), open]);
    expect(await ids(ben)).toEqual([open]);
    const nothing = { channels: await store.channels.listFor(ben), changes: [], left_out: [] };
    expect(await store.messages.catchUp(ben, [])).toEqual(nothing);
  });
}

function describeGaps(scene: Scene): void {
  const page = limits.history_page_default;
  const sayAll = (store: Store, channel_id: number, author_id: number, count: number) =>
    Promise.all(Array.from({ length: count }, (_, at) => say(store, channel_id, author_id, `message ${at}`)));

  scene("over 200 changes are a gap with the newest page", async (store) => {
    const [ana] = await register(store, "ana");
    const channel_id = await generalOf(store);
    const told = async (rev: number, from_seq = 0) => {
      const { changes } = await store.messages.catchUp(ana, [{ channel_id, rev, from_seq }]);
      return { is_gap: changes[0]?.is_gap, count: changes[0]?.messages.length };
    };
    await sayAll(store, channel_id, ana, limits.catch_up_max + 5);
    expect(await told(5)).toEqual({ is_gap: false, count: limits.catch_up_max });
    expect(await told(4)).toEqual({ is_gap: true, count: page });
    expect(await told(0, 6)).toEqual({ is_gap: false, count: limits.catch_up_max });
    const { changes } = await store.messages.catchUp(ana, [{ channel_id, rev: 0, from_seq: 0 }]);
    const newest = await store.messages.history({ user_id: ana, channel_id, limit: page });
    expect(changes).toEqual([{ channel_id, last_rev: 205, is_gap: true, messages: newest.messages }]);
  });

  scene("once an answer is full the other channels are named, not read", async (store) => {
    const [ana] = await register(store, "ana");
    const ids = [await generalOf(store), await makeChannel(store, "public", "music", ana)];
    for (const channel_id of ids) await sayAll(store, channel_id, ana, 20);
    const positions = [...ids, 4_711].map((channel_id) => ({ channel_id, rev: 0, from_seq: 0 }));
    const read = async (bytes_max?: number) => {
      const room = bytes_max === undefined ? {} : { bytes_max };
      const { changes, left_out } = await store.messages.catchUp(ana, positions, room);
      return { read: changes.map(({ channel_id }) => channel_id), left_out };
    };
    expect(await read()).toEqual({ read: ids, left_out: [] });
    expect(await read(1_000_000)).toEqual({ read: ids, left_out: [] });
    expect(await read(1_000)).toEqual({ read: ids.slice(0, 1), left_out: ids.slice(1) });
    expect(await read(0)).toEqual({ read: ids.slice(0, 1), left_out: ids.slice(1) });
  });

  scene("who knows more than there is, since a backup was put back, begins anew", async (store) => {
    const [ana] = await register(store, "ana");
    const channel_id = await generalOf(store);
    const messages = await sayAll(store, channel_id, ana, 3);
    const { changes } = await store.messages.catchUp(ana, [{ channel_id, rev: 9, from_seq: 2 }]);
    expect(changes).toEqual([{ channel_id, last_rev: 3, is_gap: true, messages }]);
  });

  scene("a client that is far behind drops what it held", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const channel_id = await generalOf(store);
    await sayAll(store, channel_id, ana, 60);
    const client = new Client(store, ben);
    await client.open(channel_id, 30);
    await sayAll(store, channel_id, ana, limits.catch_up_max + 1);
    await client.catchUp();
    expect(client.gaps).toBe(1);
    expect(client.messagesOf(channel_id).map(({ seq }) => seq)).toEqual(
      Array.from({ length: page }, (_, at) => 212 + at),
    );
  });
}
