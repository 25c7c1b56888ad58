import { afterAll, beforeAll, describe, expect, test } from "bun:test";

import { friendsV1 } from "../support/people.ts";
import { startServer, type TestServer, wires } from "../support/server.ts";
import { PeerV1 } from "../support/v1-peer.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const iso_time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)$/);

describe.each(wires)("talking, $wire", ({ tls }) => {
  test("a message reaches everybody in the channel, the sender included, and nobody else", async () => {
    await using server = await startServer({ tls });
    using people = await friendsV1(server, "ana", "ben", "cid");
    people.cid.send("channel_leave", { channel: "general" });
    await people.cid.fence();
    await people.ana.fence();
    await people.ben.fence();
    people.ana.send("message", { channel: "General", content: "hello" });
    const message = {
      type: "message",
      channel: "general",
      sender: "ana",
      content: "hello",
      timestamp: iso_time,
      id: expect.any(Number),
    };
    const [own] = await people.ana.fence();
    expect(own).toEqual(message);
    expect(await people.ben.fence()).toEqual([own ?? {}]);
    expect(await people.cid.fence()).toEqual([]);
  });

  test("an action is the same without an id", async () => {
    await using server = await startServer({ tls });
    using people = await friendsV1(server, "ana", "ben");
    people.ana.send("action", { content: "waves" });
    const action = {
      type: "action",
      channel: "general",
      sender: "ana",
      content: "waves",
      timestamp: iso_time,
    };
    expect(await people.ana.fence()).toEqual([action]);
    expect(await people.ben.fence()).toEqual([action]);
  });

  test("a private message reaches the two and nobody else; the own copy says to whom", async () => {
    await using server = await startServer({ tls });
    using people = await friendsV1(server, "ana", "Ben", "cid");
    people.ana.send("private_message", { to: " bEN ", content: "psst" });
    const received = { type: "private_message", from: "ana", content: "psst", timestamp: iso_time };
    expect(await people.ana.fence()).toEqual([{ ...received, to: "Ben" }]);
    expect(await people.Ben.fence()).toEqual([received]);
    expect(await people.cid.fence()).toEqual([]);
  });

  test("many messages of many people come in one order for all", async () => {
    await using server = await startServer({ tls });
    using people = await friendsV1(server, "ana", "ben", "cid");
    const { ana, ben, cid } = people;
    for (let number = 0; number < 50; number++) {
      for (const peer of [ana, ben, cid]) peer.send("message", { content: `${peer.username} ${number}` });
    }
    const heard = await Promise.all([ana, ben, cid].map((peer) => peer.take(150)));
    expect(new Set(heard.map((frames) => JSON.stringify(frames))).size).toBe(1);
    const of_ana = heard[1]?.filter(({ sender }) => sender === "ana").map(({ content }) => content);
    expect(of_ana).toEqual(Array.from({ length: 50 }, (_, number) => `ana ${number}`));
  });
});

test("a private message to oneself comes back", async () => {
  await using server = await startServer();
  using people = await friendsV1(server, "ana");
  const note = await people.ana.ask("private_message", { to: "ana", content: "buy milk" }, "private_message");
  expect(note).toMatchObject({ from: "ana", content: "buy milk" });
});

test("private messages to someone offline are kept, in order, and delivered once at the next login", async () => {
  await using server = await startServer();
  using people = await friendsV1(server, "ana", "ben", "cid");
  await people.ben.hangUp();
  for (const [from, content] of [
    ["ana", "one"],
    ["ana", "two"],
    ["cid", "three"],
  ] as const) {
    const own = await people[from].ask("private_message", { to: "BEN", content }, "private_message");
    expect(own).toMatchObject({ from, to: "ben", content });
  }
  {
    using back = await PeerV1.login(server, "ben");
    const kept = (await back.fence()).filter(({ type }) => type === "private_message");
    const row = (from: string, content: string) => ({
      type: "private_message",
      from,
      content,
      timestamp: iso_time,
    });
    expect(kept.filter(({ from }) => from === "ana")).toEqual([row("ana", "one"), row("ana", "two")]);
    expect(kept.filter(({ from }) => from === "cid")).toEqual([row("cid", "three")]);
    await back.hangUp();
  }
  using again = await PeerV1.login(server, "ben");
  expect((await again.fence()).filter(({ type }) => type === "private_message")).toEqual([]);
});

test("what a client of protocol 1 was told while online does not come again at its next login", async () => {
  await using server = await startServer();
  using people = await friendsV1(server, "ana", "ben");
  await people.ana.ask("private_message", { to: "ben", content: "now" }, "private_message");
  expect(await people.ben.fence()).toMatchObject([{ content: "now" }]);
  await people.ben.hangUp();
  using back = await PeerV1.login(server, "ben");
  expect((await back.fence()).filter(({ type }) => type === "private_message")).toEqual([]);
});

