import { expect, test } from "bun:test";

import { createRates } from "../../src/domain/rates.ts";
import { limits } from "../../src/protocol/limits.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { fakeConnection, sayer } from "../support/fake-connection.ts";

const account = { username: "ana", password: "correct horse" };
const most = limits.requests_per_period;
/** So long, and there is room for one more. */
const each_ms = limits.requests_period_ms / most;

/** A server with the limits of users. */
async function server() {
  const clock = new FakeClock();
  const context = await createTestContext(clock, createRates(limits.messages_per_second));
  /** What is said over a new connection, and the answers: what else is told is nothing to this. */
  const connect = () => {
    const say = sayer(fakeConnection(context));
    return async (...frames: Record<string, unknown>[]) => {
      const answers: Record<string, unknown>[] = [];
      for (const frame of frames) answers.push(...(await say(frame)));
      return answers.filter(({ re, type }) => re !== undefined || type === "error");
    };
  };
  const connectV2 = async (type: string) => {
    const say = connect();
    const hello = { protocol: 2, client: { name: "test", version: "1" } };
    await say({ id: 1, type: "hello", body: hello }, { id: 2, type, body: account });
    return say;
  };
  return { clock, connect, connectV2 };
}

const pings = (count: number) => Array.from({ length: count }, () => ({ id: 3, type: "ping", body: {} }));

test("requests of one user are counted over all connections, and as many come back evenly", async () => {
  const { clock, connectV2 } = await server();
  const [first, second] = [await connectV2("session.register"), await connectV2("session.login")];
  const answers = [...(await first(...pings(most / 2))), ...(await second(...pings(most / 2)))];
  expect(answers.filter(({ re, ok }) => re === 3 && ok !== undefined)).toHaveLength(most);
  for (const say of [first, second])
    expect(await say(...pings(1))).toMatchObject([
      { re: 3, error: { code: "rate_limited", retry_after_ms: each_ms } },
    ]);
  clock.move(each_ms);
  expect(await second(...pings(2))).toMatchObject([{ ok: {} }, { error: { code: "rate_limited" } }]);
});

test("parts of files are not among them, neither counted nor refused", async () => {
  const { clock, connectV2 } = await server();
  const say = await connectV2("session.register");
  const part = { id: 4, type: "file.read", body: { file_id: 1, offset: 0 } };
  for (let count = 0; count < limits.file_parts_per_second; count++)
    expect(await say(part)).toMatchObject([{ error: { code: "unsupported" } }]);
  clock.move(limits.rate_window_ms);
  await say(...pings(most - 1));
  expect(await say(...pings(2))).toMatchObject([{ ok: {} }, { error: { code: "rate_limited" } }]);
  expect(await say(part)).toMatchObject([{ error: { code: "unsupported" } }]);
});

test("what comes over protocol 1 counts, whether it is known or not", async () => {
  const { clock, connect, connectV2 } = await server();
  const second = await connectV2("session.register");
  const say = connect();
  await say({ type: "auth_login", ...account });
  const unknown = Array.from({ length: most }, () => ({ type: "anything" }));
  const answers = await say(...unknown);
  expect(answers.filter(({ code }) => code === "unknown")).toHaveLength(most);
  expect(await say({ type: "anything" })).toMatchObject([{ type: "error", code: "rate_limited" }]);
  expect(await second(...pings(1))).toMatchObject([{ error: { code: "rate_limited" } }]);
  clock.move(each_ms);
  expect(await say({ type: "anything" })).toMatchObject([{ type: "error", code: "unknown" }]);
});

test.each([
  { type: "sync.catch_up", body: { channels: [] }, per_period: limits.catch_ups_per_period },
  { type: "channel.list", body: {}, per_period: limits.lists_per_period },
  { type: "member.list", body: { channel_id: 1 }, per_period: limits.lists_per_period },
])("$type is answered $per_period times at once", async ({ type, body, per_period }) => {
  const { clock, connectV2 } = await server();
  const say = await connectV2("session.register");
  const ask = () => say({ id: 5, type, body });
  for (let count = 0; count < per_period; count++) expect(await ask()).toMatchObject([{ re: 5, ok: {} }]);
  expect(await ask()).toMatchObject([{ error: { code: "rate_limited", retry_after_ms: 500 } }]);
  clock.move(500);
  expect(await ask()).toMatchObject([{ ok: {} }]);
});
