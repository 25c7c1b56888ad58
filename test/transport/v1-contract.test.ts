import { expect, test } from "bun:test";

import type { Context } from "../../src/domain/context.ts";
import { dispatch } from "../../src/domain/dispatch.ts";
import { createRates } from "../../src/domain/rates.ts";
import { Session } from "../../src/domain/session.ts";
import { encodeFrame } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { fakeConnection, sayer } from "../support/fake-connection.ts";

const password = "correct horse";
const general = 1;

/** Ana over protocol 1, and ben, who says things over no connection. */
async function street(messages_per_second = 0) {
  const clock = new FakeClock();
  const context = await createTestContext(clock, createRates(messages_per_second));
  const ben = new Session({ deliver() {}, close() {} });
  await dispatch(context, ben, "session.register", { username: "ben", password });
  await dispatch(context, ben, "channel.join", { channel_id: general });
  const { wire, connection } = fakeConnection(context);
  const say = sayer({ wire, connection });
  const register = () => say({ type: "auth_register", username: "ana", password });
  return { clock, context, ben, connection, wire, say, register };
}

test("a history has the newest 50 messages that are there, however many of the newest are deleted", async () => {
  const { context, ben, register } = await street();
  const count = 4 * limits.history_page_v1;
  for (let at = 1; at <= count; at++)
    await dispatch(context, ben, "message.send", {
      channel_id: general,
      nonce: `n${at}`,
      content: `said ${at}`,
    });
  const kept = 60;
  for (let id = kept + 1; id <= count; id++) await dispatch(context, ben, "message.delete", { id });
  const joined = (await register()).find(({ type }) => type === "channel_joined");
  const history = joined?.["history"] as { content: string }[];
  expect(history.map(({ content }) => content)).toEqual(
    Array.from(
      { length: limits.history_page_v1 },
      (_, at) => `said ${kept - limits.history_page_v1 + at + 1}`,
    ),
  );
});

test("who makes sure at each start that its channels are there uses up nothing", async () => {
  const { clock, register, say } = await street(100);
  await register();
  await say({ type: "channel_create", name: "alerts" });
  for (let start = 0; start < 2 * limits.creations_per_period; start++) {
    clock.move(1_000);
    const [answer] = await say({ type: "channel_create", name: "alerts" });
    expect(answer).toMatchObject({ type: "error", code: "exists" });
  }
  const [made] = await say({ type: "channel_create", name: "other" });
  expect(made).toMatchObject({ type: "channel_created" });
});

test("private messages are held to the rate of messages alone", async () => {
  const { register, say } = await street(2 * limits.changes_per_second);
  await register();
  const many = Array.from({ length: 2 * limits.changes_per_second }, (_, at) => ({
    type: "private_message",
    to: "ben",
    content: `${at}`,
  }));
  const answers = await say(...many);
  expect(answers.filter(({ type }) => type === "error")).toEqual([]);
  const [refused] = await say({ type: "private_message", to: "ben", content: "one more" });
  expect(refused).toMatchObject({ type: "error", code: "rate_limited" });
});

test("who is told that a password will not do has the time to type another", async () => {
  const { clock, connection, say } = await street();
  clock.move(14_000);
  await say({ type: "auth_register", username: "ana", password: "" });
  clock.move(14_000);
  connection.check(clock.now());
  expect(connection.session.is_closed).toBe(false);
  clock.move(2_000);
  connection.check(clock.now());
  expect(connection.session.is_closed).toBe(true);
});

test("a channel that two messages joined together is left as a whole", async () => {
  const { context, ben, register, say } = await street();
  await register();
  const { channel } = await dispatch(context, ben, "channel.create", { kind: "public", name: "games" });
  await say({ type: "channel_join", channel: "games" });
  const said = (content: string) => ({ type: "message", channel: "games", content });
  await say({ type: "channel_leave", channel: "games" }, said("one"), said("two"));
  await say({ type: "channel_leave", channel: "games" });
  const heard = await say(said("three"));
  expect(heard).toContainEqual(expect.objectContaining({ type: "message", content: "three" }));
  const { messages } = await dispatch(context, ben, "message.history", { channel_id: channel.id });
  expect(messages.map(({ content }) => content)).toEqual(["one", "two", "three"]);
});

test("a refusal that quotes a long name has no half character in it", async () => {
  const { register, say } = await street();
  await register();
  const name = `x${"\u{1f600}".repeat(60)}`;
  const refused = await say(
    { type: "channel_join", channel: name },
    { type: "private_message", to: name, content: "hello" },
    { type: name },
  );
  for (const { message } of refused) {
    expect(message).toContain("x\u{1f600}");
    expect(String(message).isWellFormed()).toBe(true);
  }
  expect(refused).toHaveLength(3);
});

