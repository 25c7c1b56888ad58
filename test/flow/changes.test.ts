import { expect, test } from "bun:test";

import { friends } from "../support/people.ts";
import { startServer } from "../support/server.ts";
import type { PeerV2 } from "../support/v2-peer.ts";

const general = 1;
const thumb = "👍";

async function scene() {
  const server = await startServer();
  const people = await friends(server, "ana", "ben", "cat");
  return {
    server,
    ...people,
    async [Symbol.asyncDispose]() {
      people[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** The message as somebody else reads it later. */
async function read(peer: PeerV2, seq: number) {
  const { messages } = await peer.request("message.get", { channel_id: general, seqs: [seq] });
  return messages[0] ?? expect.unreachable();
}

test("an edit keeps the place, is heard by all and keeps the earlier texts", async () => {
  await using world = await scene();
  const { ana, ben, cat } = world;
  const sent = await ana.say(general, "helo");
  await ben.say(general, "between");
  const first = await ana.request("message.edit", { id: sent.id, content: "hello" });
  const second = await ana.request("message.edit", { id: sent.id, content: "hello all" });
  expect([first.rev, second.rev]).toEqual([3, 4]);
  for (const peer of [ana, ben, cat]) {
    const place = { channel_id: general, id: sent.id, seq: sent.seq };
    expect(await peer.next("message.edited")).toEqual({ ...place, ...first, content: "hello" });
    expect(await peer.next("message.edited")).toEqual({ ...place, ...second, content: "hello all" });
  }
  const { created_at_ms } = sent;
  expect(await read(cat, 1)).toMatchObject({ ...second, seq: 1, content: "hello all", created_at_ms });
  const { edits } = await cat.request("message.edits", { id: sent.id });
  expect(edits).toEqual([
    { content: "helo", written_at_ms: created_at_ms },
    { content: "hello", written_at_ms: first.edited_at_ms },
  ]);
});

test("an edit that changes nothing takes no rev and is told to nobody", async () => {
  await using world = await scene();
  const { ana, ben } = world;
  const { id } = await ana.say(general, "hello");
  await ben.fence();
  expect((await ana.request("message.edit", { id, content: "hello" })).rev).toBe(1);
  expect(await ben.fence()).toEqual([]);
  expect((await ana.request("message.edit", { id, content: "hello!" })).rev).toBe(2);
  expect(await ben.fence()).toMatchObject([{ type: "message.edited" }]);
});

test("a deletion leaves a tombstone without text, history, reactions and pin, and is heard by all", async () => {
  await using world = await scene();
  const { ana, ben, cat } = world;
  const { id } = await ana.say(general, "a secret");
  await ana.request("message.edit", { id, content: "another secret" });
  await ben.request("message.react", { id, emoji: thumb, on: true });
  await ben.request("message.pin", { id, on: true });
  await ben.request("message.send", { channel_id: general, nonce: "1", content: "why?", reply_to_seq: 1 });
  const deleted = await ana.request("message.delete", { id });
  expect(await cat.next("message.deleted")).toEqual({
    channel_id: general,
    id,
    seq: 1,
    ...deleted,
    deleted_run: { from_seq: 1, to_seq: 1 },
  });

  const tombstone = { content: "", edited_at_ms: null, pinned_at_ms: null, reactions: [], ...deleted };
  expect(await read(cat, 1)).toMatchObject(tombstone);
  expect((await cat.request("message.edits", { id })).edits).toEqual([]);
  expect((await cat.request("message.pins", { channel_id: general })).messages).toEqual([]);
  expect((await cat.request("message.reactors", { id, emoji: thumb })).users).toEqual([]);
  const { messages } = await cat.request("message.history", { channel_id: general });
  expect(messages).toMatchObject([
    { seq: 1, ...tombstone },
    { seq: 2, reply_to_seq: 1 },
  ]);
  const { changes } = await cat.request("sync.catch_up", { channels: [{ channel_id: general, rev: 0 }] });
  expect(JSON.stringify(changes)).not.toContain("secret");

  expect(await ana.request("message.delete", { id })).toEqual(deleted); // twice is no error
  const gone = { code: "not_found" };
  await expect(ana.request("message.edit", { id, content: "back" })).rejects.toMatchObject(gone);
  await expect(ben.request("message.react", { id, emoji: thumb, on: true })).rejects.toMatchObject(gone);
  await expect(ben.request("message.pin", { id, on: true })).rejects.toMatchObject(gone);
});

test("what a deleted message said is nowhere in the database", async () => {
  await using world = await scene();
  const { ana, server } = world;
  const { id } = await ana.say(general, "the first secret");
  await ana.request("message.edit", { id, content: "the second secret" });
  await ana.say(general, "no such word");
  await ana.request("message.delete", { id });
  await server.stop();
  const bytes = await Bun.file(server.db).text();
  expect(bytes).toContain("no such word");
  expect(bytes).not.toContain("secret");
});

test("only who wrote a message changes its text or deletes it", async () => {
  await using world = await scene();
  const { ana, ben } = world;
  const { id } = await ana.say(general, "mine");
  const forbidden = { code: "forbidden", message: "Only who wrote a message can change it." };
  await expect(ben.request("message.edit", { id, content: "ours" })).rejects.toMatchObject(forbidden);
  await expect(ben.request("message.delete", { id })).rejects.toMatchObject(forbidden);
  expect(await read(ben, 1)).toMatchObject({ content: "mine", rev: 1 });
});

test("reactions are toggled, counted per emoji in the order of their first use, and told with all counts", async () => {
  await using world = await scene();
  const { ana, ben, cat } = world;
  const { id } = await ana.say(general, "good news");
  const react = (peer: PeerV2, emoji: string, on: boolean) =>
    peer.request("message.react", { id, emoji, on });
  await react(ben, "🎉", true);
  await react(cat, thumb, true);
  expect(await react(ana, thumb, true)).toEqual({
    rev: 4,
    reactions: [
      { emoji: "🎉", count: 1, mine: false },
      { emoji: thumb, count: 2, mine: true },
    ],
  });
  expect((await react(ana, thumb, true)).rev).toBe(4); // twice is no error, and no change
  await react(ben, "🎉", false);

  const told = (await cat.fence()).flatMap(({ type, body }) => (type === "message.reacted" ? [body] : []));
  const change = { channel_id: general, id, seq: 1 };
  const counts = [
    { emoji: "🎉", count: 1 },
    { emoji: thumb, count: 2 },
  ];
  expect(told).toEqual([
    { ...change, rev: 2, user: ben.user, emoji: "🎉", on: true, reactions: [{ emoji: "🎉", count: 1 }] },
    {
      ...change,
      rev: 3,
      user: cat.user,
      emoji: thumb,
      on: true,
      reactions: [counts[0], { emoji: thumb, count: 1 }],
    },
    { ...change, rev: 4, user: ana.user, emoji: thumb, on: true, reactions: counts },
    { ...change, rev: 5, user: ben.user, emoji: "🎉", on: false, reactions: [counts[1]] },
  ]);
  expect((await read(ben, 1)).reactions).toEqual([{ emoji: thumb, count: 2, mine: false }]);
  expect((await ben.request("message.reactors", { id, emoji: thumb })).users).toEqual([cat.user, ana.user]);
  expect((await ben.request("message.reactors", { id, emoji: "🎉" })).users).toEqual([]);
});

test("an emoji that comes in two forms is one reaction", async () => {
  await using world = await scene();
  const { ana, ben } = world;
  const { id } = await ana.say(general, "good news");
  await ben.request("message.react", { id, emoji: "\u2764", on: true });
  const emoji = "\u2764\ufe0f";
  expect((await ana.request("message.react", { id, emoji, on: true })).reactions).toEqual([
    { emoji, count: 2, mine: true },
  ]);
  expect((await ana.request("message.react", { id, emoji: "\u2764", on: false })).reactions).toEqual([
    { emoji, count: 1, mine: false },
  ]);
});

test.each(["", "x", "1", "👍👍", "hello", "<b>", "#", "🇩", "🏽"])("%j is no reaction", async (emoji) => {
  await using world = await scene();
  const { id } = await world.ana.say(general, "hello");
  const refused = world.ana.request("message.react", { id, emoji, on: true });
  await expect(refused).rejects.toMatchObject({ code: "invalid" });
});

test("a message takes at most 20 different emoji, and more of those it has", async () => {
  await using world = await scene();
  const { ana, ben } = world;
  const { id } = await ana.say(general, "hello");
  const animals = [..."🐶🐱🐭🐹🐰🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧🐦🐤🦆🦉"];
  for (const emoji of animals.slice(0, 20)) await ana.request("message.react", { id, emoji, on: true });
  const more = ben.request("message.react", { id, emoji: animals[20] ?? "", on: true });
  await expect(more).rejects.toMatchObject({ code: "invalid" });
  const { reactions } = await ben.request("message.react", { id, emoji: "🐶", on: true });
  expect(reactions.length).toBe(20);
});

test("every member pins and takes the pin away; pins are listed, the last pinned first", async () => {
  await using world = await scene();
  const { ana, ben, cat } = world;
  const [one, two] = [await ana.say(general, "one"), await ana.say(general, "two")];
  const pinned = await ben.request("message.pin", { id: one.id, on: true });
  await cat.request("message.pin", { id: two.id, on: true });
  const place = { channel_id: general, id: one.id, seq: 1 };
  expect(await ana.next("message.pinned")).toEqual({ ...place, user: ben.user, ...pinned });
  const { messages } = await ana.request("message.pins", { channel_id: general });
  expect(messages.map(({ content }) => content)).toEqual(["two", "one"]);
  await cat.request("message.pin", { id: one.id, on: false });
  await ana.next("message.pinned");
  expect(await ana.next("message.pinned")).toEqual({ ...place, rev: 5, user: cat.user, pinned_at_ms: null });
  expect((await ana.request("message.pins", { channel_id: general })).messages.length).toBe(1);
});

test("a reply names a message of its channel, and no other", async () => {
  await using world = await scene();
  const { ana, ben } = world;
  await ana.say(general, "a question");
  const reply = (reply_to_seq: number) =>
    ben.request("message.send", {
      channel_id: general,
      nonce: crypto.randomUUID(),
      content: "re",
      reply_to_seq,
    });
  await reply(1);
  await ana.next("message.created");
  expect((await ana.next("message.created")).message).toMatchObject({ seq: 2, reply_to_seq: 1 });
  await expect(reply(3)).rejects.toMatchObject({ code: "not_found" });
  await expect(reply(0)).rejects.toMatchObject({ code: "not_found" });
});

test("every new message and every change takes the next rev, so that who missed one notices it", async () => {
  await using world = await scene();
  const { ana, ben, cat } = world;
  const { id } = await ana.say(general, "1");
  await Promise.all([
    ben.say(general, "2"),
    ana.request("message.edit", { id, content: "one" }),
    ben.request("message.react", { id, emoji: thumb, on: true }),
    cat.request("message.pin", { id, on: true }),
    ana.say(general, "3"),
  ]);
  await ana.request("message.delete", { id });
  const revs = (await cat.fence())
    .filter(({ type }) => String(type).startsWith("message."))
    .map(({ body }) => body as { rev?: number; message?: { rev: number } })
    .map(({ rev, message }) => rev ?? message?.rev);
  expect(revs).toEqual([1, 2, 3, 4, 5, 6, 7]);
});
