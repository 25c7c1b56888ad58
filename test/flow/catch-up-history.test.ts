import { afterAll, beforeAll, expect, test } from "bun:test";

import { startServer, type TestServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const general = 1;
const count = 60;

let server: TestServer;
let ana: PeerV2;

beforeAll(async () => {
  server = await startServer();
  ana = await PeerV2.register(server, "ana");
  for (let number = 1; number <= count; number++) await ana.say(general, `message ${number}`);
});

afterAll(async () => {
  ana[Symbol.dispose]();
  await server[Symbol.asyncDispose]();
});

/** Seqs from one to another, both included. */
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

test.each([
  { ask: {}, seqs: range(51, 60), before: true, after: false },
  { ask: { before_seq: 51 }, seqs: range(41, 50), before: true, after: true },
  { ask: { before_seq: 11 }, seqs: range(1, 10), before: false, after: true },
  { ask: { before_seq: 4 }, seqs: range(1, 3), before: false, after: true },
  { ask: { before_seq: 1 }, seqs: range(1, 0), before: false, after: true },
  { ask: { before_seq: 999 }, seqs: range(51, 60), before: true, after: false },
  { ask: { after_seq: 0 }, seqs: range(1, 10), before: false, after: true },
  { ask: { after_seq: 20 }, seqs: range(21, 30), before: true, after: true },
  { ask: { after_seq: 50 }, seqs: range(51, 60), before: true, after: false },
  { ask: { after_seq: 57 }, seqs: range(58, 60), before: true, after: false },
  { ask: { after_seq: 60 }, seqs: range(1, 0), before: true, after: false },
  { ask: { around_seq: 30 }, seqs: range(25, 34), before: true, after: true },
  { ask: { around_seq: 1 }, seqs: range(1, 10), before: false, after: true },
  { ask: { around_seq: 3 }, seqs: range(1, 10), before: false, after: true },
])("history $ask", async ({ ask, seqs, before, after }) => {
  const page = await ana.request("message.history", { channel_id: general, limit: 10, ...ask });
  expect(page.messages.map(({ seq }) => seq)).toEqual(seqs);
  expect(page.messages.map(({ content }) => content)).toEqual(seqs.map((seq) => `message ${seq}`));
  expect(page).toMatchObject({ has_more_before: before, has_more_after: after });
});

test("around the newest, that one is in the page", async () => {
  const page = await ana.request("message.history", { channel_id: general, limit: 10, around_seq: count });
  expect(page.messages.at(-1)?.seq).toBe(count);
  expect(page).toMatchObject({ has_more_before: true, has_more_after: false });
});

test.each([{ before_seq: 5, after_seq: 1 }, { around_seq: 5, before_seq: 9 }, { limit: 0 }, { limit: 101 }])(
  "%j is refused",
  async (ask) => {
    const refused = ana.request("message.history", { channel_id: general, ...ask });
    await expect(refused).rejects.toMatchObject({ code: "invalid" });
  },
);

test("messages are got by their seq, those that exist, in order", async () => {
  const { messages } = await ana.request("message.get", { channel_id: general, seqs: [9, 3, 999, 3] });
  expect(messages.map(({ seq }) => seq)).toEqual([3, 9]);
});

test("from the first page forward and from the last one back one finds the same messages", async () => {
  const forward: number[] = [];
  for (let has_more = true; has_more;) {
    const after_seq = forward.at(-1) ?? 0;
    const page = await ana.request("message.history", { channel_id: general, limit: 7, after_seq });
    forward.push(...page.messages.map(({ seq }) => seq));
    has_more = page.has_more_after;
  }
  const back: number[] = [];
  for (let has_more = true; has_more;) {
    const before_seq = back[0] ?? count + 1;
    const page = await ana.request("message.history", { channel_id: general, limit: 7, before_seq });
    back.unshift(...page.messages.map(({ seq }) => seq));
    has_more = page.has_more_before;
  }
  expect(forward).toEqual(range(1, count));
  expect(back).toEqual(forward);
});
