import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { rm } from "node:fs/promises";

import { limits } from "../../src/protocol/limits.ts";
import type { EventBody } from "../../src/protocol/registry.ts";
import { friends } from "../support/people.ts";
import { startServer, temporaryFolder } from "../support/server.ts";
import { PeerV1 } from "../support/v1-peer.ts";
import { PeerV2 } from "../support/v2-peer.ts";

test("direct messages among several: one channel for the same people, heard by all their devices and by nobody else", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben", "cat", "eve");
  const { ana, ben, cat, eve } = people;
  using phone = await PeerV2.login(server, "ben");
  await phone.fence();
  const { channel } = await ana.request("dm.open", { usernames: ["CAT", "ben"] });
  expect(channel).toMatchObject({ kind: "dm", name: null, joined: true });
  expect(channel.members.map(({ username }) => username)).toEqual(["ana", "ben", "cat"]);
  await ana.request("typing.start", { channel_id: channel.id });
  expect(await phone.fence()).toEqual([]); // to have opened it is nothing to tell, nor that somebody writes there
  expect((await cat.request("dm.open", { usernames: ["ben", "ana", "cat"] })).channel.id).toBe(channel.id);
  expect((await cat.request("dm.open", { usernames: ["ben"] })).channel.id).not.toBe(channel.id);

  await cat.fence();
  await ana.say(channel.id, "the three of us");
  for (const peer of [ben, phone, cat])
    expect((await peer.next("channel.created")).channel).toMatchObject({ id: channel.id, kind: "dm" });
  for (const peer of [ana, ben, phone, cat])
    expect((await peer.next("message.created")).message).toMatchObject({
      content: "the three of us",
      seq: 1,
    });
  const outside = { code: "not_found", message: "No such channel." };
  await expect(eve.request("message.history", { channel_id: channel.id })).rejects.toMatchObject(outside);
  await expect(eve.say(channel.id, "hi")).rejects.toMatchObject(outside);
  expect(await eve.fence()).toEqual([]);
});

test("a dm can be neither joined, left, widened, renamed nor archived", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben", "cat");
  const { ana } = people;
  const { channel } = await ana.request("dm.open", { usernames: ["ben"] });
  const channel_id = channel.id;
  const forbidden = { code: "forbidden" };
  await expect(ana.request("channel.join", { channel_id })).rejects.toMatchObject(forbidden);
  await expect(ana.request("channel.leave", { channel_id })).rejects.toMatchObject(forbidden);
  await expect(ana.request("channel.update", { channel_id, archived: true })).rejects.toMatchObject(
    forbidden,
  );
  const add = ana.request("channel.add_member", { channel_id, username: "cat" });
  await expect(add).rejects.toMatchObject(forbidden);
});

test("a dm needs people that are there, and at most ten", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben");
  const { ana } = people;
  const missing = ana.request("dm.open", { usernames: ["ben", "nobody"] });
  await expect(missing).rejects.toMatchObject({
    code: "not_found",
    message: "There is no user named nobody.",
  });
  const crowd = Array.from({ length: 10 }, (_, index) => `person${index}`);
  await expect(ana.request("dm.open", { usernames: crowd })).rejects.toMatchObject({ code: "invalid" });
  const { channel } = await ana.request("dm.open", { usernames: ["ana"] });
  expect(channel.members.map(({ username }) => username)).toEqual(["ana"]); // notes to oneself
});

test("who was offline finds direct messages after the login, also after a restart of the server", async () => {
  const folder = await temporaryFolder();
  const server = await startServer({ folder });
  const [ana, ben] = [await PeerV2.register(server, "ana"), await PeerV2.register(server, "ben")];
  await ben.hangUp();
  const { channel } = await ana.request("dm.open", { usernames: ["ben"] });
  await ana.say(channel.id, "see you");
  await server.stop("SIGKILL");

  await using restarted = await startServer({ folder });
  using back = await PeerV2.resume(restarted, ben.token);
  const { channels } = await back.request("sync.catch_up", {});
  expect(channels.find(({ kind }) => kind === "dm")).toMatchObject({
    id: channel.id,
    last_seq: 1,
    read_seq: 0,
  });
  const { messages } = await back.request("message.history", { channel_id: channel.id });
  expect(messages).toMatchObject([{ content: "see you", author: { username: "ana" } }]);
  await rm(folder, { recursive: true });
});

test("the server's upkeep removes direct messages in which nobody has written for a month, and no others", async () => {
  const folder = await temporaryFolder();
  const server = await startServer({ folder });
  const ana = await PeerV2.register(server, "ana");
  await PeerV2.register(server, "ben");
  const ids: number[] = [];
  for (const usernames of [["ana"], ["ben"]])
    ids.push((await ana.request("dm.open", { usernames })).channel.id);
  const [written = 0, empty = 0] = ids;
  await ana.say(written, "a note");
  await server.stop();
  const database = new Database(server.db);
  database.run("UPDATE channels SET created_at_ms = created_at_ms - ?", [limits.dm_unbegun_ms]);
  database.close();

  await using restarted = await startServer({ folder });
  using back = await PeerV2.resume(restarted, ana.token);
  const listed = async () => (await back.request("channel.list", {})).channels.map(({ id }) => id);
  while ((await listed()).includes(empty)); // the upkeep begins with the server, and takes its time
  expect(await listed()).toEqual([1, written]);
  await rm(folder, { recursive: true });
});

test("the first messages of a dm come after its beginning and in order, also when they were written at once", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben");
  const { ana, ben } = people;
  using olga = await PeerV1.register(server, "olga");
  await olga.fence();
  const contents = Array.from({ length: 20 }, (_, index) => `message ${index + 1}`);
  const { channel } = await ana.request("dm.open", { usernames: ["ben", "olga"] });
  await ben.fence();
  await Promise.all(contents.map((content) => ana.say(channel.id, content)));
  const heard = (await ben.fence()).filter(({ type }) => type !== "presence.changed");
  expect(heard.map(({ type }) => type)).toEqual([
    "channel.created",
    ...contents.map(() => "message.created"),
  ]);
  expect(heard.slice(1).map(({ body }) => (body as EventBody<"message.created">).message.rev)).toEqual(
    contents.map((_, index) => index + 1),
  );
  const told = (await olga.fence()).filter(({ type }) => type === "private_message");
  expect(told.map(({ content }) => content)).toEqual(contents.map((content) => `(also to ben) ${content}`));
});

test("protocol 1 gets direct messages among several as private messages, and none of their changes", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana", "ben");
  const { ana, ben } = people;
  using olga = await PeerV1.register(server, "olga");
  await olga.fence();
  const { channel } = await ana.request("dm.open", { usernames: ["ben", "olga"] });
  const { id } = await ben.say(channel.id, "the three of us");
  expect(await olga.next("private_message")).toMatchObject({
    from: "ben",
    content: "(also to ana) the three of us",
  });
  await ben.request("message.edit", { id, content: "the two of us" });
  await ben.request("message.delete", { id });
  expect(await olga.fence()).toEqual([]);
});
