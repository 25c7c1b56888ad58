import { expect } from "bun:test";

import { limits } from "../../src/protocol/limits.ts";
import {
  expectRefusal,
  generalOf,
  oneMessage,
  openDm,
  register,
  say,
  type Scene,
  wholeHistory,
} from "./scene.ts";

export function describeChanges(scene: Scene): void {
  describeRevs(scene);
  describeEdits(scene);
  describeManyEdits(scene);
  describeDeletions(scene);
}

function describeRevs(scene: Scene): void {
  scene("every change takes the channel's next rev; what changes nothing takes none", async (store) => {
    const { ana, ben, general, id, edit, react } = await oneMessage(store);
    const dm = await openDm(store, ana, ben);
    await say(store, dm, ana, "counts for itself");
    const { changes } = store;
    const asked: [what: () => Promise<{ rev: number; changed: boolean }>, rev: number, changed: boolean][] = [
      [() => edit("hello!"), 2, true],
      [() => edit("hello!"), 2, false],
      [() => react(ben, "👍"), 3, true],
      [() => react(ben, "👍"), 3, false],
      [() => react(ben, "🎉", false), 3, false],
      [() => changes.pin(id, true, 1), 4, true],
      [() => changes.pin(id, true, 2), 4, false],
      [() => react(ben, "👍", false), 5, true],
      [() => changes.pin(id, false, 3), 6, true],
      [() => changes.remove(id, 4), 7, true],
      [() => changes.remove(id, 5), 7, false],
    ];
    for (const [ask, rev, changed] of asked)
      expect(await ask()).toMatchObject({ id, channel_id: general, seq: 1, rev, changed });
    expect((await say(store, general, ana, "next")).rev).toBe(8);
    expect(await store.channels.viewFor(ben, general)).toMatchObject({ last_rev: 8, last_seq: 2 });
    expect(await store.channels.viewFor(ben, dm)).toMatchObject({ last_rev: 1, last_seq: 1 });
  });

  scene("changes asked for at once take revs in the order asked, and no two share one", async (store) => {
    const { ana, ben, general, id, edit, react } = await oneMessage(store);
    const all = await Promise.all([
      edit("a"),
      say(store, general, ana, "b"),
      react(ben, "👍"),
      edit("a"),
      store.changes.pin(id, true, 1),
      say(store, general, ben, "c"),
      store.changes.remove(id, 1),
    ]);
    expect(all.map(({ rev }) => rev)).toEqual([2, 3, 4, 4, 5, 6, 7]);
    const revs = (await wholeHistory(store, ana, general)).map(({ rev }) => rev);
    expect(revs).toEqual([7, 3, 6]);
  });

  scene("a message that is not there cannot be changed", async (store) => {
    await register(store, "ana");
    const { changes } = store;
    const edit = { id: 4_711, content: "x", mentions: undefined, now_ms: 1 };
    await expectRefusal(changes.edit(edit), "not_found");
    await expectRefusal(changes.remove(4_711, 1), "not_found");
    await expectRefusal(changes.react({ id: 4_711, user_id: 1, emoji: "👍", on: true }), "not_found");
    await expectRefusal(changes.pin(4_711, true, 1), "not_found");
  });

  scene("nothing changes or comes in an archived channel until it is opened again", async (store) => {
    const { ana, general, id, message, edit, react, asSeenBy } = await oneMessage(store);
    const archive = (archived_at_ms: number | null) =>
      store.channels.update({ channel_id: general, user_id: ana, archived_at_ms, now_ms: 4_000 });
    await archive(30_000);
    for (const ask of [
      () => edit("no"),
      () => edit("hello"),
      () => react(ana, "👍"),
      () => store.changes.pin(id, true, 1),
      () => store.changes.remove(id, 1),
      () => say(store, general, ana, "no"),
    ])
      await expectRefusal(ask(), "forbidden");
    expect(await asSeenBy(ana)).toEqual(message);
    expect(await store.channels.viewFor(ana, general)).toMatchObject({ archived_at_ms: 30_000, last_rev: 1 });
    await archive(null);
    expect(await edit("yes")).toMatchObject({ rev: 2, changed: true });
  });
}

function describeEdits(scene: Scene): void {
  scene("an edit keeps the place and puts the earlier text into the history", async (store) => {
    const { ana, id, message, edit, asSeenBy } = await oneMessage(store, "one");
    expect(await store.messages.edits(id)).toEqual([]);
    expect(await edit("two", 20_000)).toMatchObject({ edited_at_ms: 20_000 });
    expect(await edit("three", 5_000)).toMatchObject({ edited_at_ms: 5_000 });
    expect(await asSeenBy(ana)).toEqual({ ...message, content: "three", rev: 3, edited_at_ms: 5_000 });
    expect(await store.messages.edits(id)).toEqual([
      { content: "one", written_at_ms: 10_000 },
      { content: "two", written_at_ms: 20_000 },
    ]);
  });

  scene("the same text is no change", async (store) => {
    const { ana, id, message, edit, asSeenBy } = await oneMessage(store, "one");
    expect(await edit("one")).toMatchObject({ changed: false, rev: 1, edited_at_ms: 10_000 });
    expect(await asSeenBy(ana)).toEqual(message);
    await edit("two", 20_000);
    expect(await edit("two", 30_000)).toMatchObject({ changed: false, rev: 2, edited_at_ms: 20_000 });
    expect(await store.messages.edits(id)).toHaveLength(1);
    expect(await edit("one", 40_000)).toMatchObject({ changed: true, rev: 3 });
    expect((await store.messages.edits(id)).map(({ content }) => content)).toEqual(["one", "two"]);
  });

  scene("a message sent again after it was edited or deleted is still the first one", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const general = await generalOf(store);
    const nonce = "n1";
    const { id } = await say(store, general, ana, "one", { nonce });
    await store.changes.edit({ id, content: "two", mentions: undefined, now_ms: 1 });
    await store.changes.react({ id, user_id: ben, emoji: "👍", on: true });
    const again = await say(store, general, ana, "one", { nonce });
    expect(again).toMatchObject({ id, seq: 1, rev: 3, content: "two" });
    expect(await wholeHistory(store, ana, general)).toEqual([again]);
    await expectRefusal(say(store, general, ana, "two", { nonce }), "nonce_reused");
    await store.changes.remove(id, 1);
    expect(await say(store, general, ana, "one", { nonce })).toMatchObject({ id, content: "", rev: 4 });
  });
}

