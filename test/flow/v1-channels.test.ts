import { afterAll, beforeAll, describe, expect, test } from "bun:test";

import type { Frame } from "../support/frame-socket.ts";
import { friendsV1 } from "../support/people.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { PeerV1 } from "../support/v1-peer.ts";

test("making a channel tells everybody logged in, and the list is sorted by name", async () => {
  await using server = await startServer();
  using people = await friendsV1(server, "ana", "ben");
  people.ben.send("channel_leave", { channel: "general" });
  await people.ben.fence();
  await people.ana.fence();
  for (const name of ["zoo", "games"]) {
    people.ana.send("channel_create", { name, description: `About ${name}` });
  }
  const row = (name: string, description: string) => ({ id: expect.any(Number), name, description });
  const created = ["zoo", "games"].map((name) => ({
    type: "channel_created",
    channel: row(name, `About ${name}`),
  }));
  expect(await people.ana.fence()).toEqual(created);
  expect(await people.ben.fence()).toEqual(created);
  const channels = [
    row("games", "About games"),
    row("general", "General discussion"),
    row("zoo", "About zoo"),
  ];
  expect(await people.ben.ask("channel_list", {}, "channel_info")).toEqual({
    type: "channel_info",
    channels,
  });
  using cid = await PeerV1.connect(server);
  cid.send("auth_register", { username: "cid", password: "correct horse" });
  expect(await cid.next("channel_info")).toEqual({ type: "channel_info", channels });
});

test("joining brings history and users, and is told to the others in it", async () => {
  await using server = await startServer();
  using people = await friendsV1(server, "ben", "Ana", "cid");
  await people.Ana.ask("channel_create", { name: "games" }, "channel_created");
  await people.Ana.ask("channel_join", { channel: "games" }, "channel_joined");
  const { id, timestamp } = await people.Ana.say("anyone?", "games");
  await people.ben.fence();
  await people.cid.fence();
  expect(await people.ben.ask("channel_join", { channel: "games" }, "channel_joined")).toEqual({
    type: "channel_joined",
    channel: "games",
    history: [{ sender: "Ana", content: "anyone?", timestamp, msg_type: "message", id }],
    users: [
      { username: "Ana", status: "online" },
      { username: "ben", status: "online" },
    ],
  });
  expect(await people.Ana.fence()).toEqual([{ type: "user_joined", channel: "games", username: "ben" }]);
  expect(await people.cid.fence()).toEqual([]);
});

test("joining twice is answered twice and told once", async () => {
  await using server = await startServer();
  using people = await friendsV1(server, "ana", "ben");
  await people.ana.ask("channel_create", { name: "games" }, "channel_created");
  await people.ana.ask("channel_join", { channel: "games" }, "channel_joined");
  await people.ben.ask("channel_join", { channel: "games" }, "channel_joined");
  await people.ben.ask("channel_join", { channel: "games" }, "channel_joined");
  expect(await people.ana.fence()).toEqual([{ type: "user_joined", channel: "games", username: "ben" }]);
});

test("who joins while others talk gets each message once, in a history or after it", async () => {
  await using server = await startServer();
  using people = await friendsV1(server, "ana", "ben");
  for (let number = 1; number <= 600; number++) {
    people.ana.send("message", { content: String(number) });
    if (number % 20 !== 0) continue;
    people.ben.send("channel_leave", { channel: "general" });
    people.ben.send("channel_join", { channel: "general" });
  }
  await people.ana.fence();
  let heard = 0;
  let histories = 0;
  for (const { type, history, content } of await people.ben.fence()) {
    if (type === "message") expect(Number(content)).toBe(++heard);
    if (type !== "channel_joined") continue;
    const last = Number((history as Frame[]).at(-1)?.["content"] ?? 0);
    expect(last).toBeGreaterThanOrEqual(heard);
    heard = last;
    histories++;
  }
  expect(heard).toBe(600);
  expect(histories).toBe(30);
  await people.ana.say("601");
  expect(await people.ben.next("message")).toMatchObject({ content: "601" });
});

test("joining another channel does not leave the first", async () => {
  await using server = await startServer();
  using people = await friendsV1(server, "ana", "ben");
  await people.ana.ask("channel_create", { name: "games" }, "channel_created");
  await people.ana.ask("channel_join", { channel: "games" }, "channel_joined");
  expect(await people.ben.fence()).toMatchObject([{ type: "channel_created" }]);
  await people.ben.say("in general");
  expect(await people.ana.next("message")).toMatchObject({ channel: "general", content: "in general" });
});

test("who leaves is announced to those in the channel and hears nothing more of it", async () => {
  await using server = await startServer();
  using people = await friendsV1(server, "ana", "ben", "cid");
  people.cid.send("channel_leave", { channel: "general" });
  await people.cid.fence();
  await people.ana.fence();
  await people.ben.fence();
  await people.ben.say("still here?");
  expect(await people.ana.fence()).toMatchObject([{ content: "still here?" }]);
  people.ana.send("channel_leave", { channel: "general" });
  await people.ana.fence();
  expect(await people.ben.fence()).toEqual([{ type: "user_left", channel: "general", username: "ana" }]);
  await people.ben.say("secret");
  expect(await people.ana.fence()).toEqual([]);
  expect(await people.cid.fence()).toEqual([]);
});

