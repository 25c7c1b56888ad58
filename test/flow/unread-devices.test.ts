import { expect, test } from "bun:test";
import { rm } from "node:fs/promises";

import { friends } from "../support/people.ts";
import { startServer, temporaryFolder } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const general = 1;

async function countsOf(peer: PeerV2, channel_id: number) {
  const { channels } = await peer.request("sync.catch_up", {});
  const { last_seq, read_seq, mention_count } =
    channels.find(({ id }) => id === channel_id) ?? expect.unreachable();
  return { unread: last_seq - read_seq, mention_count };
}

test("what is read on one device is read on the others at once, and nobody else is told", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben");
  const { ana, ben } = people;
  using phone = await PeerV2.login(server, "ana");
  await ben.say(general, "hello @ana");
  await ben.say(general, "are you there?");
  expect(await countsOf(phone, general)).toEqual({ unread: 2, mention_count: 1 });
  await ana.fence();
  await ben.fence();

  expect(await phone.request("channel.mark_read", { channel_id: general, read_seq: 1 })).toEqual({
    read_seq: 1,
  });
  const marked = { channel_id: general, read_seq: 1, mention_count: 0 };
  expect(await ana.next("channel.marked_read")).toEqual(marked);
  expect(await phone.next("channel.marked_read")).toEqual(marked);
  expect(await countsOf(ana, general)).toEqual({ unread: 1, mention_count: 0 });
  expect(await ben.fence()).toEqual([]);
});

test("the marker moves forward only, not past the newest, and back only when asked to be unread", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben");
  const { ana, ben } = people;
  for (const text of ["one", "two @ana", "three"]) await ben.say(general, text);
  const read = (read_seq: number) => ana.request("channel.mark_read", { channel_id: general, read_seq });
  expect(await read(99)).toEqual({ read_seq: 3 });
  expect(await read(1)).toEqual({ read_seq: 3 });
  expect(await ana.request("channel.mark_unread", { channel_id: general, seq: 2 })).toEqual({ read_seq: 1 });
  expect(await countsOf(ana, general)).toEqual({ unread: 2, mention_count: 1 });
  expect(await ana.request("channel.mark_unread", { channel_id: general, seq: 3 })).toEqual({ read_seq: 1 });
  expect(await read(3)).toEqual({ read_seq: 3 });
  const told = (await ana.fence()).flatMap(({ type, body }) =>
    type === "channel.marked_read" ? [body] : [],
  );
  expect(told).toMatchObject([{ read_seq: 3 }, { read_seq: 1, mention_count: 1 }, { read_seq: 3 }]);
});

test("counts are right in the first answer after a reconnect, also after a restart of the server", async () => {
  const folder = await temporaryFolder();
  const server = await startServer({ folder });
  const [ana, ben] = [await PeerV2.register(server, "ana"), await PeerV2.register(server, "ben")];
  const { channel: dm } = await ben.request("dm.open", { usernames: ["ana"] });
  await ana.say(general, "from me, so read");
  await ana.hangUp();
  await ben.say(general, "@channel wake up");
  await ben.say(general, "@here nobody is");
  await ben.say(dm.id, "psst");
  await server.stop("SIGKILL");

  await using restarted = await startServer({ folder });
  using back = await PeerV2.resume(restarted, ana.token);
  expect(await countsOf(back, general)).toEqual({ unread: 2, mention_count: 1 });
  expect(await countsOf(back, dm.id)).toEqual({ unread: 1, mention_count: 0 });
  using writer = await PeerV2.resume(restarted, ben.token);
  expect(await countsOf(writer, general)).toEqual({ unread: 0, mention_count: 0 });
  await rm(folder, { recursive: true });
});

test("an edit adds and takes away a mention, a deletion takes it away", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben");
  const { ana, ben } = people;
  const { id } = await ben.say(general, "hello");
  expect((await countsOf(ana, general)).mention_count).toBe(0);
  await ben.request("message.edit", { id, content: "hello @Ana" });
  expect((await countsOf(ana, general)).mention_count).toBe(1);
  await ben.request("message.edit", { id, content: "hello ana@example.org" });
  expect((await countsOf(ana, general)).mention_count).toBe(0);
  await ben.request("message.edit", { id, content: "hello @ana again" });
  await ben.request("message.delete", { id });
  expect(await countsOf(ana, general)).toEqual({ unread: 0, mention_count: 0 });
});

test("a channel of which all that is unread was deleted has nothing unread", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben");
  const { ana, ben } = people;
  await ana.say(general, "from me, so read");
  const { id: second } = await ben.say(general, "oh");
  const { id: third } = await ben.say(general, "no");
  await ben.request("message.delete", { id: third });
  expect((await countsOf(ana, general)).unread).toBe(2);
  await ben.request("message.delete", { id: second });
  expect((await countsOf(ana, general)).unread).toBe(0);
  await ben.say(general, "now in earnest");
  expect((await countsOf(ana, general)).unread).toBe(1);
});

test("whom @here named when it was sent stays named by an edit, also who has gone since", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben", "cat");
  const { ana, ben, cat } = people;
  await cat.hangUp();
  const { id } = await ben.say(general, "@here and @cat, tee is ready");
  await ana.hangUp();
  await ben.request("message.edit", { id, content: "@HERE, tea is ready" });
  using back = await PeerV2.resume(server, ana.token);
  expect((await countsOf(back, general)).mention_count).toBe(1);
  using there = await PeerV2.resume(server, cat.token);
  expect((await countsOf(there, general)).mention_count).toBe(0); // by name, which is gone
  await back.hangUp();
  await ben.request("message.edit", { id, content: "tea is ready" });
  using again = await PeerV2.resume(server, ana.token);
  expect((await countsOf(again, general)).mention_count).toBe(0);
});

test("markers of channels one is not in cannot be moved", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben");
  const { ana, ben } = people;
  const { channel: closed } = await ben.request("channel.create", { kind: "private", name: "closed" });
  const { channel: open } = await ben.request("channel.create", { name: "open" });
  await ben.say(closed.id, "secret");
  const read = (channel_id: number) => ana.request("channel.mark_read", { channel_id, read_seq: 1 });
  const unread = (channel_id: number) => ana.request("channel.mark_unread", { channel_id, seq: 1 });
  for (const move of [read, unread]) {
    await expect(move(closed.id)).rejects.toMatchObject({ code: "not_found", message: "No such channel." });
    await expect(move(9_999)).rejects.toMatchObject({ code: "not_found", message: "No such channel." });
    await expect(move(open.id)).rejects.toMatchObject({ code: "forbidden" });
  }
});
