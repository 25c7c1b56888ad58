import { expect } from "bun:test";

import type { Store } from "../../src/domain/ports/store.ts";
import type { Message } from "../../src/protocol/message.ts";
import { generalOf, register, say, type Scene } from "./scene.ts";

const count = 7;

async function withMessages(store: Store): Promise<{ ana: number; general: number; all: Message[] }> {
  const [ana] = await register(store, "ana");
  const general = await generalOf(store);
  const asked = Array.from({ length: count }, (_, at) => say(store, general, ana, `message ${at + 1}`));
  return { ana, general, all: await Promise.all(asked) };
}

interface Bounds {
  before_seq?: number;
  after_seq?: number;
  around_seq?: number;
  limit: number;
}

/** The page by the words of the contract, from a list of all seqs. */
function naivePage(seqs: readonly number[], { before_seq, after_seq, around_seq, limit }: Bounds) {
  const before = seqs.filter((seq) => seq < (around_seq ?? before_seq ?? Infinity));
  const after = seqs.filter((seq) => seq >= (around_seq ?? (after_seq ?? Infinity) + 1));
  if (around_seq !== undefined) {
    const older = before.slice(Math.max(0, before.length - Math.floor(limit / 2)));
    const newer = after.slice(0, limit - older.length);
    return {
      seqs: [...older, ...newer],
      before: before.length > older.length,
      after: after.length > newer.length,
    };
  }
  const page = after_seq === undefined ? before.slice(-limit) : after.slice(0, limit);
  const bound = before_seq ?? (after_seq ?? count) + 1;
  const others = seqs.filter((seq) => !page.includes(seq));
  return {
    seqs: page,
    before: others.some((seq) => seq < (page[0] ?? bound)),
    after: others.some((seq) => seq >= (page[0] ?? bound)),
  };
}

const every_bound: Omit<Bounds, "limit">[] = [
  {},
  ...Array.from({ length: count + 4 }, (_, at) => [
    { before_seq: at },
    { after_seq: at },
    { around_seq: at },
  ]).flat(),
];

export function describeHistory(scene: Scene): void {
  scene("pages before, after and around every seq, of every size, with both flags", async (store) => {
    const { ana, general, all } = await withMessages(store);
    const seqs = all.map(({ seq }) => seq);
    for (const bound of every_bound)
      for (let limit = 1; limit <= count + 2; limit++) {
        const asked = { ...bound, limit };
        const page = await store.messages.history({ user_id: ana, channel_id: general, ...asked });
        const got = {
          asked,
          seqs: page.messages.map(({ seq }) => seq),
          before: page.has_more_before,
          after: page.has_more_after,
        };
        expect(got).toEqual({ asked, ...naivePage(seqs, asked) });
        expect(page.messages).toEqual(all.filter(({ seq }) => got.seqs.includes(seq)));
      }
  });

  scene("the words of the contract, by example", async (store) => {
    const { ana: user_id, general: channel_id } = await withMessages(store);
    const seqsOf = async (bounds: Bounds) =>
      (await store.messages.history({ user_id, channel_id, ...bounds })).messages.map(({ seq }) => seq);
    expect(await seqsOf({ limit: 3 })).toEqual([5, 6, 7]);
    expect(await seqsOf({ limit: 3, before_seq: 6 })).toEqual([3, 4, 5]);
    expect(await seqsOf({ limit: 3, after_seq: 2 })).toEqual([3, 4, 5]);
    expect(await seqsOf({ limit: 4, around_seq: 4 })).toEqual([2, 3, 4, 5]);
    expect(await seqsOf({ limit: 5, around_seq: 1 })).toEqual([1, 2, 3, 4, 5]);
    expect(await seqsOf({ limit: 5, around_seq: 7 })).toEqual([5, 6, 7]);
  });

  scene("an empty channel, and one that is not there, have an empty page", async (store) => {
    const [user_id] = await register(store, "ana");
    const none = { messages: [], has_more_before: false, has_more_after: false };
    for (const channel_id of [await generalOf(store), 4_711])
      for (const bound of every_bound)
        expect(await store.messages.history({ user_id, channel_id, ...bound, limit: 5 })).toEqual(none);
  });

  scene("messages are got by their seqs: those that exist, in order, each once", async (store) => {
    const { ana, general, all } = await withMessages(store);
    const got = await store.messages.get(ana, general, [6, 2, 99, 2, 0, 7]);
    expect(got).toEqual(all.filter(({ seq }) => [2, 6, 7].includes(seq)));
    expect(await store.messages.get(ana, general, [])).toEqual([]);
    expect(await store.messages.get(ana, 4_711, [1, 2])).toEqual([]);
  });
}
