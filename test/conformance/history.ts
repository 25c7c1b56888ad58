import { expect } from "bun:test";

import type { Store } from "../../src/domain/ports/store.ts";
import { generalOf, register, say, type Scene } from "./scene.ts";

async function withMessages(store: Store, count: number): Promise<number> {
  const [ana] = await register(store, "ana");
  const general = await generalOf(store);
  await Promise.all(Array.from({ length: count }, (_, at) => say(store, general, ana, `message ${at + 1}`)));
  return general;
}

type Page = Omit<Parameters<Store["messages"]["history"]>[0], "channel_id">;

const pageOf = async (store: Store, channel_id: number, page: Page) => {
  const { messages, has_more } = await store.messages.history({ channel_id, ...page });
  return { seqs: messages.map(({ seq }) => seq), has_more };
};

export function describeHistory(scene: Scene): void {
  scene("the newest page, oldest first", async (store) => {
    const general = await withMessages(store, 7);
    expect(await pageOf(store, general, { limit: 3 })).toEqual({ seqs: [5, 6, 7], has_more: true });
    expect(await pageOf(store, general, { limit: 7 })).toEqual({
      seqs: [1, 2, 3, 4, 5, 6, 7],
      has_more: false,
    });
    expect((await pageOf(store, general, { limit: 100 })).has_more).toBe(false);
  });

  scene("before a seq: those right before it, without it", async (store) => {
    const general = await withMessages(store, 7);
    expect(await pageOf(store, general, { limit: 3, before_seq: 6 })).toEqual({
      seqs: [3, 4, 5],
      has_more: true,
    });
    expect(await pageOf(store, general, { limit: 3, before_seq: 4 })).toEqual({
      seqs: [1, 2, 3],
      has_more: false,
    });
    expect(await pageOf(store, general, { limit: 3, before_seq: 1 })).toEqual({ seqs: [], has_more: false });
    expect((await pageOf(store, general, { limit: 2, before_seq: 1_000 })).seqs).toEqual([6, 7]);
  });

  scene("after a seq: those right after it, without it", async (store) => {
    const general = await withMessages(store, 7);
    expect(await pageOf(store, general, { limit: 3, after_seq: 2 })).toEqual({
      seqs: [3, 4, 5],
      has_more: true,
    });
    expect(await pageOf(store, general, { limit: 3, after_seq: 4 })).toEqual({
      seqs: [5, 6, 7],
      has_more: false,
    });
    expect(await pageOf(store, general, { limit: 3, after_seq: 7 })).toEqual({ seqs: [], has_more: false });
    expect((await pageOf(store, general, { limit: 2, after_seq: 0 })).seqs).toEqual([1, 2]);
  });

  scene("an empty channel, and one that is not there, have an empty page", async (store) => {
    await register(store, "ana");
    expect(await pageOf(store, await generalOf(store), { limit: 5 })).toEqual({ seqs: [], has_more: false });
    expect(await pageOf(store, 4_711, { limit: 5 })).toEqual({ seqs: [], has_more: false });
  });
}
