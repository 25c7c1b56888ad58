import { expect, test } from "bun:test";

import { endUnbegunDms } from "../../src/domain/unbegun-dms.ts";
import { limits } from "../../src/protocol/limits.ts";
import { messageOf } from "../conformance/scene.ts";
import { startLocalServer } from "../support/local-server.ts";
import { friends } from "../support/people.ts";
import { PeerV1 } from "../support/v1-peer.ts";

/** A server with people of both protocols, and its upkeep as it is so much later. */
async function scene() {
  const server = await startLocalServer();
  const address = server.address(false);
  const people = await friends(address, "ana", "ben");
  const olga = await PeerV1.register(address, "olga");
  await Promise.all([people.ana.fence(), people.ben.fence(), olga.fence()]);
  const { context } = server;
  const upkeepAfter = (ms: number) =>
    endUnbegunDms({ ...context, clock: { ...context.clock, now: () => Date.now() + ms } });
  return {
    context,
    ...people,
    olga,
    upkeepAfter,
    async [Symbol.asyncDispose]() {
      olga[Symbol.dispose]();
      people[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

const gone = { code: "not_found", message: "No such channel." };

test("direct messages in which nobody has written for a month are gone, for all who are there", async () => {
  await using world = await scene();
  const { context, ana, ben, olga, upkeepAfter } = world;
  const { channel } = await ana.request("dm.open", { usernames: ["ben", "olga"] });
  await ana.fence();
  await upkeepAfter(limits.dm_unbegun_ms);
  expect(await ana.next("member.left")).toEqual({ channel_id: channel.id, user: ana.user });
  expect(await olga.fence()).toEqual([]);
  expect([...context.hub.onlineMembersOf(channel.id)]).toEqual([]);
  expect(context.hub.channelIdsOf(ana.user.user_id)).not.toContain(channel.id);
  await expect(ana.say(channel.id, "anybody?")).rejects.toMatchObject(gone);
  await expect(ben.request("message.history", { channel_id: channel.id })).rejects.toMatchObject(gone);
  const { channels } = await ana.request("channel.list", {});
  expect(channels.map(({ name }) => name)).toEqual(["general"]);
});

test("opened anew they are others, and all hear what is written there", async () => {
  await using world = await scene();
  const { ana, ben, olga, upkeepAfter } = world;
  const before = (await ana.request("dm.open", { usernames: ["ben", "olga"] })).channel.id;
  await upkeepAfter(limits.dm_unbegun_ms);
  await ben.fence();
  const { id } = (await ana.request("dm.open", { usernames: ["ben", "olga"] })).channel;
  expect(id).toBeGreaterThan(before);
  await ana.say(id, "here we are");
  const told = (await ben.fence()).map(({ type }) => type);
  // Who is there is told when it is time for that.
  expect(told.filter((type) => type !== "presence.changed")).toEqual(["channel.created", "message.created"]);
  expect(await olga.next("private_message")).toMatchObject({ content: "(also to ben) here we are" });
});

test("what was begun stays, and what was opened within the time", async () => {
  await using world = await scene();
  const { context, ana, ben, upkeepAfter } = world;
  const begun = (await ana.request("dm.open", { usernames: ["ben"] })).channel.id;
  await ana.say(begun, "hello");
  const { user_id } = ana.user;
  const old_ms = Date.now() - limits.dm_unbegun_ms;
  const opened = { user_ids: [user_id, ben.user.user_id, 3], created_by: user_id, now_ms: old_ms };
  const { channel_id } = await context.store.channels.openDm(opened);
  const young = (await ana.request("dm.open", { usernames: ["ana"] })).channel.id;
  const again = (await ben.request("dm.open", { usernames: ["ana", "olga"] })).channel.id;
  expect(again).toBe(channel_id);
  await ana.fence();
  await ben.fence();
  await upkeepAfter(0);
  expect([...(await ana.fence()), ...(await ben.fence())]).toEqual([]);
  const { channels } = await ana.request("channel.list", {});
  expect(channels.map(({ id }) => id).slice(1)).toEqual([begun, young, again]);
});

test("of very many each upkeep ends some, oldest first, so that no write waits for long, and at last all are gone", async () => {
  await using world = await scene();
  const { context, ana, upkeepAfter } = world;
  const { users, channels, members } = context.store;
  const { user_id } = ana.user;
  const others = await Promise.all(
    Array.from({ length: 11 }, (_, at) => users.create({ username: `u${at}`, password_hash: "", now_ms: 1 })),
  );
  const count = 1_201;
  const open = (at: number) => {
    const chosen = others.filter((_, bit) => (at >> bit) % 2 === 1).map((other) => other.user_id);
    return channels.openDm({ user_ids: [user_id, ...chosen], created_by: user_id, now_ms: at });
  };
  const opened = await Promise.all(Array.from({ length: count }, (_, at) => open(at)));
  const ids = opened.map(({ channel_id }) => channel_id);
  expect(new Set(ids).size).toBe(count);
  const left = async () => new Set(await members.channelIdsOf(user_id)).intersection(new Set(ids));
  for (const [from, to] of [
    [0, 500],
    [500, 1_000],
    [1_000, count],
    [count, count],
  ] as const) {
    await upkeepAfter(0);
    expect([...(await left())]).toEqual(ids.slice(to));
    const told = (await ana.fence()).filter(({ type }) => type === "member.left");
    expect(told).toEqual(ids.slice(from, to).map(leftBy));
  }

  function leftBy(channel_id: number) {
    return { type: "member.left", body: { channel_id, user: ana.user } };
  }
});

test("a first message in the moment of the upkeep is either stored or refused, and stays", async () => {
  await using world = await scene();
  const { context, ana, ben, upkeepAfter } = world;
  const open = async (username: string) =>
    (await ana.request("dm.open", { usernames: [username] })).channel.id;
  const [first, second] = [await open("ben"), await open("olga")];
  const { user_id } = ana.user;
  const { append } = context.store.messages;
  const [stored, , refused] = await Promise.allSettled([
    append(messageOf(first, user_id)),
    upkeepAfter(limits.dm_unbegun_ms),
    append(messageOf(second, user_id)),
  ]);
  expect(stored.status).toBe("fulfilled");
  expect(refused).toMatchObject({ status: "rejected", reason: gone });
  const { messages } = await ben.request("message.history", { channel_id: first });
  expect(messages).toMatchObject([{ content: "hello" }]);
});
