import { expect } from "bun:test";

import { generalOf, makeChannel, openDm, register, say } from "../../conformance/scene.ts";
import { searchScenes } from "./scene.ts";

const searchTest = searchScenes();

searchTest(
  "finds parts of words, the newest first, with the place of each",
  async ({ store, settle, find }) => {
    const [ana] = await register(store, "ana");
    const general = await generalOf(store);
    const first = await say(store, general, ana, "the gardener waters the garden");
    await say(store, general, ana, "nothing of it");
    const last = await say(store, general, ana, "Gardens!", { kind: "action", now_ms: 77 });
    settle();
    const { hits, next_before_id, indexing } = find({ user_id: ana, words: ["garden"] });
    expect(hits).toEqual([
      {
        channel_id: general,
        id: last.id,
        seq: 3,
        author: { user_id: ana, username: "ana" },
        kind: "action",
        created_at_ms: 77,
        excerpt: "Gardens!",
        file_names: [],
        is_cut_before: false,
        is_cut_after: false,
        marks: [{ start: 0, length: 6 }],
      },
      expect.objectContaining({
        id: first.id,
        seq: 1,
        marks: [
          { start: 4, length: 6 },
          { start: 24, length: 6 },
        ],
      }),
    ]);
    expect({ next_before_id, indexing }).toEqual({ next_before_id: null, indexing: null });
  },
);

searchTest(
  "an edit takes the place of the old text, a deletion takes it away",
  async ({ store, settle, texts }) => {
    const [ana] = await register(store, "ana");
    const { id } = await say(store, 1, ana, "the first text");
    const other = await say(store, 1, ana, "the other text");
    settle();
    expect(texts({ user_id: ana, words: ["first"] })).toEqual(["the first text"]);
    await store.changes.edit({ id, content: "the second version", mentions: undefined, now_ms: 1 });
    // Even before the index knows it: what is found is compared as it stands.
    expect(texts({ user_id: ana, words: ["first"] })).toEqual([]);
    settle();
    expect(texts({ user_id: ana, words: ["first"] })).toEqual([]);
    expect(texts({ user_id: ana, words: ["second"] })).toEqual(["the second version"]);
    await store.changes.remove(other.id, 1);
    expect(texts({ user_id: ana, words: ["text"] })).toEqual([]);
    settle();
    expect(texts({ user_id: ana, words: ["the"] })).toEqual(["the second version"]);
  },
);

searchTest("reactions and pins change nothing", async ({ store, settle, texts }) => {
  const [ana] = await register(store, "ana");
  const { id } = await say(store, 1, ana, "react to this");
  settle();
  await store.changes.react({ id, user_id: ana, emoji: "👍", on: true });
  await store.changes.pin(id, true, 1);
  settle();
  expect(texts({ user_id: ana, words: ["react"] })).toEqual(["react to this"]);
});

searchTest(
  "only what one may read: public channels, and those one is a member of",
  async ({ store, settle, texts }) => {
    const [ana, ben, cleo] = await register(store, "ana", "ben", "cleo");
    const open = await makeChannel(store, "public", "open", ben);
    const closed = await makeChannel(store, "private", "closed", ana, ben);
    const dm = await openDm(store, ana, ben);
    for (const [channel_id, where] of [
      [open, "open"],
      [closed, "closed"],
      [dm, "dm"],
    ] as const)
      await say(store, channel_id, ben, `secret in ${where}`);
    settle();
    const seenBy = (user_id: number) => texts({ user_id, words: ["secret"] });
    expect(seenBy(ana)).toEqual(["secret in dm", "secret in closed", "secret in open"]);
    expect(seenBy(cleo)).toEqual(["secret in open"]);
    // Also where the channel is named: the index must not tell of it.
    expect(texts({ user_id: cleo, words: [], channel_ids: [closed, dm] })).toEqual([]);
    expect(texts({ user_id: ana, words: [], channel_ids: [closed] })).toEqual(["secret in closed"]);
    await store.members.remove(closed, ana);
    await store.members.remove(open, ana);
    expect(seenBy(ana)).toEqual(["secret in dm", "secret in open"]);
    await store.members.add(closed, cleo, 1);
    expect(seenBy(cleo)).toEqual(["secret in closed", "secret in open"]);
  },
);

