import { afterAll, beforeAll, describe, expect, test } from "bun:test";

import { frameOf } from "../support/frame-socket.ts";
import { friendsV1 } from "../support/people.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { PeerV1, some_password } from "../support/v1-peer.ts";

const bad_format = { type: "error", code: "invalid", message: "Invalid message format." };

const formless = [
  { what: "nothing", payload: "" },
  { what: "a space", payload: " " },
  { what: "no JSON", payload: "hello" },
  { what: "half an object", payload: '{"type":"message","content":"hi"' },
  { what: "two objects", payload: '{"type":"user_list"}{"type":"user_list"}' },
  { what: "an array", payload: '[{"type":"message"}]' },
  { what: "a string", payload: '"message"' },
  { what: "a number", payload: "1e400" },
  { what: "true", payload: "true" },
  { what: "null", payload: "null" },
  { what: "an empty object", payload: "{}" },
  { what: "a type that is a number", payload: '{"type":1}' },
  { what: "a type that is null", payload: '{"type":null}' },
  { what: "a type that is an array", payload: '{"type":["message"]}' },
  { what: "a comment", payload: '{"type":"message" /* hi */}' },
  { what: "NaN", payload: '{"type":"message","content":NaN}' },
  { what: "single quotes", payload: "{'type':'message'}" },
  { what: "invalid UTF-8", payload: new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]) },
  { what: "overlong UTF-8", payload: new Uint8Array([0x22, 0xc0, 0xaf, 0x22]) },
  { what: "UTF-16", payload: new Uint8Array(Buffer.from('{"type":"user_list"}', "utf16le")) },
  { what: "zero bytes", payload: new Uint8Array(100) },
  { what: "compressed data", payload: Bun.gzipSync(Buffer.from('{"type":"user_list"}')) },
];

describe("a payload of no form is answered with an error, and the connection goes on", () => {
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

  test.each(formless)("$what, before login", async ({ payload }) => {
    using guest = await PeerV1.connect(server);
    guest.write(frameOf(payload));
    expect(await guest.take(1)).toEqual([bad_format]);
    guest.send("auth_login", { username: "nobody", password: some_password });
    expect(await guest.take(1)).toMatchObject([{ type: "auth_result", success: false }]);
  });

  test.each(formless)("$what, after login", async ({ payload }) => {
    ana.write(frameOf(payload));
    expect(await ana.take(1)).toEqual([bad_format]);
    expect(await ana.say("fine")).toMatchObject({ content: "fine" });
  });
});

test.each([
  "no_such_type",
  "MESSAGE",
  "message ",
  "auth_logout",
  "constructor",
  "toString",
  "__proto__",
  "",
  "x".repeat(5_000),
])("the type %p after login: unknown", async (type) => {
  await using server = await startServer();
  using people = await friendsV1(server, "ana");
  people.ana.write(frameOf(`{"type":${JSON.stringify(type)},"content":"hi"}`));
  expect(await people.ana.take(1)).toMatchObject([{ type: "error", code: "unknown" }]);
  expect(await people.ana.say("fine")).toMatchObject({ content: "fine" });
});

const values = [
  undefined,
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  "",
  "x",
  [],
  ["x"],
  {},
  { x: 1 },
  "x".repeat(100_000),
];
const requests = [
  { type: "channel_join", fields: ["channel"] },
  { type: "channel_leave", fields: ["channel"] },
  { type: "channel_create", fields: ["name", "description"] },
  { type: "user_list", fields: ["channel"] },
  { type: "channel_list", fields: ["channel"] },
  { type: "message", fields: ["channel", "content"] },
  { type: "action", fields: ["channel", "content"] },
  { type: "private_message", fields: ["to", "content"] },
  { type: "auth_login", fields: ["username", "password"] },
  { type: "auth_register", fields: ["username", "password"] },
];

test("every field of every request with every wrong value costs nobody anything", async () => {
  await using server = await startServer();
  using people = await friendsV1(server, "ana", "ben");
  const { ana, ben } = people;
  for (const { type, fields } of requests) {
    for (const field of fields) {
      for (const value of values) ana.send(type, { to: "ben", content: "ok", [field]: value });
    }
  }
  const frames = await ana.fence();
  expect(frames.filter(({ code }) => code === "internal")).toEqual([]);
  expect(server.log()).not.toContain("request_failed");
  await ben.fence();
  await ana.ask("channel_join", { channel: "general" }, "channel_joined");
  await ana.say("fine", "general");
  expect(await ben.next("message")).toMatchObject({ content: "fine" });
});

describe("deep and odd JSON", () => {
  const deep = (open: string, close: string) => `${open.repeat(10_000)}1${close.repeat(10_000)}`;
  test.each([
    { what: "10,000 arrays within one another", payload: `{"type":"message","content":${deep("[", "]")}}` },
    {
      what: "10,000 objects within one another",
      payload: `{"type":"message","content":${deep('{"a":', "}")}}`,
    },
    {
      what: "100,000 keys",
      payload: `{"type":"message",${Array.from({ length: 100_000 }, (_, n) => `"${n}":1`).join()}}`,
    },
    { what: "a number beyond all bounds", payload: '{"type":"message","content":1e400}' },
    { what: "100,000 digits", payload: `{"type":"message","content":${"9".repeat(100_000)}}` },
  ])("$what: invalid, and the server lives on", async ({ payload }) => {
    await using server = await startServer();
    using people = await friendsV1(server, "ana");
    people.ana.write(frameOf(payload));
    expect(await people.ana.take(1)).toMatchObject([{ type: "error", code: "invalid" }]);
    expect(await people.ana.say("fine")).toMatchObject({ content: "fine" });
  });
});

test("clients that vanish in the middle of a frame leave the others alone", async () => {
  await using server = await startServer();
  using people = await friendsV1(server, "ana", "ben");
  for (const bytes of [[], [0], [0, 0, 0], [0, 0, 0, 9], [0, 0, 0, 9, 123, 34]]) {
    const guest = await PeerV1.connect(server);
    guest.write(new Uint8Array(bytes));
    guest[Symbol.dispose]();
    await guest.closed;
  }
  await people.ana.say("fine");
  expect(await people.ben.fence()).toMatchObject([{ content: "fine" }]);
});

test("bytes that are no TLS, sent to a TLS server, cost that connection only", async () => {
  await using server = await startServer({ tls: true });
  using people = await friendsV1(server, "ana", "ben");
  const plain = await PeerV1.connect({ host: server.host, port: server.port, tls: false });
  plain.write(frameOf(JSON.stringify({ type: "auth_login", username: "ana", password: some_password })));
  await plain.closed;
  await people.ana.say("fine");
  expect(await people.ben.fence()).toMatchObject([{ content: "fine" }]);
});

test("random bytes of all kinds: the server lives on", async () => {
  await using server = await startServer();
  using people = await friendsV1(server, "ana", "ben");
  let seed = 20_240_229;
  // xorshift: the same bytes in every run, so that a failure can be had again
  const random = () => {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return seed >>> 0;
  };
  for (let round = 0; round < 100; round++) {
    using guest = await PeerV1.connect(server);
    const bytes = Uint8Array.from({ length: random() % 300 }, () => random() & 255);
    guest.write(round % 2 === 0 ? bytes : frameOf(bytes));
  }
  await people.ana.say("fine");
  expect(await people.ben.fence()).toMatchObject([{ content: "fine" }]);
});