test("after leaving, a message needs a channel again; leaving falls back to the one joined before", async () => {
  await using server = await startServer();
  using people = await friendsV1(server, "ana");
  await people.ana.ask("channel_create", { name: "games" }, "channel_created");
  await people.ana.ask("channel_join", { channel: "games" }, "channel_joined");
  expect(await people.ana.say("one")).toMatchObject({ channel: "games" });
  people.ana.send("channel_leave", { channel: "games" });
  expect(await people.ana.say("two")).toMatchObject({ channel: "general" });
  people.ana.send("channel_leave", { channel: "general" });
  const no_channel = { type: "error", code: "no_channel", message: "You must join a channel first." };
  for (const type of ["message", "action", "user_list", "channel_leave"]) {
    expect(await people.ana.ask(type, { content: "three" }, "error")).toEqual(no_channel);
  }
});

test("user_list has who is online in the channel, sorted by name", async () => {
  await using server = await startServer();
  using people = await friendsV1(server, "Zoe", "ana", "Ben", "cid");
  people.cid.send("channel_leave", { channel: "general" });
  await people.cid.fence();
  await people.Ben.hangUp();
  await people.Zoe.next("status_change");
  const users = ["ana", "Zoe"].map((username) => ({ username, status: "online" }));
  const answer = { type: "user_list", channel: "general", users };
  expect(await people.Zoe.ask("user_list", { channel: "general" }, "user_list")).toEqual(answer);
  expect(await people.ana.ask("user_list", {}, "user_list")).toEqual(answer);
  expect(await people.cid.ask("user_list", { channel: "GENERAL" }, "user_list")).toEqual(answer);
});

test("the history has the newest 50, oldest first, of both kinds", async () => {
  await using server = await startServer();
  using people = await friendsV1(server, "ana");
  for (let number = 1; number <= 60; number++) {
    people.ana.send(number % 2 === 0 ? "action" : "message", { content: `number ${number}` });
  }
  await people.ana.fence();
  const { history } = await people.ana.ask("channel_join", { channel: "general" }, "channel_joined");
  const expected = Array.from({ length: 50 }, (_, index) => ({
    sender: "ana",
    content: `number ${index + 11}`,
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)$/),
    msg_type: index % 2 === 0 ? "message" : "action",
    id: expect.any(Number),
  }));
  expect(history).toEqual(expected);
});

describe("names and errors", () => {
  let server: TestServer;
  let ana: PeerV1;
  beforeAll(async () => {
    server = await startServer();
    ana = await PeerV1.register(server, "ana");
  });
  afterAll(async () => {
    ana[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });

  test.each([
    { given: "ab", name: "ab" },
    { given: "a".repeat(30), name: "a".repeat(30) },
    { given: "  Tea-Time \n", name: "tea-time" },
    { given: "2024", name: "2024" },
    { given: "a--b", name: "a--b" },
    { given: "\u212Aelvin", name: "kelvin" },
  ])("channel_create takes the name $given", async ({ given, name }) => {
    const { channel } = await ana.ask("channel_create", { name: given }, "channel_created");
    expect(channel).toEqual({ id: expect.any(Number), name, description: "" });
    const joined = await ana.ask("channel_join", { channel: ` ${given.toUpperCase()} ` }, "channel_joined");
    expect(joined).toMatchObject({ channel: name });
  });

  test("a description comes back as it was given, markup, quotes, emoji and all", async () => {
    const description = `<b>"it's"</b> & 👋 ümläut`;
    const { channel } = await ana.ask(
      "channel_create",
      { name: "described", description },
      "channel_created",
    );
    expect(channel).toMatchObject({ description });
  });

  test.each([
    { what: "no name", fields: {}, code: "invalid", message: "Channel name required." },
    { what: "an empty name", fields: { name: "" }, code: "invalid", message: "Channel name required." },
    { what: "a blank name", fields: { name: " \t" }, code: "invalid", message: "Channel name required." },
    { what: "null", fields: { name: null }, code: "invalid", message: "Channel name required." },
    { what: "a number", fields: { name: 12 }, code: "invalid" },
    { what: "1 character", fields: { name: "a" }, code: "invalid" },
    { what: "31 characters", fields: { name: "a".repeat(31) }, code: "invalid" },
    { what: "a space within", fields: { name: "tea time" }, code: "invalid" },
    { what: "an underscore", fields: { name: "tea_time" }, code: "invalid" },
    { what: "a number sign", fields: { name: "#tea" }, code: "invalid" },
    { what: "an umlaut", fields: { name: "bücher" }, code: "invalid" },
    { what: "a name in use", fields: { name: "general" }, code: "exists" },
    { what: "a name in use, in another case", fields: { name: " GENERAL " }, code: "exists" },
  ])("channel_create with $what: $code", async ({ fields, code, message }) => {
    const error = await ana.ask("channel_create", fields, "error");
    expect(error).toEqual({
      type: "error",
      code,
      message: message ?? expect.stringMatching(/^[A-Z].+[.!]$/),
    });
  });

  test.each(["channel_join", "channel_leave", "user_list", "message", "action"])(
    "%s of a channel that is not there: not_found",
    async (type) => {
      for (const channel of ["nowhere", "general2", "__proto__", "a".repeat(5_000), "gen'eral"]) {
        const error = await ana.ask(type, { channel, content: "hello" }, "error");
        expect(error).toMatchObject({ code: "not_found", message: expect.stringMatching(/^[A-Z].+\.$/) });
      }
    },
  );

  test.each([undefined, "", "  ", null, 7, {}, ["general"]].map((channel) => ({ channel })))(
    "channel_join of $channel: invalid, Channel name required.",
    async ({ channel }) => {
      expect(await ana.ask("channel_join", { channel }, "error")).toEqual({
        type: "error",
        code: "invalid",
        message: "Channel name required.",
      });
    },
  );
});
