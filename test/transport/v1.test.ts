import { expect, test } from "bun:test";

import type { Context } from "../../src/domain/context.ts";
import { createRates } from "../../src/domain/rates.ts";
import { encodeFrame } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import { createSpeaker } from "../../src/transport/speaker.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { fakeConnection } from "../support/fake-connection.ts";

type Frame = Record<string, unknown>;

/** A room of clients of protocol 1 in one process; each keeps what it has been told. */
async function room(rates = createRates(0)) {
  const clock = new FakeClock();
  const context = await createTestContext(clock, rates);
  const speak = createSpeaker(context);
  const enter = async (username: string, way: "register" | "login" = "register") => {
    const client = connect(context, speak);
    await client.say({ type: `auth_${way}`, username, password: "secret" });
    return client;
  };
  return { clock, context, enter };
}

function connect(context: Context, speak: ReturnType<typeof createSpeaker>) {
  const { wire, connection } = fakeConnection(context, speak);
  const say = async (...frames: Frame[]) => {
    connection.receive(Buffer.concat(frames.map(encodeFrame)));
    await connection.settled();
  };
  let seen = 0;
  /** What has come since the last time this was asked. */
  const news = (): Frame[] => {
    const frames = wire.frames().slice(seen) as Frame[];
    seen += frames.length;
    return frames;
  };
  return { wire, connection, say, news };
}

test("a message to a channel by name does not change where messages without one go", async () => {
  const { enter } = await room();
  const ana = await enter("ana");
  await ana.say({ type: "channel_create", name: "games" });
  ana.news();
  await ana.say(
    { type: "message", channel: "games", content: "there" },
    { type: "message", content: "here" },
  );
  expect(ana.news().map(({ channel, content }) => [channel, content])).toEqual([
    ["games", "there"],
    ["general", "here"],
  ]);
});

test("a description that is too long is cut, not refused", async () => {
  const { enter } = await room();
  const ana = await enter("ana");
  ana.news();
  await ana.say({ type: "channel_create", name: "games", description: "👋".repeat(300) });
  expect(ana.news()).toMatchObject([{ type: "channel_created", channel: { description: "👋".repeat(200) } }]);
});

test("who left general and comes back: joined is told once, and before the status", async () => {
  const { clock, enter } = await room();
  const ana = await enter("ana");
  const ben = await enter("ben");
  clock.move(1_000);
  await ben.say({ type: "channel_leave" });
  ben.connection.closed(true);
  clock.move(1_000);
  await new Promise(setImmediate); // in which it is told that ben has gone
  ana.news();
  await enter("ben", "login");
  clock.move(1_000);
  await new Promise(setImmediate);
  expect(ana.news()).toEqual([
    { type: "user_joined", channel: "general", username: "ben" },
    { type: "status_change", username: "ben", status: "online" },
  ]);
});

test("a login brings all that waits, however much the user has just changed", async () => {
  const { clock, context, enter } = await room(createRates(5));
  const ana = await enter("ana");
  const ben = await enter("ben");
  const { user_id } = (await context.store.users.byName("ben")) ?? { user_id: 0 };
  ben.connection.closed(true);
  await ana.say({ type: "private_message", to: "ben", content: "are you there?" });
  while (context.rates.change.take(user_id, clock.now()) === 0);

  const back = await enter("ben", "login");
  expect(back.news()).toMatchObject([
    { type: "auth_result", success: true },
    { type: "channel_info" },
    { type: "channel_joined" },
    { type: "private_message", content: "are you there?" },
  ]);
  clock.move(1_000);
  await new Promise(setImmediate);
  expect(ana.news().at(-1)).toEqual({ type: "status_change", username: "ben", status: "online" });
});

test("lists are asked for so often at once, then evenly", async () => {
  const { clock, enter } = await room(createRates(5));
  const ana = await enter("ana");
  const ask = async (type: string) => {
    await ana.say({ type });
    return ana.news().map((frame) => frame["type"]);
  };
  ana.news();
  for (let at = 0; at < limits.lists_per_period; at += 2)
    expect([...(await ask("channel_list")), ...(await ask("user_list"))]).toEqual([
      "channel_info",
      "user_list",
    ]);
  const waiting = clock.waiting;
  const asked = ana.say({ type: "user_list" });
  while (clock.waiting === waiting) await new Promise(setImmediate);
  expect(ana.news()).toEqual([]);
  clock.move(limits.lists_period_ms / limits.lists_per_period);
  await asked;
  expect(ana.news()).toMatchObject([{ type: "user_list" }]);
});

