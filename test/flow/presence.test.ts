import { expect, test } from "bun:test";

import type { Member } from "../../src/protocol/fields.ts";
import type { EventBody } from "../../src/protocol/registry.ts";
import { friends } from "../support/people.ts";
import { startServer } from "../support/server.ts";
import { PeerV1 } from "../support/v1-peer.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const general = 1;

/** How somebody shows, the next time that is told. */
async function shown(peer: PeerV2, username: string): Promise<Pick<Member, "status" | "status_text">> {
  for (;;) {
    const { users } = await peer.next("presence.changed");
    const found = users.find((user) => user.username === username);
    if (found) return { status: found.status, status_text: found.status_text };
  }
}

test("idle, do not disturb, invisible and a status text are seen by the others", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben");
  const { ana, ben } = people;
  await ben.request("presence.set_idle", { idle: true });
  expect(await shown(ana, "ben")).toEqual({ status: "idle", status_text: "" });
  await ben.request("presence.set_idle", { idle: false });
  expect(await shown(ana, "ben")).toMatchObject({ status: "online" });
  const chosen = { status: "dnd" as const, status_text: "in a meeting" };
  expect(await ben.request("presence.choose", { status: "dnd", status_text: " in a\nmeeting " })).toEqual(
    chosen,
  );
  expect(await shown(ana, "ben")).toEqual(chosen);
  await ben.request("presence.choose", { status: "invisible" });
  expect(await shown(ana, "ben")).toEqual({ status: "offline", status_text: "" });
  const { members } = await ana.request("member.list", { channel_id: general });
  expect(members.find(({ username }) => username === "ben")).toMatchObject({
    status: "offline",
    status_text: "",
  });
  await ben.request("presence.choose", { status: "online" });
  expect(await shown(ana, "ben")).toEqual({ status: "online", status_text: "in a meeting" });
  const too_long = ben.request("presence.choose", { status_text: "x".repeat(81) });
  await expect(too_long).rejects.toMatchObject({ code: "invalid" });
});

test("somebody shows as the best of their devices", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben");
  const { ana, ben } = people;
  using phone = await PeerV2.login(server, "ben");
  await phone.request("presence.set_idle", { idle: true });
  await ben.request("presence.set_idle", { idle: true });
  expect(await shown(ana, "ben")).toMatchObject({ status: "idle" }); // the first alone was no news
  await phone.request("presence.set_idle", { idle: false });
  expect(await shown(ana, "ben")).toMatchObject({ status: "online" });
  await phone.hangUp();
  expect(await shown(ana, "ben")).toMatchObject({ status: "idle" });
  await ben.hangUp();
  expect(await shown(ana, "ben")).toMatchObject({ status: "offline" });
});

test("what one chose holds for all one's devices and for the next login", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana");
  using phone = await PeerV2.login(server, "ana");
  const chosen = { status: "dnd" as const, status_text: "away" };
  await phone.request("presence.choose", chosen);
  expect(await people.ana.next("presence.chosen")).toEqual(chosen);
  using later = await PeerV2.connect(server);
  const { presence } = await later.request("session.resume", { token: phone.token });
  expect(presence).toEqual(chosen);
});

test("who is invisible hears and writes, and protocol 1 sees them go and come", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben");
  using olga = await PeerV1.register(server, "olga");
  await people.ben.request("presence.choose", { status: "invisible" });
  expect(await olga.next("status_change")).toMatchObject({ username: "ben", status: "offline" });
  const { users } = await olga.ask("user_list", { channel: "general" }, "user_list");
  expect(users).not.toContainEqual(expect.objectContaining({ username: "ben" }));
  await people.ana.say(general, "is ben here?");
  expect((await people.ben.next("message.created")).message.content).toBe("is ben here?");
  await people.ben.request("presence.choose", { status: "online" });
  expect(await olga.next("status_change")).toMatchObject({ username: "ben", status: "online" });
});

test("many who log in together make few frames", async () => {
  await using server = await startServer();
  using watcher = await PeerV2.register(server, "watcher");
  const count = 100;
  const peers = await Promise.all(
    Array.from({ length: count }, (_, index) => PeerV2.register(server, `person${index}`)),
  );
  const online = new Set<string>();
  let frames = 0;
  while (online.size < count) {
    const { users } = await watcher.next("presence.changed");
    frames++;
    for (const { username } of users) if (username !== "watcher") online.add(username);
  }
  expect(frames).toBeLessThan(count / 4);
  for (const peer of peers) peer[Symbol.dispose]();
});

test("that somebody writes is told to the others of the channel, at most once in 3 s, and to nobody else", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben", "eve");
  const { ana, ben, eve } = people;
  const { channel } = await ana.request("channel.create", { kind: "private", name: "closed" });
  await ana.request("channel.add_member", { channel_id: channel.id, username: "ben" });
  using phone = await PeerV2.login(server, "ana");
  await ana.fence();

  const began_ms = Date.now();
  await ana.request("typing.start", { channel_id: channel.id });
  expect(await ben.next("typing.started")).toEqual({ channel_id: channel.id, user: ana.user });
  for (let again = 0; again < 20; again++) await ana.request("typing.start", { channel_id: channel.id });
  const typing = (frames: { [key: string]: unknown }[]) =>
    frames.filter(({ type }) => type === "typing.started");
  const heard = typing(await ben.fence());
  if (Date.now() - began_ms < 3_000) expect(heard).toEqual([]);
  await ana.request("typing.start", { channel_id: general }); // another channel has its own time
  expect((await ben.next("typing.started")).channel_id).toBe(general);
  expect((await eve.next("typing.started")).channel_id).toBe(general);
  expect(typing([...(await ana.fence()), ...(await phone.fence())])).toEqual([]);

  const outside = eve.request("typing.start", { channel_id: channel.id });
  await expect(outside).rejects.toMatchObject({ code: "not_found" });
});

test("of who is invisible no typing is told, whatever their client asks", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben");
  const { ana, ben } = people;
  await ana.request("presence.choose", { status: "invisible" });
  await ana.request("typing.start", { channel_id: general });
  expect((await ben.fence()).filter(({ type }) => type === "typing.started")).toEqual([]);
  await ana.request("presence.choose", { status: "dnd" });
  await ana.request("typing.start", { channel_id: general });
  expect(await ben.next("typing.started")).toEqual({ channel_id: general, user: ana.user });
});

test("after 3 s it is told again", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben");
  const { ana, ben } = people;
  let asked = 0;
  const told_ms: number[] = [];
  const start = async () => {
    asked++;
    await ana.request("typing.start", { channel_id: general });
    for (const { type } of await ben.fence()) if (type === "typing.started") told_ms.push(performance.now());
  };
  while (told_ms.length < 2) await start();
  const [first = 0, second = 0] = told_ms;
  expect(second - first).toBeGreaterThan(2_900);
  expect(asked).toBeGreaterThan(10);
}, 10_000);

test("presence frames are of the declared shape", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben");
  await people.ben.request("presence.choose", { status: "dnd" });
  const body: EventBody<"presence.changed"> = await people.ana.next("presence.changed");
  expect(body).toEqual({ users: [{ ...people.ben.user, status: "dnd", status_text: "" }] });
});