test("a direct message among several says who else reads it, live and at the next login; one between two does not", async () => {
  await using server = await startServer();
  using cid = await PeerV2.register(server, "cid");
  using dora = await PeerV2.register(server, "dora");
  using ana = await PeerV2.register(server, "ana");
  using ben = await PeerV1.register(server, "ben");
  using own = await PeerV1.login(server, "ana");
  const { channel } = await ana.request("dm.open", { usernames: ["ben", "dora", "cid"] });
  await ana.say(channel.id, "dinner at eight");
  expect(await ben.next("private_message")).toMatchObject({
    from: "ana",
    content: "(also to cid, dora) dinner at eight",
  });
  expect(await own.next("private_message")).toMatchObject({
    from: "ana",
    to: "ben",
    content: "(also to cid, dora) dinner at eight",
  });
  await ben.hangUp();
  await cid.request("message.send", { channel_id: channel.id, nonce: "n", kind: "action", content: "nods" });
  const { channel: pair } = await dora.request("dm.open", { usernames: ["ben"] });
  await dora.say(pair.id, "only for you");
  using back = await PeerV1.login(server, "ben");
  const kept = (await back.fence()).filter(({ type }) => type === "private_message");
  expect(new Set(kept.map(({ from, content }) => `${from}: ${content}`))).toEqual(
    new Set(["cid: (also to ana, dora) * cid nods", "dora: only for you"]),
  );
});

test("a channel's messages reach those who joined it and look at another one", async () => {
  await using server = await startServer();
  using people = await friendsV1(server, "ana", "ben");
  await people.ana.ask("channel_create", { name: "games" }, "channel_created");
  await people.ana.ask("channel_join", { channel: "games" }, "channel_joined");
  await people.ben.say("over here", "general");
  expect(await people.ana.next("message")).toMatchObject({ channel: "general", content: "over here" });
});

describe("content", () => {
  let server: TestServer;
  let ana: PeerV1;
  let ben: PeerV1;
  beforeAll(async () => {
    server = await startServer();
    ana = await PeerV1.register(server, "ana");
    ben = await PeerV1.register(server, "ben");
    await ana.fence();
  });
  afterAll(async () => {
    ana[Symbol.dispose]();
    ben[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });

  const kinds = [
    { type: "message", fields: {} },
    { type: "action", fields: {} },
    { type: "private_message", fields: { to: "ben" } },
  ];

  test.each([
    { what: "2000 letters", content: "x".repeat(2_000) },
    { what: "2000 characters of 4 bytes", content: "👋".repeat(2_000) },
    { what: "many scripts", content: "Grüße, 你好, שלום, مرحبا, नमस्ते, 👩‍👩‍👧‍👦" },
    { what: "lines and tabs", content: "one\ntwo\n\tthree" },
    { what: "markup", content: "<script>alert('hi')</script> & \"quotes\" \\ `code`" },
    { what: "SQL", content: "'); DROP TABLE messages; --" },
    { what: "space around it", content: "  hello  " },
    {
      what: "control characters",
      content: "a\u0000b\u0007c\u001b[31md\u007fe\u0085f\r\n",
      as: "abc[31mdef\n",
    },
    { what: "a byte order mark within", content: "a\uFEFFb" },
    { what: "a lone surrogate", content: "a\uD83Db", as: "a\uFFFDb" },
    { what: "what looks like a frame", content: '{"type":"message","content":"nested"}' },
  ])("$what comes through all three kinds", async ({ content, as }) => {
    for (const { type, fields } of kinds) {
      ana.send(type, { ...fields, content });
      expect(await ana.next(type)).toMatchObject({ content: as ?? content });
      expect(await ben.next(type)).toMatchObject({ content: as ?? content });
    }
  });

  test.each([
    { what: "nothing", content: undefined, message: "Message cannot be empty." },
    { what: "an empty text", content: "", message: "Message cannot be empty." },
    { what: "white space", content: " \n\t ", message: "Message cannot be empty." },
    { what: "control characters only", content: "\u0000\u0007\u001b", message: "Message cannot be empty." },
    { what: "null", content: null, message: "Message cannot be empty." },
    { what: "a number", content: 42 },
    { what: "an array", content: ["hello"] },
    { what: "an object", content: { text: "hello" } },
    { what: "true", content: true },
    { what: "2001 letters", content: "x".repeat(2_001) },
    { what: "2001 characters of 4 bytes", content: "👋".repeat(2_001) },
  ])("$what is invalid in all three kinds, and nobody hears of it", async ({ content, message }) => {
    for (const { type, fields } of kinds) {
      const error = await ana.ask(type, { ...fields, content }, "error");
      expect(error).toEqual({
        type: "error",
        code: "invalid",
        message: message ?? expect.stringMatching(/^[A-Z].+\.$/),
      });
    }
    await ana.say("and now a real one");
    expect(await ben.fence()).toMatchObject([{ type: "message", content: "and now a real one" }]);
  });

  test.each([
    { what: "nobody has", to: "nobody", code: "not_found" },
    { what: "that is SQL", to: "ben' OR 1=1 --", code: "not_found" },
    { what: "of 5000 letters", to: "b".repeat(5_000), code: "not_found" },
    { what: "that is missing", to: undefined, code: "invalid" },
    { what: "that is blank", to: " ", code: "invalid" },
    { what: "that is a number", to: 2, code: "invalid" },
    { what: "that is null", to: null, code: "invalid" },
  ])("private_message to a name $what: $code", async ({ to, code }) => {
    const error = await ana.ask("private_message", { to, content: "psst" }, "error");
    expect(error).toMatchObject({ code, message: expect.stringMatching(/^[A-Z].+\.$/) });
  });
});