function describeManyEdits(scene: Scene): void {
  const numbers = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => `text ${from + index}`);
  const kept_max = limits.edits_per_message_max;

  scene("of very many edits the first text and the last ones are kept", async (store) => {
    const [ana] = await register(store, "ana");
    const general = await generalOf(store);
    const nonce = "n1";
    const { id } = await say(store, general, ana, "text 0", { nonce });
    const earlier = async () => (await store.messages.edits(id)).map(({ content }) => content);
    const editAll = async (contents: string[]) => {
      for (const content of contents)
        await store.changes.edit({ id, content, mentions: undefined, now_ms: 1 });
    };
    await editAll(numbers(1, kept_max + 1));
    expect(await earlier()).toEqual(numbers(0, kept_max));
    await editAll(numbers(kept_max + 1, 2 * kept_max));
    expect(await earlier()).toEqual(["text 0", ...numbers(kept_max, 2 * kept_max - 1)]);
    expect(await say(store, general, ana, "text 0", { nonce })).toMatchObject({ id });
    await expectRefusal(say(store, general, ana, "text 1", { nonce }), "nonce_reused");
    await store.changes.remove(id, 1);
    expect(await earlier()).toEqual([]);
  });

  scene("earlier texts are read until they take so many bytes, the last one first", async (store) => {
    const { id, edit } = await oneMessage(store, "text 0");
    for (const content of numbers(1, 10)) await edit(content);
    const earlier = async (bytes_max: number) =>
      (await store.messages.edits(id, bytes_max)).map(({ content }) => content);
    expect(await earlier(13)).toEqual(["text 0", ...numbers(6, 9)]);
    expect(await earlier(12)).toEqual(["text 0", ...numbers(7, 9)]);
    expect(await earlier(1_000)).toEqual(numbers(0, 9));
  });
}

function describeDeletions(scene: Scene): void {
  scene("a tombstone keeps its place, and nothing of what was there", async (store) => {
    const { ana, ben, general, id, message, edit, react, asSeenBy } = await oneMessage(store);
    await edit("hello, all of you");
    await react(ben, "👍");
    await store.changes.pin(id, true, 1);
    expect(await store.changes.remove(id, 30_000)).toMatchObject({ rev: 5, deleted_at_ms: 30_000 });
    const tombstone = { ...message, content: "", rev: 5, deleted_at_ms: 30_000 };
    expect(await asSeenBy(ben)).toEqual(tombstone);
    expect(await wholeHistory(store, ana, general)).toEqual([tombstone]);
    expect(await store.messages.edits(id)).toEqual([]);
    expect(await store.messages.reactors(id, "👍")).toEqual([]);
    expect(await store.messages.pins(ana, general)).toEqual([]);
  });

  scene("what was deleted cannot be changed any more; deleting it again is no error", async (store) => {
    const { ana, id, edit, react } = await oneMessage(store);
    await store.changes.remove(id, 30_000);
    await expectRefusal(edit("back again"), "not_found");
    await expectRefusal(edit(""), "not_found");
    await expectRefusal(react(ana, "👍"), "not_found");
    await expectRefusal(react(ana, "👍", false), "not_found");
    await expectRefusal(store.changes.pin(id, true, 1), "not_found");
    const again = await store.changes.remove(id, 99_000);
    expect(again).toMatchObject({ changed: false, rev: 2, deleted_at_ms: 30_000 });
  });

  scene("an answer keeps pointing at what was deleted", async (store) => {
    const { ana, ben, general, message } = await oneMessage(store);
    const answer = await say(store, general, ben, "hello, ana", { reply_to_seq: message.seq });
    expect(answer.reply_to_seq).toBe(1);
    await store.changes.remove(message.id, 1);
    expect((await wholeHistory(store, ana, general))[1]).toEqual(answer);
    const later = await say(store, general, ben, "what was it?", { reply_to_seq: 1 });
    expect(later.reply_to_seq).toBe(1);
  });

  scene("one answers messages of the same channel only", async (store) => {
    const { ana, ben, general } = await oneMessage(store);
    const dm = await openDm(store, ana, ben);
    for (const reply_to_seq of [0, 2, 99, -1])
      await expectRefusal(say(store, general, ana, "to nobody", { reply_to_seq }), "not_found");
    await expectRefusal(say(store, dm, ana, "to another channel", { reply_to_seq: 1 }), "not_found");
    expect(await store.channels.viewFor(ana, dm)).toMatchObject({ last_seq: 0, last_rev: 0 });
    const answer = await say(store, general, ana, "to oneself", { reply_to_seq: 1, nonce: "n1" });
    const again = await say(store, general, ana, "to oneself", { reply_to_seq: 1, nonce: "n1" });
    expect(again).toEqual(answer);
    await expectRefusal(say(store, general, ana, "to oneself", { nonce: "n1" }), "nonce_reused");
  });
}
