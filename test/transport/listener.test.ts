import { describe, expect, test } from "bun:test";

import { encodeFrame } from "../../src/protocol/frame.ts";
import { createCertificate } from "../../src/system/certificates.ts";
import { startLocalServer } from "../support/local-server.ts";
import { connectRaw } from "../support/raw-peer.ts";

const certificate = await createCertificate({ names: ["127.0.0.1"], days: 1 });
const tls = { cert: certificate.cert_pem, key: certificate.key_pem };

const registration = (username: string) => ({ type: "auth_register", username, password: "secret" });

describe.each([
  ["in the clear", false],
  ["over TLS", true],
])("%s", (_name, encrypted) => {
  const start = () => startLocalServer(encrypted ? { tls } : {});

  test("two people talk, one in each protocol", async () => {
    await using server = await start();
    using ana = await connectRaw(server.port, encrypted);
    using ben = await connectRaw(server.port, encrypted);
    ana.say(registration("ana"));
    await ana.next((frame) => frame["type"] === "channel_joined");
    ben.say(
      { id: 1, type: "hello", body: { protocol: 2, client: { name: "test", version: "0" } } },
      { id: 2, type: "session.register", body: { username: "ben", password: "secret" } },
      { id: 3, type: "message.send", body: { channel_id: 1, nonce: "1", content: "hello" } },
    );
    expect(await ana.next((frame) => frame["type"] === "message")).toMatchObject({
      sender: "ben",
      content: "hello",
    });
    ana.say({ type: "message", content: "hello too" });
    const heard = await ben.next((frame) => JSON.stringify(frame).includes("hello too"));
    expect(heard).toMatchObject({
      type: "message.created",
      body: { message: { seq: 2, author: { username: "ana" } } },
    });
  });

  test("a login frame may come byte by byte", async () => {
    await using server = await start();
    using ana = await connectRaw(server.port, encrypted);
    for (const byte of encodeFrame(registration("ana"))) ana.write(Uint8Array.of(byte));
    expect(await ana.next()).toMatchObject({ type: "auth_result", success: true });
  });

  test("who does not log in in time is closed", async () => {
    await using server = await startLocalServer({
      ...(encrypted ? { tls } : {}),
      timeouts: { login_ms: 10, heartbeat_ms: 30_000 },
    });
    using ana = await connectRaw(server.port, encrypted);
    expect(await ana.next()).toMatchObject({ type: "error", code: "login_timeout" });
    await ana.closed;
  });

  test("stopping tells the clients and closes them", async () => {
    await using server = await start();
    using ana = await connectRaw(server.port, encrypted);
    ana.say(registration("ana"));
    await ana.next((frame) => frame["type"] === "channel_joined");
    await server.stop();
    expect(await ana.next((frame) => frame["type"] === "error")).toMatchObject({ code: "server_closing" });
    await ana.closed;
    expect(server.context.hub.session_count).toBe(0);
  });

  test("stopping answers first what was already asked", async () => {
    await using server = await start();
    using ana = await connectRaw(server.port, encrypted);
    ana.say(registration("ana"));
    await ana.next((frame) => frame["type"] === "channel_joined");
    ana.say({ type: "message", content: "last words" });
    const { append } = server.context.store.messages;
    const asked = Promise.withResolvers<void>();
    server.context.store.messages.append = (message) => {
      asked.resolve();
      return append(message);
    };
    await asked.promise;
    await server.stop();
    expect(await ana.next((frame) => frame["type"] !== "status_change")).toMatchObject({
      content: "last words",
    });
  });
});

test("a peer that never finishes the TLS handshake is closed", async () => {
  await using server = await startLocalServer({ tls, timeouts: { login_ms: 10, heartbeat_ms: 30_000 } });
  using silent = await connectRaw(server.port, "none-yet");
  await silent.closed;
});

test("a peer that speaks no TLS to a TLS port costs only itself", async () => {
  await using server = await startLocalServer({ tls });
  using ana = await connectRaw(server.port, true);
  ana.say(registration("ana"));
  await ana.next((frame) => frame["type"] === "channel_joined");
  using lost = await connectRaw(server.port);
  lost.say(registration("ben"));
  await lost.closed;
  ana.say({ type: "message", content: "still here" });
  expect(await ana.next((frame) => frame["type"] === "message")).toMatchObject({ content: "still here" });
});

test("who asks for much and reads it is not taken for one who does not read", async () => {
  await using server = await startLocalServer();
  using ana = await connectRaw(server.port);
  ana.say(
    { id: 1, type: "hello", body: { protocol: 2, client: { name: "test", version: "0" } } },
    { id: 2, type: "session.register", body: { username: "ana", password: "secret" } },
  );
  await ana.next((frame) => frame["re"] === 2);
  const content = "long ".repeat(400);
  const new_message = {
    channel_id: 1,
    author_id: 1,
    kind: "text",
    content,
    nonce: null,
    reply_to_seq: null,
  } as const;
  const append = () =>
    server.context.store.messages.append({ ...new_message, mentions: undefined, now_ms: 1 });
  await Promise.all(Array.from({ length: 100 }, append));
  const asked = Array.from({ length: 64 }, (_, index) => 100 + index);
  ana.say(...asked.map((id) => ({ id, type: "message.history", body: { channel_id: 1, limit: 100 } })));
  for (const id of asked) {
    const reply = (await ana.next((frame) => "re" in frame)) as { re: number; ok: { messages: unknown[] } };
    expect([reply.re, reply.ok.messages.length]).toEqual([id, 100]);
  }
});

test("garbage of any kind costs the connection that sent it at most", async () => {
  await using server = await startLocalServer();
  using ana = await connectRaw(server.port);
  ana.say(registration("ana"));
  await ana.next((frame) => frame["type"] === "channel_joined");
  for (const garbage of garbages()) {
    using stranger = await connectRaw(server.port);
    stranger.write(garbage);
    ana.say({ type: "channel_list" });
    expect(await ana.next((frame) => frame["type"] === "channel_info")).toBeDefined();
  }
  expect(server.context.log.entries.filter(({ level }) => level === "error")).toEqual([]);
});

function garbages(): Uint8Array[] {
  const hello = { id: 1, type: "hello", body: { protocol: 2, client: { name: "x", version: "0" } } };
  const values: unknown[] = [
    null,
    [],
    "text",
    12,
    {},
    { type: null },
    { type: "__proto__" },
    { type: "constructor" },
    { type: "auth_login" },
    { type: "auth_login", username: {}, password: [] },
    { type: "auth_register", username: "x".repeat(8_000) },
    { type: "hello" },
    { ...hello, id: -1 },
    { ...hello, id: "1" },
    { ...hello, body: { protocol: 99 } },
    { id: 1, type: "toString" },
    JSON.parse('{"__proto__": {"type": "auth_login"}}'),
  ];
  const nested = "[".repeat(4_000) + "]".repeat(4_000);
  return [
    ...values.map(encodeFrame),
    ...values.map((value) => Buffer.concat([encodeFrame(hello), encodeFrame(value)])),
    Buffer.concat([Uint8Array.of(0, 0, 31, 64), Buffer.from(nested)]),
    Uint8Array.of(0),
    Uint8Array.of(0, 0, 0, 0),
    Uint8Array.of(255, 255, 255, 255),
    Buffer.from("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
    Uint8Array.of(0, 0, 0, 3, 0xff, 0xfe, 0xfd),
    ...Array.from({ length: 50 }, () => crypto.getRandomValues(new Uint8Array(64))),
  ];
}
