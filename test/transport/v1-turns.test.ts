import { expect, test } from "bun:test";

import { createRates } from "../../src/domain/rates.ts";
import { encodeFrame } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { fakeConnection, sayer } from "../support/fake-connection.ts";
import { HeldTurns } from "../support/held-turns.ts";

const password = "correct horse";
type Frame = Record<string, unknown>;

/** Connections of ana over protocol 1; from then on a test hands out the turns. */
async function street(count: number) {
  const clock = new FakeClock();
  const turns = new HeldTurns();
  const context = { ...(await createTestContext(clock, createRates(5))), turns };
  const { users, channels, members } = context.store;
  const password_hash = await context.passwords.hash(password, { address: "test" });
  const { user_id } = await users.create({ username: "ana", password_hash, now_ms: 1 });
  const create = (at: number) =>
    channels.create({ kind: "public", name: `c-${at}`, created_by: user_id, description: "", now_ms: 1 });
  const made = await Promise.all(Array.from({ length: count }, (_, at) => create(at)));
  const anas = made.map(() => fakeConnection(context));
  for (const each of anas) await sayer(each)({ type: "auth_login", username: "ana", password });
  turns.is_holding = true;
  for (const [at, { connection }] of anas.entries())
    connection.receive(encodeFrame({ type: "channel_join", channel: `c-${at}` }));
  const answered = () =>
    anas.filter(({ wire }) =>
      (wire.frames() as Frame[]).some(
        ({ type, channel }) => type === "channel_joined" && channel !== "general",
      ),
    ).length;
  const isMember = (at: number) => members.has(made[at]?.channel_id ?? 0, user_id);
  const settled = (at: number) => anas[at]?.connection.settled();
  /** Messages in the last channel, all of them deleted. */
  const fill = async (messages: number) => {
    const channel_id = made.at(-1)?.channel_id ?? 0;
    const rest = { kind: "text", nonce: null, reply_to_seq: null, mentions: undefined, now_ms: 1 } as const;
    for (let at = 0; at < messages; at++) {
      const sent = { channel_id, author_id: user_id, content: `said ${at}`, ...rest };
      const { message } = await context.store.messages.append(sent);
      await context.store.changes.remove(message.id, 2);
    }
  };
  return { clock, turns, answered, isMember, settled, fill };
}

test("of joins that one commit lets go on each is answered when it is its turn, in order", async () => {
  const { turns, answered, settled } = await street(3);
  while (turns.waiting + answered() < 3) await new Promise(setImmediate);
  expect(answered()).toBe(0);
  for (const at of [0, 1, 2]) {
    turns.give();
    await settled(at);
    expect(answered()).toBe(at + 1);
  }
});

test("of those for whom there is room in the same moment each goes on when it is its turn, in order", async () => {
  const at_once = limits.changes_per_second;
  const { clock, turns, answered, isMember, settled } = await street(at_once + 3);
  const all = at_once + 3;
  const late = [at_once, at_once + 1, at_once + 2];
  const waitFor = async (waiting: number) => {
    while (turns.waiting < waiting && answered() < all) await new Promise(setImmediate);
  };
  while (turns.waiting + answered() < at_once) await new Promise(setImmediate);
  turns.give(turns.waiting);
  for (let at = 0; at < at_once; at++) await settled(at);
  clock.move(limits.rate_window_ms);
  await waitFor(3);
  expect(await Promise.all(late.map(isMember))).toEqual([false, false, false]);
  turns.give();
  await waitFor(3); // what it has joined it asks for another turn to be told of
  expect(await Promise.all(late.map(isMember))).toEqual([true, false, false]);
  turns.is_holding = false;
  turns.give(3);
  await Promise.all(late.map(settled));
  expect(answered()).toBe(all);
});

test("each page that a join looks through for messages that are not deleted has a turn", async () => {
  const { turns, answered, isMember, settled, fill } = await street(1);
  while (turns.waiting === 0) await new Promise(setImmediate);
  expect(await isMember(0)).toBe(true);
  const pages = 3;
  await fill(pages * limits.history_page_v1);
  let given = 0;
  for (; ; given++) {
    while (turns.waiting + answered() === 0) await new Promise(setImmediate);
    if (answered() > 0) break;
    turns.give();
  }
  expect(given).toBe(pages);
  await settled(0);
});
