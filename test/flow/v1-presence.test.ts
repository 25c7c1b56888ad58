import { expect, test } from "bun:test";

import type { Frame } from "../support/frame-socket.ts";
import { friendsV1 } from "../support/people.ts";
import { startServer } from "../support/server.ts";
import { PeerV1 } from "../support/v1-peer.ts";

test("hanging up is told by user_left to the channel's users and status_change to everybody", async () => {
  await using server = await startServer();
  using people = await friendsV1(server, "ana", "ben", "cid");
  people.cid.send("channel_leave", { channel: "general" });
  await people.cid.fence();
  await people.ana.fence();
  await people.ben.hangUp();
  const offline = { type: "status_change", username: "ben", status: "offline" };
  expect(await people.ana.take(2)).toEqual([
    { type: "user_left", channel: "general", username: "ben" },
    offline,
  ]);
  expect(await people.cid.take(1)).toEqual([offline]);
});

test("a connection that breaks off is the same as one that hangs up", async () => {
  await using server = await startServer();
  using people = await friendsV1(server, "ana", "ben");
  people.ben[Symbol.dispose]();
  expect(await people.ana.take(2)).toMatchObject([{ type: "user_left" }, { status: "offline" }]);
});

test("user_left comes for every channel that was joined", async () => {
  await using server = await startServer();
  using people = await friendsV1(server, "ana", "ben");
  await people.ana.ask("channel_create", { name: "games" }, "channel_created");
  for (const peer of [people.ana, people.ben]) {
    await peer.ask("channel_join", { channel: "games" }, "channel_joined");
  }
  await people.ana.fence();
  await people.ben.hangUp();
  const frames = await people.ana.take(3);
  expect(frames.slice(0, 2).map(({ type, channel }) => `${String(type)} ${String(channel)}`)).toEqual(
    expect.arrayContaining(["user_left general", "user_left games"]),
  );
  expect(frames[2]).toMatchObject({ type: "status_change", status: "offline" });
});

test("all connections of a user get everything, and only the last one's end is told", async () => {
  await using server = await startServer();
  using people = await friendsV1(server, "ana", "ben");
  using second = await PeerV1.login(server, "ben");
  await second.fence();
  expect(await people.ana.fence()).toEqual([]);
  await people.ben.fence();

  await people.ana.say("to all of you");
  await people.ana.ask("private_message", { to: "ben", content: "to you" }, "private_message");
  const heard = [
    { type: "message", content: "to all of you" },
    { type: "private_message", content: "to you" },
  ];
  expect(await people.ben.fence()).toMatchObject(heard);
  expect(await second.fence()).toMatchObject(heard);

  await second.say("from the second");
  expect(await people.ben.fence()).toMatchObject([{ sender: "ben", content: "from the second" }]);
  await people.ana.fence();

  await people.ben.hangUp();
  await second.say("still here");
  expect(await people.ana.fence()).toMatchObject([{ type: "message", content: "still here" }]);
  const { users } = await people.ana.ask("user_list", {}, "user_list");
  expect(users).toEqual(["ana", "ben"].map((username) => ({ username, status: "online" })));

  await second.hangUp();
  expect(await people.ana.take(2)).toMatchObject([{ type: "user_left" }, { status: "offline" }]);
});

test("the own copy of a private message reaches the sender's other connections", async () => {
  await using server = await startServer();
  using people = await friendsV1(server, "ana", "ben");
  using second = await PeerV1.login(server, "ana");
  await second.fence();
  await people.ana.ask("private_message", { to: "ben", content: "psst" }, "private_message");
  expect(await second.fence()).toMatchObject([{ type: "private_message", from: "ana", to: "ben" }]);
});

test("more than 5 of the three kinds in a second are refused, over all connections of a user", async () => {
  await using server = await startServer({ rate_limit: 5 });
  using people = await friendsV1(server, "ana", "ben");
  using second = await PeerV1.login(server, "ana");
  await second.fence();
  people.ana.send("message", { content: "1" });
  people.ana.send("action", { content: "2" });
  people.ana.send("private_message", { to: "ben", content: "3" });
  await people.ana.fence();
  for (const content of ["4", "5", "6"]) second.send("message", { content });
  const errors = (await second.fence()).filter(({ type }) => type === "error");
  expect(errors).toMatchObject([{ code: "rate_limited", message: expect.stringMatching(/^[A-Z].+\.$/) }]);
  await people.ana.fence();
  const contents = (await people.ben.fence()).map(({ content }) => content);
  expect(contents.toSorted()).toEqual(["1", "2", "3", "4", "5"]);
});

test("what is refused for another reason does not count, and other requests are not limited", async () => {
  await using server = await startServer({ rate_limit: 5 });
  using people = await friendsV1(server, "ana");
  const { ana } = people;
  for (let number = 0; number < 20; number++) {
    ana.send("message", { content: "" });
    ana.send("private_message", { to: "nobody", content: "hi" });
    ana.send("user_list");
  }
  await ana.fence();
  for (const content of ["1", "2", "3", "4", "5"]) expect(await ana.say(content)).toMatchObject({ content });
});

test("the window slides: the same user may go on after the time that the error tells", async () => {
  await using server = await startServer({ rate_limit: 1 });
  using people = await friendsV1(server, "ana");
  const { ana } = people;
  await ana.say("first");
  expect(await ana.ask("message", { content: "again" }, "error")).toMatchObject({ code: "rate_limited" });
  const isAnswer = ({ type }: Frame) => type === "error" || type === "message";
  let answer: Frame = { type: "error" };
  while (answer["type"] === "error") {
    ana.send("message", { content: "again" });
    answer = await ana.nextFrame(isAnswer);
  }
  expect(answer).toMatchObject({ type: "message", content: "again" });
});

test("one user's flood does not slow another's messages", async () => {
  await using server = await startServer({ rate_limit: 5 });
  using people = await friendsV1(server, "ana", "ben");
  for (let number = 0; number < 50; number++) people.ana.send("message", { content: String(number) });
  people.ben.send("message", { content: "calm" });
  expect(await people.ben.nextFrame(({ content }) => content === "calm")).toMatchObject({ sender: "ben" });
});