test("a bot that joins and leaves many channels at once is in and out of all, and asks for lists as often: only what is said has a rate", async () => {
  const { clock, context, ben, connection, wire, register } = await street(5);
  const names = Array.from({ length: 3 * limits.changes_per_second }, (_, at) => `room-${at}`);
  const made = { kind: "public", description: "", created_by: ben.login?.user_id ?? 0, now_ms: 0 } as const;
  await Promise.all(names.map((name) => context.store.channels.create({ ...made, name })));
  await register();
  const answersTo = async (type: string, channels = names) => {
    const before = wire.frames().length;
    connection.receive(Buffer.concat(channels.map((channel) => encodeFrame({ type, channel }))));
    const settled = connection.settled().then(() => true);
    const turn = () => new Promise<false>((resolve) => setImmediate(resolve, false));
    while (!(await Promise.race([settled, turn()]))) clock.move(1);
    return wire.frames().slice(before) as Record<string, unknown>[];
  };
  const joined = await answersTo("channel_join");
  expect(joined.map(({ type, channel }) => [type, channel])).toEqual(
    names.map((name) => ["channel_joined", name]),
  );
  expect(await answersTo("channel_leave")).toEqual([]);
  const often = Array.from({ length: limits.lists_per_period + 5 }, () => "general");
  const lists = await answersTo("user_list", often);
  expect(lists.filter(({ type }) => type === "user_list")).toHaveLength(often.length);
  const { user_id } = connection.session.login ?? { user_id: 0 };
  expect(await context.store.members.channelIdsOf(user_id)).toEqual([general]);
});

test("what a client sent before it was told of a private message confirms none", async () => {
  const { context, ben, connection, register } = await street();
  await register();
  connection.closed(true);
  const { channel } = await dispatch(context, ben, "dm.open", { usernames: ["ana"] });
  const content = "are you there?";
  await dispatch(context, ben, "message.send", { channel_id: channel.id, nonce: "1", content });
  /** How many private messages come with a login, over a connection that then breaks off. */
  const told = async (...frames: Record<string, unknown>[]) => {
    const line = fakeConnection(context);
    const heard = await sayer(line)(...frames);
    line.connection.closed(false);
    return heard.filter(({ type }) => type === "private_message").length;
  };
  const login = { type: "auth_login", username: "ana", password };
  expect(await told(login, { type: "channel_list" })).toBe(1);
  expect(await told(login)).toBe(1);
});

test("of the longest history and very many users all of the history fits the answer to a join", async () => {
  const { context, ben, register } = await street();
  for (let at = 0; at < limits.history_page_v1; at++)
    await dispatch(context, ben, "message.send", { channel_id: general, nonce: `n${at}`, content: "said" });
  const { messages, members } = context.store;
  const history = messages.history.bind(messages);
  // As long as the longest texts are where each character takes six bytes.
  messages.history = async (page) => {
    const found = await history(page);
    const content = "x".repeat(6 * limits.content_chars_max);
    return { ...found, messages: found.messages.map((message) => ({ ...message, content })) };
  };
  members.list = async () =>
    Array.from({ length: 12_000 }, (_, at) => ({ user_id: 100 + at, username: `somebody_${100_000 + at}` }));
  context.hub.presenceOf = () => ({ status: "online", status_text: "" });
  const joined = (await register()).find(({ type }) => type === "channel_joined");
  expect(joined?.["history"]).toHaveLength(limits.history_page_v1);
  const users = joined?.["users"] as unknown[] | undefined;
  expect(users?.length).toBeGreaterThan(5_000);
});

test("who has hung up before their joining is stored stays in nobody's list of who is there", async () => {
  const { clock, context, ben, connection, register } = await street();
  await dispatch(context, ben, "channel.create", { kind: "public", name: "games" });
  await register();
  const olga = fakeConnection(context);
  const say = sayer(olga);
  await say(
    { type: "auth_register", username: "olga", password },
    { type: "channel_join", channel: "games" },
  );
  clock.move(limits.presence_interval_ms);
  const before = olga.wire.frames().length;
  connection.receive(encodeFrame({ type: "channel_join", channel: "games" }));
  await joinUnderWay(context);
  connection.closed(true);
  await connection.settled();
  clock.move(limits.presence_interval_ms);
  const heard = olga.wire.frames().slice(before) as Record<string, unknown>[];
  const of_games = heard.filter(({ channel, username }) => channel === "games" && username === "ana");
  expect(of_games.map(({ type }) => type)).toEqual(["user_joined", "user_left"]);
  expect(heard).toContainEqual({ type: "status_change", username: "ana", status: "offline" });
});

/** Resolves when a member is about to be added, before it is stored. */
function joinUnderWay({ store: { members } }: Context): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const add = members.add.bind(members);
  members.add = (...asked) => {
    resolve();
    return add(...asked);
  };
  return promise;
}

test("who is in a channel from before is looked for once, not with each message", async () => {
  const { context, ben, register, say } = await street();
  await register();
  const { channel } = await dispatch(context, ben, "channel.create", { kind: "private", name: "plans" });
  await dispatch(context, ben, "channel.add_member", { channel_id: channel.id, username: "ana" });
  const looks: string[] = [];
  const { members, channels } = context.store;
  const [{ has }, { idsByName }] = [members, channels];
  members.has = (...asked) => (looks.push("member"), has(...asked));
  channels.idsByName = (...asked) => (looks.push("name"), idsByName(...asked));
  const inPlans = (content: string) => ({ type: "message", channel: "plans", content });
  const told = [...(await say(inPlans("one"))), ...(await say(inPlans("two"), inPlans("three")))];
  expect(told.map(({ content }) => content)).toEqual(["one", "two", "three"]);
  expect(looks).toEqual(["name", "member"]);
  const elsewhere = await say({ type: "message", content: "to the one joined last" });
  expect(elsewhere).toMatchObject([{ type: "message", channel: "general" }]);
  await say({ type: "channel_leave", channel: "plans" });
  expect(await say(inPlans("from outside"))).toMatchObject([{ type: "error", code: "not_found" }]);
});
