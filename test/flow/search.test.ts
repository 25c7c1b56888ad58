import { expect, test } from "bun:test";
import { existsSync, readFileSync, statSync } from "node:fs";

import { ChatError } from "../../src/protocol/errors.ts";
import type { RequestInput } from "../../src/protocol/registry.ts";
import { openStore } from "../../src/store/sqlite/open-store.ts";
import { silentLog } from "../store/silent-log.ts";
import { friends } from "../support/people.ts";
import { startServer, temporaryFolder } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const general = 1;

type Wish = RequestInput<"message.search">;

const find = async (peer: PeerV2, wish: Wish) =>
  (await peer.request("message.search", wish)).hits.map(({ excerpt }) => excerpt);

/** Asks until it is so: the index follows a moment behind. The test's own time limit ends it. */
async function findUntil(peer: PeerV2, wish: Wish, is_so: (found: string[]) => boolean): Promise<string[]> {
  for (;;) {
    const found = await find(peer, wish);
    if (is_so(found)) return found;
  }
}

async function refusal(peer: PeerV2, wish: Wish) {
  try {
    await peer.request("message.search", wish);
  } catch (error) {
    if (error instanceof ChatError) return { code: error.code, message: error.message };
    throw error;
  }
  return expect.unreachable();
}

test("a word that no text can hold finds nothing, and disturbs nobody", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana");
  const { ana } = people;
  await ana.say(general, "roses");
  await findUntil(ana, { words: ["roses"] }, (found) => found.length > 0);
  for (const word of ["ros\0es", "\0abc", "\0"]) expect(await find(ana, { words: [word] })).toEqual([]);
  expect(server.log()).not.toContain("search.failed");
});

test("what was just said is found a moment later, edits and deletions too", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben");
  const { ana, ben } = people;
  const { id } = await ana.say(general, "the roses need water");
  expect(await findUntil(ben, { words: ["rose"] }, (found) => found.length > 0)).toEqual([
    "the roses need water",
  ]);
  await ana.request("message.edit", { id, content: "the tulips need water" });
  expect(await find(ben, { words: ["rose"] })).toEqual([]);
  expect(await findUntil(ben, { words: ["tulip"] }, (found) => found.length > 0)).toEqual([
    "the tulips need water",
  ]);
  expect(await find(ben, { words: ["tulip"], from: ["ANA"] })).toEqual(["the tulips need water"]);
  expect(await find(ben, { words: ["tulip"], from: ["ben"] })).toEqual([]);
  await ana.request("message.delete", { id });
  expect(await find(ben, { words: ["tulip"] })).toEqual([]);
});

test("to outsiders a private channel is the same as a missing one", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben");
  const { ana, ben } = people;
  const { channel } = await ana.request("channel.create", { kind: "private", name: "closed" });
  await ana.say(channel.id, "a secret rose");
  await ana.say(general, "a rose for all");
  await findUntil(ana, { words: ["rose"] }, (found) => found.length === 2);
  expect(await find(ben, { words: ["rose"] })).toEqual(["a rose for all"]);
  const hidden = await refusal(ben, { words: ["rose"], channel_ids: [channel.id] });
  expect(hidden).toEqual(await refusal(ben, { words: ["rose"], channel_ids: [999] }));
  expect(hidden.code).toBe("not_found");
});

test("bad questions get a clear answer", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben");
  const { ana } = people;
  expect(await refusal(ana, {})).toEqual({ code: "invalid", message: "Say what to look for." });
  expect(await refusal(ana, { without: ["x"] })).toEqual({
    code: "invalid",
    message: "Say what to look for.",
  });
  expect(await refusal(ana, { words: ["x"], from: ["nobody"] })).toEqual({
    code: "not_found",
    message: "Nobody here is called nobody.",
  });
  for (const wish of [
    { words: [""] },
    { words: ["x".repeat(2_001)] },
    { words: Array.from({ length: 17 }, () => "x") },
    { has: ["cheese"] },
    { words: ["x"], limit: 51 },
    { words: ["x"], before_ms: -1 },
    { words: ["x"], channel_ids: ["1"] },
    { words: "x" },
  ])
    expect(await refusal(ana, wish as Wish)).toMatchObject({ code: "invalid" });
  // And the connection goes on.
  expect(await find(ana, { words: ["\u0001OR\u0001"] })).toEqual([]);
});

