import { expect, test } from "bun:test";

import type { Frame } from "../support/frame-socket.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { PeerV1 } from "../support/v1-peer.ts";
import { PeerV2 } from "../support/v2-peer.ts";

/** Ana has a private channel "board", of which olga's protocol 1 client hears; eve is no member of it. */
async function boardOf(server: TestServer) {
  const ana = await PeerV2.register(server, "ana");
  const eve = await PeerV2.register(server, "eve");
  const olga = await PeerV1.register(server, "olga");
  const { channel } = await ana.request("channel.create", { kind: "private", name: "board" });
  await ana.request("channel.add_member", { channel_id: channel.id, username: "olga" });
  await olga.next("channel_created");
  return {
    ana,
    eve,
    olga,
    board: channel.id,
    [Symbol.dispose]() {
      for (const peer of [ana, eve, olga]) peer[Symbol.dispose]();
    },
  };
}

const makePublic = async (peer: PeerV2, name: string) =>
  (await peer.request("channel.create", { kind: "public", name })).channel.id;

const contentsIn = async (peer: PeerV2, channel_id: number) =>
  (await peer.request("message.history", { channel_id })).messages.map(({ content }) => content);

const named = ({ channels }: Frame) => (channels as { id: number; name: string }[]).map(({ name }) => name);

test("a message by name goes where the name led before somebody else took it too, also without having joined", async () => {
  await using server = await startServer();
  using people = await boardOf(server);
  const { ana, eve, olga, board } = people;
  const taken = await makePublic(eve, "board");
  expect(await olga.next("channel_created")).toMatchObject({
    channel: { id: taken, name: `board~${taken}` },
  });
  expect(await olga.say("not for eve", "board")).toMatchObject({ channel: "board" });
  expect(await contentsIn(ana, board)).toEqual(["not for eve"]);
  expect(await contentsIn(eve, taken)).toEqual([]);
});

test("a channel that is renamed to the name of another, or privately made, takes nothing from it", async () => {
  await using server = await startServer();
  using people = await boardOf(server);
  const { ana, eve, olga, board } = people;
  const other = (await eve.request("channel.create", { kind: "private", name: "other" })).channel.id;
  await eve.request("channel.add_member", { channel_id: other, username: "olga" });
  expect(await olga.next("channel_created")).toMatchObject({ channel: { name: "other" } });
  await olga.ask("channel_join", { channel: "other" }, "channel_joined");
  await eve.request("channel.update", { channel_id: other, name: "board" });
  expect(await olga.next("channel_created")).toMatchObject({ channel: { name: `board~${other}` } });
  await olga.ask("channel_join", { channel: "board" }, "channel_joined");
  await olga.say("one", "board");
  await olga.ask("channel_join", { channel: "general" }, "channel_joined");
  await olga.say("two", "board");
  await olga.say("for eve", `BOARD~${other}`);
  expect(await contentsIn(ana, board)).toEqual(["one", "two"]);
  expect(await contentsIn(eve, other)).toEqual(["for eve"]);

  using later = await PeerV1.login(server, "olga");
  expect(named(await later.ask("channel_list", {}, "channel_info"))).toEqual([
    "board",
    `board~${other}`,
    "general",
  ]);
  await later.say("three", "board");
  expect(await contentsIn(ana, board)).toEqual(["one", "two", "three"]);
});

test("what is said in two channels of one name is shown under two names, as are those who come and go", async () => {
  await using server = await startServer();
  using people = await boardOf(server);
  const { ana, eve, olga, board } = people;
  const taken = await makePublic(eve, "board");
  const alias = `board~${taken}`;
  expect(await olga.ask("channel_join", { channel: alias }, "channel_joined")).toMatchObject({
    channel: alias,
    users: [{ username: "eve" }, { username: "olga" }],
  });
  await olga.fence();
  await eve.say(taken, "from eve");
  await ana.say(board, "from ana");
  await ana.request("channel.join", { channel_id: taken });
  await ana.request("channel.leave", { channel_id: taken });
  expect(await olga.fence()).toMatchObject([
    { type: "message", channel: alias, content: "from eve" },
    { type: "message", channel: "board", content: "from ana" },
    { type: "user_joined", channel: alias, username: "ana" },
    { type: "user_left", channel: alias, username: "ana" },
  ]);
  await ana.hangUp();
  const left = [await olga.next("user_left"), await olga.next("user_left")];
  expect(left.map(({ channel }) => channel)).toEqual(["general", "board"]);
  olga.send("channel_leave", { channel: alias });
  await olga.fence();
  expect(await olga.say("still here", "board")).toMatchObject({ channel: "board" });
});

test("a name that a channel had while the client knew it leads to nothing else over this connection", async () => {
  await using server = await startServer();
  using people = await boardOf(server);
  const { ana, eve, olga, board } = people;
  await ana.request("channel.update", { channel_id: board, name: "old-board" });
  const taken = await makePublic(eve, "board");
  await olga.say("typed into the window that says board", "board");
  expect(await contentsIn(ana, board)).toEqual(["typed into the window that says board"]);
  using later = await PeerV1.login(server, "olga");
  expect(await later.say("to all", "board")).toMatchObject({ channel: "board" });
  expect(await contentsIn(eve, taken)).toEqual(["to all"]);
});

test("who leaves a private channel does not find another one in its place", async () => {
  await using server = await startServer();
  using people = await boardOf(server);
  const { eve, olga } = people;
  const taken = await makePublic(eve, "board");
  olga.send("channel_leave", { channel: "board" });
  await olga.fence();
  for (const type of ["message", "channel_join", "channel_leave", "user_list"])
    expect(await olga.ask(type, { channel: "board", content: "secret" }, "error")).toMatchObject({
      code: "not_found",
    });
  expect(await contentsIn(eve, taken)).toEqual([]);
});

test("a renaming that is stored together with something else of the channel takes the name from nobody either", async () => {
  await using server = await startServer();
  using people = await boardOf(server);
  const { ana, eve, olga, board } = people;
  using second = await PeerV2.login(server, "ana");
  using otto = await PeerV1.register(server, "otto");
  await olga.fence();
  const named = second.request("channel.update", { channel_id: board, name: "old-board" });
  const added = ana.request("channel.add_member", { channel_id: board, username: "otto" });
  await Promise.all([named, added]);
  const taken = await makePublic(eve, "board");
  expect((await olga.fence()).slice(-1)).toMatchObject([{ channel: { id: taken, name: `board~${taken}` } }]);
  await olga.say("not for eve", "board");
  expect(await contentsIn(ana, board)).toEqual(["not for eve"]);
  expect(await contentsIn(eve, taken)).toEqual([]);
  expect((await otto.fence()).at(-1)).toMatchObject({ type: "message", channel: "old-board" });
});

test("who leaves a private channel with another device writes to no other over this one, also after coming back", async () => {
  await using server = await startServer();
  using people = await boardOf(server);
  const { ana, eve, olga, board } = people;
  using phone = await PeerV2.login(server, "olga");
  await phone.request("channel.leave", { channel_id: board });
  const taken = await makePublic(eve, "board");
  await olga.fence();
  const refused = await olga.ask("message", { channel: "board", content: "secret" }, "error");
  expect(refused).toMatchObject({ code: "not_found" });
  await ana.request("channel.add_member", { channel_id: board, username: "olga" });
  expect(await olga.next("channel_created")).toMatchObject({ channel: { id: board, name: "board" } });
  await olga.say("back again", "board");
  expect(await contentsIn(ana, board)).toEqual(["back again"]);
  expect(await contentsIn(eve, taken)).toEqual([]);
});
