import { expect, test } from "bun:test";

import type { Context } from "../../src/domain/context.ts";
import type { Member } from "../../src/protocol/fields.ts";
import { encodeFrame } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { fakeConnection } from "../support/fake-connection.ts";

/** Somebody in this process, over a wire that takes everything. */
async function come(context: Context, username: string, type: "session.register" | "session.login") {
  const { wire, connection } = fakeConnection(context);
  const ask = (id: number, type: string, body: object) => connection.receive(encodeFrame({ id, type, body }));
  ask(1, "hello", { protocol: 2, client: { name: "test", version: "0" } });
  ask(2, type, { username, password: "secret" });
  await connection.settled();
  const answerTo = async (id: number, type: string, body: object) => {
    ask(id, type, body);
    await connection.settled();
    const reply = wire.frames().find((frame) => (frame as { re?: number }).re === id);
    return (reply as { ok: unknown }).ok;
  };
  /** What was told of how others show, in order, from a frame on. */
  const told = (from = 0): Member[] =>
    (wire.frames().slice(from) as { type?: string; body: { users: Member[] } }[])
      .filter(({ type }) => type === "presence.changed")
      .flatMap(({ body }) => body.users);
  return { wire, connection, ask, answerTo, told };
}

/** Two people who know that both are there. */
async function anaAndBen() {
  const clock = new FakeClock();
  const context = await createTestContext(clock);
  const ana = await come(context, "ana", "session.register");
  const ben = await come(context, "ben", "session.register");
  await new Promise(setImmediate);
  clock.move(limits.presence_interval_ms);
  return { clock, context, ana, ben };
}

const statusOf = (username: string, members: readonly Member[]) =>
  members.findLast((member) => member.username === username)?.status;

test("who asks while somebody is away for a moment does not take them for offline from then on", async () => {
  const { clock, context, ana, ben } = await anaAndBen();
  expect(statusOf("ben", ana.told())).toBe("online");
  context.presence.note({ user_id: 1, username: "ana" });
  await new Promise(setImmediate); // told just now: the next has to wait
  ben.connection.closed(true);
  const asked = (await ana.answerTo(10, "member.list", { channel_id: 1 })) as { members: Member[] };
  ana.wire.taken.splice(0);
  await come(context, "ben", "session.login");
  clock.move(limits.presence_interval_ms);
  expect(statusOf("ben", [...asked.members, ...ana.told()])).toBe("online");
});

test("who stays away is told of as offline", async () => {
  const { clock, ana, ben } = await anaAndBen();
  ben.connection.closed(true);
  clock.move(limits.presence_interval_ms);
  expect(statusOf("ben", ana.told())).toBe("offline");
  const asked = (await ana.answerTo(10, "member.list", { channel_id: 1 })) as { members: Member[] };
  expect(statusOf("ben", asked.members)).toBe("offline");
});

test("a new name is told although who took it is gone before it is stored", async () => {
  const { clock, ana, ben } = await anaAndBen();
  ben.ask(10, "profile.set", { display_name: "Benjamin" });
  ben.connection.closed(true);
  await ben.connection.settled();
  const user = expect.objectContaining({ username: "ben", display_name: "Benjamin" });
  expect(ana.wire.frames()).toContainEqual({ type: "user.updated", body: { user } });
  clock.move(limits.presence_interval_ms);
  const gone = { username: "ben", display_name: "Benjamin", status: "offline" };
  expect(ana.told().at(-1)).toMatchObject(gone);
});

test("who is gone when it is told that they have joined, and back a moment later, is told as there", async () => {
  const { clock, context, ana, ben } = await anaAndBen();
  const made = await ana.answerTo(10, "channel.create", { kind: "public", name: "garden" });
  const { channel } = made as { channel: { id: number } };
  const { members } = context.store;
  const { add } = members;
  members.add = async (...asked) => {
    const added = await add(...asked);
    ben.connection.close("silent");
    return added;
  };
  ben.ask(11, "channel.join", { channel_id: channel.id });
  await ben.connection.settled();
  await come(context, "ben", "session.login");
  clock.move(limits.presence_interval_ms);
  const heard = ana.wire.frames() as { type?: string; body: { member: Member } }[];
  const joined = heard.findLastIndex(({ type }) => type === "member.joined");
  expect(heard[joined]?.body.member.status).toBe("offline");
  expect(statusOf("ben", ana.told(joined))).toBe("online");
});