searchTest("one who is in very many private channels", async ({ store, settle, texts }) => {
  const [ana, ben] = await register(store, "ana", "ben");
  const theirs = await makeChannel(store, "private", "theirs", ben);
  await say(store, theirs, ben, "not for ana");
  for (let at = 0; at < 210; at++)
    await say(store, await makeChannel(store, "private", `room-${at}`, ana), ana, `note ${at} for ana`);
  settle();
  expect(texts({ user_id: ana, words: ["for ana"] })).toHaveLength(210);
  expect(texts({ user_id: ben, words: ["for ana"] })).toEqual(["not for ana"]);
});

searchTest("by author, channel, time, and what is in it", async ({ store, settle, texts }) => {
  const [ana, ben] = await register(store, "ana", "ben");
  const garden = await makeChannel(store, "public", "garden", ana, ben);
  const day = 86_400_000;
  await say(store, 1, ana, "one with https://example.org/x", { now_ms: 10 * day });
  await say(store, garden, ben, "two with `code`", { now_ms: 11 * day - 1 });
  await say(store, garden, ana, "three with `code` and http://a.b", { now_ms: 11 * day });
  await say(store, 1, ben, "four", { now_ms: 9 * day }); // the clock was set back
  settle();
  const found = (wish: object) => texts({ user_id: ana, ...wish }).map((text) => text.split(" ")[0]);
  expect(found({ author_ids: [ana] })).toEqual(["three", "one"]);
  expect(found({ author_ids: [ana, ben] })).toEqual(["four", "three", "two", "one"]);
  expect(found({ author_ids: [ben], channel_ids: [garden] })).toEqual(["two"]);
  expect(found({ before_ms: 10 * day })).toEqual(["four"]);
  expect(found({ before_ms: 11 * day })).toEqual(["four", "two", "one"]);
  expect(found({ after_ms: 11 * day })).toEqual(["three"]);
  expect(found({ after_ms: 10 * day + 1, before_ms: 11 * day })).toEqual(["two"]);
  expect(found({ after_ms: 12 * day })).toEqual([]);
  expect(found({ has: ["link"] })).toEqual(["three", "one"]);
  expect(found({ has: ["code"] })).toEqual(["three", "two"]);
  expect(found({ has: ["code", "link"] })).toEqual(["three"]);
  expect(found({ words: ["with"], without: ["code"] })).toEqual(["one"]);
  expect(found({ author_ids: [9_999] })).toEqual([]);
});

searchTest("pages without a gap and without a double", async ({ store, settle, find, texts }) => {
  const [ana] = await register(store, "ana");
  for (let at = 1; at <= 60; at++) await say(store, 1, ana, `message ${at}`);
  settle();
  const first = find({ user_id: ana, words: ["message"], limit: 20 });
  expect(first.hits.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, at) => 60 - at));
  expect(texts({ user_id: ana, words: ["message"], limit: 20 })).toEqual(
    Array.from({ length: 60 }, (_, at) => `message ${60 - at}`),
  );
  expect(find({ user_id: ana, words: ["message"], limit: 60 }).next_before_id).toBeNull();
});

searchTest("by files, also of messages that have no text", async ({ store, settle, texts, find }) => {
  const [ana] = await register(store, "ana");
  const file = { owner_id: ana, size_bytes: 1, thumbnail_sha256: null, width: null, height: null, now_ms: 1 };
  const add = async (name: string, media_type: string) =>
    (await store.files.add({ ...file, name, media_type, sha256: "a".repeat(64) })).id;
  await say(store, 1, ana, "no file");
  await say(store, 1, ana, "a plan", { file_ids: [await add("plan.pdf", "application/octet-stream")] });
  const two = [await add("one.png", "image/png"), await add("notes.txt", "application/octet-stream")];
  const { id } = await say(store, 1, ana, "", { file_ids: two });
  settle();
  expect(texts({ user_id: ana, has: ["file"] })).toEqual(["", "a plan"]);
  expect(texts({ user_id: ana, has: ["file"], words: ["plan"] })).toEqual(["a plan"]);
  expect(find({ user_id: ana, has: ["image"] }).hits).toEqual([
    expect.objectContaining({ id, excerpt: "", file_names: ["one.png", "notes.txt"] }),
  ]);
  await store.changes.remove(id, 1);
  settle();
  expect(texts({ user_id: ana, has: ["image"] })).toEqual([]);
});
