import { expect, test } from "bun:test";

import { dispatch } from "../../src/domain/dispatch.ts";
import { Session } from "../../src/domain/session.ts";
import { limits } from "../../src/protocol/limits.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { fakeConnection, sayer } from "../support/fake-connection.ts";

type Frame = Record<string, unknown>;
type Listed = { type: "channel_info"; channels: { id: number; name: string }[] };

const password = "correct horse";

/** A server in which ana is in more channels than her list has room for. Nobody has met any of them over protocol 1. */
async function crowded() {
  const context = await createTestContext(new FakeClock());
  const { users, channels, members } = context.store;
  const password_hash = await context.passwords.hash(password, { address: "test" });
  const make = async (username: string) =>
    (await users.create({ username, password_hash, now_ms: 1 })).user_id;
  const [ana_id, eve_id] = [await make("ana"), await make("eve")];
  const description = "\u{1f30a}".repeat(limits.channel_description_chars_max);
  const create = async (name: string, now_ms: number, kind: "public" | "private" = "public") =>
    (await channels.create({ kind, name, description, created_by: eve_id, now_ms })).channel_id;
  const addAna = (channel_id: number, now_ms = 1) => members.add(channel_id, ana_id, now_ms);
  await Promise.all(Array.from({ length: 700 }, async (_, at) => addAna(await create(`m-${at}`, 1))));

  /** What was said in a channel, as ana sees it. */
  const countIn = async (channel_id: number) => (await channels.viewFor(ana_id, channel_id))?.last_seq;

  /** Ana over protocol 1: the names in her list, what she is told from there on. */
  const enter = async () => {
    const { wire, connection } = fakeConnection(context);
    const say = sayer({ wire, connection });
    const [, list] = await say({ type: "auth_login", username: "ana", password });
    return { say, frames: () => wire.frames() as Frame[], channels: (list as Listed).channels };
  };
  return { context, create, addAna, countIn, enter };
}

test("a public channel that the list has no room for is reached by its name", async () => {
  const { create, enter } = await crowded();
  for (const name of ["asked", "joined", "said"]) await create(name, 1);
  const ana = await enter();
  const names = ana.channels.map(({ name }) => name);
  expect(names).toContain("m-0");
  for (const name of ["asked", "joined", "said"]) expect(names).not.toContain(name);
  expect(
    await ana.say(
      { type: "user_list", channel: "asked" },
      { type: "channel_join", channel: "Joined" },
      { type: "message", channel: "said", content: "hello" },
    ),
  ).toEqual([
    { type: "user_list", channel: "asked", users: [] },
    expect.objectContaining({ type: "channel_joined", channel: "joined" }),
    expect.objectContaining({ type: "message", channel: "said", content: "hello" }),
  ]);
});

test("what is said in a channel that one is in comes also when the list has no room for it", async () => {
  const { context, create, addAna, enter } = await crowded();
  const channel_id = await create("zz-last", 1);
  await addAna(channel_id);
  const ana = await enter();
  expect(ana.channels.map(({ name }) => name)).not.toContain("zz-last");
  const ben = new Session({ deliver() {}, close() {} });
  await dispatch(context, ben, "session.register", { username: "ben", password });
  await dispatch(context, ben, "channel.join", { channel_id });
  await dispatch(context, ben, "message.send", { channel_id, nonce: "1", content: "to all in it" });
  expect(ana.frames().at(-1)).toMatchObject({ type: "message", channel: "zz-last", content: "to all in it" });
});

test("nothing said to a private channel, as the list names it, goes to a public one that the list has no room for", async () => {
  const { context, create, addAna, countIn, enter } = await crowded();
  const hidden_id = await create("a-plan", 1, "private");
  const open = { kind: "public", name: "a-plan", description: "", now_ms: 2 } as const;
  const { user_id } = (await context.store.users.byName("ana")) ?? { user_id: 0 };
  const { channel_id: open_id } = await context.store.channels.create({ ...open, created_by: user_id });
  await addAna(hidden_id, 0); // before all others, so that the list has room for it
  const ana = await enter();
  expect(ana.channels.map(({ id }) => id)).not.toContain(open_id);
  const name = ana.channels.find(({ id }) => id === hidden_id)?.name;
  await ana.say({ type: "message", channel: name, content: "for those who are in it" });
  expect([await countIn(open_id), await countIn(hidden_id)]).toEqual([0, 1]);
});

/** Has something happen while channels beyond the list are being read. */
function meanwhile(context: Awaited<ReturnType<typeof createTestContext>>, happen: () => Promise<unknown>) {
  const { channels } = context.store;
  const { viewsFor } = channels;
  let has_happened = false;
  channels.viewsFor = async (...of) => {
    if (!has_happened) {
      has_happened = true;
      await happen();
    }
    return viewsFor(...of);
  };
}

test("a list is as new as what was told before it, however long it took to learn of the others", async () => {
  const { context, enter } = await crowded();
  const ana = await enter();
  const other = new Session({ deliver() {}, close() {} });
  await dispatch(context, other, "session.login", { username: "ana", password });
  meanwhile(context, () => dispatch(context, other, "channel.create", { kind: "public", name: "fresh" }));
  const [created, list] = await ana.say({ type: "channel_list" });
  expect(created).toMatchObject({ type: "channel_created", channel: { name: "fresh" } });
  expect((list as Listed).channels.map(({ name }) => name)).toContain("fresh");
});

test("of two channels of one name the elder keeps it, also when the other is made while it is being learnt of", async () => {
  const { context, create, addAna, countIn, enter } = await crowded();
  const elder_id = await create("zz-plan", 1, "private");
  await addAna(elder_id);
  const ben = new Session({ deliver() {}, close() {} });
  await dispatch(context, ben, "session.register", { username: "ben", password });
  const made = Promise.withResolvers<number>();
  meanwhile(context, async () => {
    const { channel } = await dispatch(context, ben, "channel.create", { kind: "public", name: "zz-plan" });
    made.resolve(channel.id);
  });
  const ana = await enter();
  const younger_id = await made.promise;
  await ana.say({ type: "message", channel: "zz-plan", content: "for those who are in it" });
  expect([await countIn(elder_id), await countIn(younger_id)]).toEqual([1, 0]);
  expect(await ana.say({ type: "channel_join", channel: `zz-plan~${younger_id}` })).toEqual([
    expect.objectContaining({ type: "channel_joined", channel: `zz-plan~${younger_id}` }),
  ]);
});
