import { expect, test } from "bun:test";

import { dispatch } from "../../src/domain/dispatch.ts";
import { createRates } from "../../src/domain/rates.ts";
import { Session } from "../../src/domain/session.ts";
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