test("searches have a rate of their own", async () => {
  await using server = await startServer({ rate_limit: 5 });
  using people = await friends(server, "ana", "ben");
  const { ana, ben } = people;
  const asked = await Promise.allSettled(Array.from({ length: 12 }, () => find(ana, { words: ["x"] })));
  const refused = asked.filter(({ status }) => status === "rejected");
  expect(refused.length).toBeGreaterThanOrEqual(1);
  expect(refused[0]).toMatchObject({ reason: { code: "rate_limited" } });
  expect(await find(ben, { words: ["x"] })).toEqual([]);
});

test("killed while it indexes what was there before, it goes on, and finds all of it", async () => {
  const folder = await temporaryFolder();
  const store = await openStore({
    path: `${folder}/chat_data.db`,
    durability: "normal",
    clock: Date,
    log: silentLog,
  });
  const { user_id } = await store.users.create({ username: "zoe", password_hash: "x", now_ms: 1 });
  const count = 40_000;
  for (let at = 0; at < count; at += 1_000)
    await Promise.all(
      Array.from({ length: 1_000 }, (_, more) =>
        store.messages.append({
          channel_id: general,
          author_id: user_id,
          kind: "text",
          content: `message number ${at + more}`,
          nonce: null,
          reply_to_seq: null,
          mentions: undefined,
          now_ms: 1,
        }),
      ),
    );
  await store.close();
  let kills = 0;
  let done = 0;
  for (; kills < 3; kills++) {
    await using server = await startServer({ folder });
    const ana = kills === 0 ? await PeerV2.register(server, "ana") : await PeerV2.login(server, "ana");
    const look = async () =>
      (await ana.request("message.search", { words: ["number 0"] })).indexing?.done ?? count;
    expect(await look()).toBeGreaterThanOrEqual(done);
    const wanted = done + 4_000;
    while ((done = await look()) < wanted);
    ana[Symbol.dispose]();
  }
  await using server = await startServer({ folder });
  using ana = await PeerV2.login(server, "ana");
  for (;;) {
    const { indexing } = await ana.request("message.search", { words: ["x"] });
    if (indexing === null) break;
    expect(indexing.total).toBe(count);
    done = Math.max(done, indexing.done);
  }
  expect(done).toBeLessThan(count);
  expect(await find(ana, { words: ["number 39999"] })).toEqual(["message number 39999"]);
  expect(await find(ana, { words: ["number 12345"] })).toEqual(["message number 12345"]);
  expect(await find(ana, { words: ["message number 7"], limit: 1 })).toEqual(["message number 7999"]);
}, 60_000);

test("an index that was removed or damaged is made anew, and stopping leaves nothing of a deleted message", async () => {
  const folder = await temporaryFolder();
  const index = `${folder}/chat_data.db-search`;
  {
    await using server = await startServer({ folder });
    using people = await friends(server, "ana", "ben");
    await people.ana.say(general, "x\u{20002}\u{28002}y the roses need water");
    // Two letters that no other text has: see test/store/search/erased.test.ts.
    const { id } = await people.ana.say(general, "x\u{20001}\u{28001}y");
    await findUntil(people.ana, { words: ["\u{28001}"] }, (found) => found.length === 1);
    await people.ana.request("message.delete", { id });
    expect(await server.stop()).toBe(0);
  }
  expect(existsSync(`${index}-wal`)).toBe(false);
  expect(readFileSync(index).includes(Buffer.from("\u{28002}"))).toBe(true);
  expect(readFileSync(index).includes(Buffer.from("\u{28001}"))).toBe(false);
  expect(statSync(index).mode & 0o777).toBe(0o600);
  await Bun.write(index, "this is no database ".repeat(500));
  await using server = await startServer({ folder });
  using ana = await PeerV2.login(server, "ana");
  expect(await findUntil(ana, { words: ["rose"] }, (found) => found.length > 0)).toEqual([
    "x\u{20002}\u{28002}y the roses need water",
  ]);
  expect(server.log()).not.toContain("search.failed");
});
