import { expect } from "bun:test";

import { limits } from "../../src/protocol/limits.ts";
import { expectRefusal, oneMessage, openDm, register, say, type Scene } from "./scene.ts";

export function describeReactionsAndPins(scene: Scene): void {
  describeReactions(scene);
  describePins(scene);
}

function describeReactions(scene: Scene): void {
  scene(
    "reactions are counted by emoji, in the order of their first use, and show whose they are",
    async (store) => {
      const { ana, ben, id, react, asSeenBy } = await oneMessage(store);
      const [cleo] = await register(store, "Cleo");
      for (const [user_id, emoji] of [
        [ben, "🎉"],
        [ana, "👍"],
        [cleo, "🎉"],
        [cleo, "❤️"],
      ] as const)
        await react(user_id, emoji);
      const counts = [
        { emoji: "🎉", count: 2, mine: false },
        { emoji: "👍", count: 1, mine: true },
        { emoji: "❤️", count: 1, mine: false },
      ];
      expect((await asSeenBy(ana))?.reactions).toEqual(counts);
      expect((await asSeenBy(ben))?.reactions.map(({ mine }) => mine)).toEqual([true, false, false]);
      expect(await store.messages.reactors(id, "🎉")).toEqual([
        { user_id: ben, username: "ben" },
        { user_id: cleo, username: "Cleo" },
      ]);
      expect(await store.messages.reactors(id, "🎂")).toEqual([]);
    },
  );

  scene("a reaction taken back is gone; the last one takes its emoji with it", async (store) => {
    const { ana, ben, react, asSeenBy } = await oneMessage(store);
    await react(ana, "👍");
    await react(ben, "👍");
    expect((await react(ana, "👍", false)).reactions).toEqual([{ emoji: "👍", count: 1, mine: false }]);
    expect((await react(ben, "👍", false)).reactions).toEqual([]);
    expect((await asSeenBy(ana))?.reactions).toEqual([]);
  });

  scene("what was kept in another form counts as the same emoji, and goes with it", async (store) => {
    const { ana, ben, id, react, asSeenBy } = await oneMessage(store);
    await react(ben, "\u2764");
    expect((await react(ben, "\u2764\ufe0f")).changed).toBe(false);
    expect((await react(ana, "\u2764\ufe0f")).reactions).toEqual([
      { emoji: "\u2764\ufe0f", count: 2, mine: true },
    ]);
    for (const form of ["\u2764", "\u2764\ufe0f"])
      expect((await store.messages.reactors(id, form)).map(({ username }) => username)).toEqual([
        "ben",
        "ana",
      ]);
    await react(ben, "\u2764\ufe0f", false);
    expect((await asSeenBy(ben))?.reactions).toEqual([{ emoji: "\u2764\ufe0f", count: 1, mine: false }]);
  });

  scene("a message takes so many different emoji, and each as often as one likes", async (store) => {
    const { ana, ben, react, asSeenBy } = await oneMessage(store);
    const emoji = Array.from({ length: limits.reactions_per_message_max }, (_, at) =>
      String.fromCodePoint(0x1f600 + at),
    );
    for (const one of emoji) await react(ana, one);
    await expectRefusal(react(ben, "🎂"), "invalid");
    expect(await react(ben, "😀")).toMatchObject({ changed: true, rev: 22 });
    await react(ana, "😁", false);
    expect(await react(ben, "🎂")).toMatchObject({ changed: true });
    expect((await asSeenBy(ben))?.reactions.at(-1)).toEqual({ emoji: "🎂", count: 1, mine: true });
  });
}

function describePins(scene: Scene): void {
  scene("pins of a channel, the last pinned first", async (store) => {
    const { ana, ben, general } = await oneMessage(store);
    const ids: number[] = [];
    for (const text of ["two", "three", "four"]) ids.push((await say(store, general, ana, text)).id);
    const [two = 0, three = 0, four = 0] = ids;
    const pinned = async () => (await store.messages.pins(ben, general)).map(({ id }) => id);
    await store.changes.pin(four, true, 1_000);
    await store.changes.pin(two, true, 2_000);
    expect(await store.changes.pin(three, true, 3_000)).toMatchObject({ pinned_at_ms: 3_000 });
    expect(await pinned()).toEqual([three, two, four]);
    expect(await store.messages.pins(ben, await openDm(store, ana, ben))).toEqual([]);
    expect(await store.changes.pin(three, true, 9_000)).toMatchObject({
      pinned_at_ms: 3_000,
      changed: false,
    });
    expect(await store.changes.pin(two, false, 9_000)).toMatchObject({ pinned_at_ms: null, changed: true });
    await store.changes.pin(four, false, 9_000);
    await store.changes.pin(four, true, 9_000);
    expect(await pinned()).toEqual([four, three]);
    expect(await store.messages.pins(ben, general)).toEqual(
      (await store.messages.get(ben, general, [3, 4])).toReversed(),
    );
  });

  scene("a channel takes so many pins; one taken away makes room", async (store) => {
    const { ana, general, id } = await oneMessage(store);
    const said = Array.from({ length: limits.pins_per_channel_max }, (_, at) =>
      say(store, general, ana, `${at}`),
    );
    const ids = (await Promise.all(said)).map((message) => message.id);
    await Promise.all(ids.map((one) => store.changes.pin(one, true, 1)));
    await expectRefusal(store.changes.pin(id, true, 2), "invalid");
    await store.changes.remove(ids[0] ?? 0, 3);
    expect(await store.changes.pin(id, true, 4)).toMatchObject({ changed: true });
    await expectRefusal(
      store.changes.pin((await say(store, general, ana, "one more")).id, true, 5),
      "invalid",
    );
  });
}
