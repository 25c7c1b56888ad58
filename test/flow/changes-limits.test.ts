import { expect, test } from "bun:test";

import { ChatError } from "../../src/protocol/errors.ts";
import { friends } from "../support/people.ts";
import { Replica } from "../support/replica.ts";
import { startServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const general = 1;

async function refusalOf(asked: Promise<unknown>): Promise<ChatError | undefined> {
  try {
    await asked;
  } catch (error) {
    if (error instanceof ChatError) return error;
    throw error;
  }
  return undefined;
}

test("who sends too fast is told how long to wait, over all devices, and then may", async () => {
  await using server = await startServer({ rate_limit: 5 });
  using people = await friends(server, "ana", "ben");
  const { ana, ben } = people;
  using phone = await PeerV2.login(server, "ana");
  const tries = await Promise.all(
    Array.from({ length: 8 }, (_, index) => refusalOf((index % 2 ? ana : phone).say(general, String(index)))),
  );
  const refused = tries.filter((each) => each !== undefined);
  expect(refused.length).toBe(3);
  for (const { code, retry_after_ms = 0 } of refused) {
    expect(code).toBe("rate_limited");
    expect(retry_after_ms).toBeGreaterThan(0);
    expect(retry_after_ms).toBeLessThanOrEqual(1_000);
  }
  await ben.say(general, "others are not held up");
});

test("a client that waits as it is told gets a burst through, in order", async () => {
  await using server = await startServer({ rate_limit: 5 });
  using ana = await PeerV2.register(server, "ana");
  const { user_id } = ana.user;
  const replica = new Replica({ address: () => server, user_id, token: ana.token, channel_id: general });
  void replica.run();
  const nonces = Array.from({ length: 12 }, (_, index) => `ana:${index}`);
  for (const nonce of nonces) replica.say(nonce);
  await replica.until(({ is_settled, channel }) => is_settled && channel.rev === nonces.length);
  expect(replica.channel.messages.map(({ content }) => content)).toEqual(nonces);
  expect(replica.refusals).toEqual([]);
  replica.stop();
}, 10_000);

test("changes have a limit of their own", async () => {
  await using server = await startServer({ rate_limit: 5 });
  using people = await friends(server, "ana");
  const { ana } = people;
  const { id } = await ana.say(general, "hello");
  const tries = await Promise.all(
    Array.from({ length: 14 }, (_, index) =>
      refusalOf(ana.request("message.react", { id, emoji: "👍", on: index % 2 === 0 })),
    ),
  );
  const refused = tries.filter((each) => each !== undefined);
  expect(refused.length).toBe(4);
  expect(refused[0]).toMatchObject({ code: "rate_limited", retry_after_ms: expect.any(Number) });
  await ana.say(general, "messages are counted apart");
});

test("the history of a message that was edited often and long can be read", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana");
  const { ana } = people;
  const { id } = await ana.say(general, "first");
  for (let number = 0; number < 200; number++)
    await ana.request("message.edit", { id, content: `${number} ${"😀".repeat(1_990)}` });
  const { edits } = await ana.request("message.edits", { id });
  expect(edits.length).toBeGreaterThan(50);
  expect(edits.at(-1)?.content).toStartWith("198 ");
}, 30_000);

test("of the longest messages, all pinned, an answer brings as many as fit", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana");
  const { ana } = people;
  const content = "\\".repeat(2) + '"'.repeat(1_000) + "😀".repeat(998);
  for (let number = 0; number < 100; number++) {
    const { id } = await ana.say(general, content);
    await ana.request("message.pin", { id, on: true });
  }
  const page = await ana.request("message.history", { channel_id: general, limit: 100 });
  expect(page.messages.length).toBeGreaterThan(30);
  expect(page).toMatchObject({ has_more_before: true, has_more_after: false });
  expect(page.messages.at(-1)?.seq).toBe(100);
  const pins = await ana.request("message.pins", { channel_id: general });
  expect(pins.messages.length).toBeGreaterThan(30);
}, 30_000);
