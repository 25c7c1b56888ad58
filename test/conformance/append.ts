import { expect } from "bun:test";

import {
  expectRefusal,
  generalOf,
  messageOf,
  openDm,
  register,
  say,
  type Scene,
  wholeHistory,
} from "./scene.ts";

export function describeAppend(scene: Scene): void {
  scene("a message comes back whole, with its place", async (store) => {
    const [ana] = await register(store, "Ana");
    const channel_id = await generalOf(store);
    const { message, repeated } = await store.messages.append(
      messageOf(channel_id, ana, { kind: "action", content: "wäves 👋\n\tտ", nonce: "n1" }),
    );
    expect(repeated).toBe(false);
    expect(message).toEqual({
      id: message.id,
      channel_id,
      seq: 1,
      rev: 1,
      author: { user_id: ana, username: "Ana" },
      kind: "action",
      content: "wäves 👋\n\tտ",
      created_at_ms: 10_000,
      nonce: "n1",
      reply_to_seq: null,
      edited_at_ms: null,
      deleted_at_ms: null,
      pinned_at_ms: null,
      reactions: [],
    });
    expect(await wholeHistory(store, ana, channel_id)).toEqual([message]);
    expect(await store.messages.find(ana, message.id)).toEqual(message);
    expect(await store.messages.find(ana, 4_711)).toBeUndefined();
  });

  scene("messages asked for at once keep their order, each channel counting for itself", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const [general, dm] = [await generalOf(store), await openDm(store, ana, ben)];
    const asked = Array.from({ length: 60 }, (_, at) =>
      store.messages.append(
        messageOf(at % 3 === 0 ? dm : general, at % 2 === 0 ? ana : ben, { content: `message ${at}` }),
      ),
    );
    const answers = await Promise.all(asked);
    for (const channel_id of [general, dm]) {
      const own = answers
        .map(({ message }) => message)
        .filter((message) => message.channel_id === channel_id);
      expect(own.map(({ seq }) => seq)).toEqual(own.map((_, at) => at + 1));
      expect(own.map(({ rev }) => rev)).toEqual(own.map((_, at) => at + 1));
      expect(await wholeHistory(store, ana, channel_id)).toEqual(own);
    }
    const ids = answers.map(({ message }) => message.id);
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  });

  scene("a repeated nonce gets the first answer, and nothing is stored", async (store) => {
    const [ana] = await register(store, "ana");
    const channel_id = await generalOf(store);
    const asked = messageOf(channel_id, ana, { nonce: "n1" });
    const first = await store.messages.append(asked);
    const again = await store.messages.append({ ...asked, now_ms: 99_000 });
    expect(again).toEqual({ message: first.message, repeated: true });
    expect(await wholeHistory(store, ana, channel_id)).toMatchObject([{ nonce: "n1" }]);
    expect((await say(store, channel_id, ana, "next")).seq).toBe(2);
  });

  scene("a nonce repeated in the same moment is stored once", async (store) => {
    const [ana] = await register(store, "ana");
    const asked = messageOf(await generalOf(store), ana, { nonce: "n1" });
    const answers = await Promise.all([1, 2, 3].map(() => store.messages.append(asked)));
    expect(answers.map(({ repeated }) => repeated)).toEqual([false, true, true]);
    expect(new Set(answers.map(({ message }) => message.id)).size).toBe(1);
  });

  scene(
    "repeats among many that come at once get the first answers, whatever is done between",
    async (store) => {
      const [ana, ben] = await register(store, "ana", "ben");
      const general = await generalOf(store);
      const { id } = await say(store, general, ana, "to edit");
      const ask = (at: number) =>
        store.messages.append(
          messageOf(general, at % 2 === 0 ? ana : ben, { content: `${at}`, nonce: `n${at}` }),
        );
      for (const round of [1, 2, 3]) {
        // Of every ten one was there before, from the second round on; one comes twice in this very moment.
        const numbers = Array.from({ length: 90 }, (_, at) =>
          at % 10 === 4 ? 4 : 100 * round + at - (at % 9 === 8 ? 2 : 0),
        );
        const [answers] = await Promise.all([
          Promise.all(numbers.map(ask)),
          store.changes.edit({ id, content: `round ${round}`, mentions: undefined, now_ms: round }),
          ask(4),
        ]);
        const first = new Map<number, number>();
        for (const [at, { message, repeated }] of answers.entries()) {
          const number = numbers[at] ?? 0;
          expect(message.content).toBe(`${number}`);
          const known = first.get(number);
          expect(repeated).toBe(known !== undefined || (number === 4 && round > 1));
          if (known !== undefined) expect(message.id).toBe(known);
          first.set(number, message.id);
        }
      }
      const messages = await wholeHistory(store, ana, general);
      expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, at) => at + 1));
      const contents = messages.slice(1).map(({ content }) => content);
      expect(new Set(contents).size).toBe(contents.length);
      expect((await store.messages.find(ana, id))?.content).toBe("round 3");
    },
  );

  scene("a nonce used for another channel, kind or content is refused", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const [general, dm] = [await generalOf(store), await openDm(store, ana, ben)];
    await store.messages.append(messageOf(general, ana, { nonce: "n1" }));
    for (const other of [{ channel_id: dm }, { kind: "action" as const }, { content: "Hello" }])
      await expectRefusal(
        store.messages.append(messageOf(general, ana, { nonce: "n1", ...other })),
        "nonce_reused",
      );
  });

  scene("a nonce is its author's own, and case matters", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const general = await generalOf(store);
    for (const [author, nonce] of [
      [ana, "n1"],
      [ben, "n1"],
      [ana, "N1"],
    ] as const)
      expect(await store.messages.append(messageOf(general, author, { nonce }))).toHaveProperty(
        "repeated",
        false,
      );
    expect(await store.messages.append(messageOf(general, ana, { nonce: "n1" }))).toHaveProperty(
      "repeated",
      true,
    );
  });

  scene("one refused message costs those beside it nothing, and leaves no hole", async (store) => {
    const [ana] = await register(store, "ana");
    const channel_id = await generalOf(store);
    await store.messages.append(messageOf(channel_id, ana, { nonce: "used" }));
    const settled = await Promise.allSettled([
      store.messages.append(messageOf(channel_id, ana, { content: "good 1" })),
      store.messages.append(messageOf(channel_id, ana, { content: "bad", nonce: "used" })),
      store.messages.append(messageOf(4_711, ana, { content: "nowhere" })),
      store.messages.append(messageOf(channel_id, 4_711, { content: "by nobody" })),
      store.messages.append(messageOf(channel_id, ana, { content: "good 2" })),
    ]);
    expect(settled.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "rejected",
      "rejected",
      "fulfilled",
    ]);
    const messages = await wholeHistory(store, ana, channel_id);
    expect(messages.map(({ seq, content }) => [seq, content])).toEqual([
      [1, "hello"],
      [2, "good 1"],
      [3, "good 2"],
    ]);
  });

  scene("a channel that is not there is refused by name", async (store) => {
    const [ana] = await register(store, "ana");
    await expectRefusal(store.messages.append(messageOf(4_711, ana)), "not_found");
  });
}