test("a login that brings thousands of messages lets others have their turns", async () => {
  const { context, enter } = await room();
  const ana = await enter("ana");
  const ben = await enter("ben");
  ben.connection.closed(true);
  await ana.say({ type: "private_message", to: "ben", content: "0" });
  const [{ id: channel_id } = { id: 0 }] = (await context.store.channels.listFor(1)).slice(-1);
  const rest = { channel_id, author_id: 1, kind: "text", nonce: null, reply_to_seq: null } as const;
  const append = (content: string) =>
    context.store.messages.append({ ...rest, content, mentions: undefined, now_ms: 1 });
  await Promise.all(Array.from({ length: 1_000 }, (_, at) => append(`${at + 1}`)));
  const { members } = context.store;
  const { undelivered } = members;
  let turn = 0;
  const pages_of: number[] = [];
  members.undelivered = (...asked) => {
    pages_of.push(turn);
    return undelivered(...asked);
  };
  let is_over = false;
  const next = () => void (turn++, is_over || setImmediate(next));
  next();
  const back = await enter("ben", "login");
  is_over = true;
  const told = back.news().filter(({ type }) => type === "private_message");
  expect(told.map(({ content }) => Number(content))).toEqual(Array.from({ length: 1_001 }, (_, at) => at));
  expect(new Set(pages_of).size).toBe(pages_of.length);
});

test("a login that the database does not see through ends the connection, and what waits comes with the next", async () => {
  const { clock, context, enter } = await room();
  const ana = await enter("ana");
  const first = await enter("ben");
  first.connection.closed(true);
  await ana.say({ type: "private_message", to: "ben", content: "are you there?" });
  const { members } = context.store;
  const { undelivered } = members;
  members.undelivered = () => Promise.reject(new Error("a fault"));
  const failed = await enter("ben", "login");
  expect(failed.news().map(({ type }) => type)).toEqual([
    "auth_result",
    "channel_info",
    "channel_joined",
    "error",
    "error",
  ]);
  expect(failed.wire.is_ended).toBe(true);
  members.undelivered = undelivered;
  clock.move(1_000);

  const back = await enter("ben", "login");
  expect(back.news().at(-1)).toMatchObject({ type: "private_message", content: "are you there?" });
});

test("a login that a fault of the server ends is answered as one", async () => {
  const { context, enter } = await room();
  await enter("ana");
  const { byName } = context.store.users;
  context.store.users.byName = () => Promise.reject(new Error("a secret of the disk"));
  const ben = await enter("ana", "login");
  expect(ben.news()).toEqual([
    { type: "auth_result", success: false, error: expect.not.stringContaining("secret") },
  ]);
  context.store.users.byName = byName;
  await ben.say({ type: "auth_login", username: "ana", password: "secret" });
  expect(ben.news()[0]).toMatchObject({ type: "auth_result", success: true });
});

test("a private message that was only written to a dead connection comes again; one that was heard does not", async () => {
  const { clock, enter } = await room();
  const ana = await enter("ana");
  const lost = await enter("ben");
  await ana.say({ type: "private_message", to: "ben", content: "are you there?" });
  expect(lost.news().at(-1)).toMatchObject({ type: "private_message", content: "are you there?" });
  lost.connection.closed(false);
  clock.move(1_000);

  const back = await enter("ben", "login");
  expect(back.news().filter(({ type }) => type === "private_message")).toMatchObject([
    { content: "are you there?" },
  ]);
  back.connection.closed(true);
  clock.move(1_000);

  const again = await enter("ben", "login");
  const heard = again.news();
  expect(heard.map(({ type }) => type)).toContain("channel_joined");
  expect(heard.filter(({ type }) => type === "private_message")).toEqual([]);
});
