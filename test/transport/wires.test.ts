import { describe, expect, test } from "bun:test";

import type { Account } from "../../src/domain/fair-queue.ts";
import { encodeFrame } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import { createCertificate } from "../../src/system/certificates.ts";
import type { Asker } from "../../src/transport/pace.ts";
import { FrameSocket, headerOf } from "../support/frame-socket.ts";
import { type LocalServerOptions, startLocalServer } from "../support/local-server.ts";
import { friends } from "../support/people.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const certificate = await createCertificate({ names: ["127.0.0.1"], days: 1 });
const tls = { cert: certificate.cert_pem, key: certificate.key_pem };

const general = 1;

const closing = (reason: string) => ({
  type: "connection.closing",
  body: expect.objectContaining({ reason }),
});

describe.each([
  { wire: "TCP", encrypted: false, web: false },
  { wire: "TLS", encrypted: true, web: false },
  { wire: "WebSocket", encrypted: false, web: true },
  { wire: "WebSocket over TLS", encrypted: true, web: true },
])("over $wire", ({ encrypted, web }) => {
  const start = async (options: Omit<LocalServerOptions, "tls"> = {}) => {
    const server = await startLocalServer({ ...options, ...(encrypted && { tls }) });
    return Object.assign(server, { here: server.address(web), elsewhere: server.address(!web) });
  };
  const isLast = (frame: { type?: unknown }) => frame.type === "connection.closing";

  test("one logs in, and what one says reaches the others, over either wire", async () => {
    await using server = await start();
    using people = await friends(server.here, "ana", "ben");
    const { ana, ben } = people;
    using cleo = await PeerV2.register(server.elsewhere, "cleo");
    await ana.say(general, "hello");
    for (const peer of [ben, cleo])
      expect((await peer.next("message.created")).message).toMatchObject({ content: "hello", seq: 1 });
    await cleo.say(general, "hello too");
    for (const peer of [ana, ben])
      expect((await peer.nextFrame((frame) => JSON.stringify(frame).includes("too")))["type"]).toBe(
        "message.created",
      );
    using again = await PeerV2.resume(server.here, ana.token);
    expect(again.user.username).toBe("ana");
  });

  test("frames may come byte by byte, and many in one piece", async () => {
    await using server = await start();
    using ana = await PeerV2.connect(server.here);
    const body = { username: "ana", password: "secret" };
    for (const byte of encodeFrame({ id: 100, type: "session.register", body }))
      ana.write(Uint8Array.of(byte));
    expect(await ana.nextFrame(({ re }) => re === 100)).toMatchObject({ ok: { user: { username: "ana" } } });
    const ids = Array.from({ length: 300 }, (_, index) => 200 + index);
    ana.write(Buffer.concat(ids.map((id) => encodeFrame({ id, type: "ping" }))));
    for (const id of ids) expect((await ana.nextFrame(({ re }) => re !== undefined))["re"]).toBe(id);
  });

  test("who asks for much and reads it gets it all, however slowly it is taken", async () => {
    await using server = await start();
    using ana = await PeerV2.register(server.here, "ana");
    await fill(server.context.store.messages, 100);
    const asked = Array.from({ length: 64 }, (_, index) => 1_000 + index);
    ana.pause();
    ana.write(Buffer.concat(asked.map((id) => encodeFrame({ id, type: "message.history", body: page }))));
    // By then the server has filled what the system takes, and waits.
    using ben = await PeerV2.register(server.here, "ben");
    await ben.request("message.history", page);
    ana.resume();
    for (const id of asked) {
      const { re, ok } = await ana.nextFrame((frame) => "re" in frame);
      expect([re, (ok as { messages: unknown[] }).messages.length]).toEqual([id, 100]);
    }
  });

  test("who does not read is closed as a slow consumer, and the others hear everything", async () => {
    await using server = await start();
    using people = await friends(server.here, "ana", "ben");
    const { ana, ben } = people;
    using slow = await PeerV2.register(server.here, "cleo");
    await slow.fence();
    slow.pause();
    const content = "x".repeat(limits.content_chars_max);
    const sent: unknown[] = [];
    while (server.context.hub.session_count === 3)
      sent.push(...(await Promise.all(Array.from({ length: 50 }, () => ana.say(general, content)))));
    await ana.say(general, "over");
    const heard = (await ben.fence()).filter(({ type }) => type === "message.created");
    expect(heard.length).toBe(sent.length + 1);
    slow.resume();
    expect(await slow.nextFrame(isLast)).toEqual(closing("slow_consumer"));
    await slow.closed;
  }, 20_000);

  test("a frame over the limit ends the connection, after what came before it is answered", async () => {
    await using server = await start();
    using ana = await PeerV2.register(server.here, "ana");
    const ping = encodeFrame({ id: 99, type: "ping" });
    ana.write(Buffer.concat([ping, headerOf(limits.frame_bytes_max + 1), ping]));
    expect(await ana.nextFrame(({ re }) => re === 99)).toEqual({ re: 99, ok: {} });
    expect(await ana.nextFrame(isLast)).toEqual(closing("too_large"));
    await ana.closed;
  });

  test("before the login a frame over 8 KiB ends it too", async () => {
    await using server = await start();
    using guest = await PeerV2.connect(server.here);
    guest.write(headerOf(limits.frame_bytes_max_before_login + 1));
    expect(await guest.nextFrame(isLast)).toEqual(closing("too_large"));
  });

  test("who does not log in in time is closed", async () => {
    await using server = await start({ timeouts: { login_ms: 10, heartbeat_ms: 30_000 } });
    using guest = await PeerV2.connect(server.here);
    expect(await guest.nextFrame(isLast)).toEqual(closing("login_timeout"));
    await guest.closed;
  });

  test("stopping answers first what was asked, tells the clients and closes them", async () => {
    await using server = await start();
    using ana = await PeerV2.register(server.here, "ana");
    const { append } = server.context.store.messages;
    const asked = Promise.withResolvers<void>();
    server.context.store.messages.append = (message) => {
      asked.resolve();
      return append(message);
    };
    const said = ana.say(general, "last words");
    await asked.promise;
    await server.stop();
    expect(await said).toMatchObject({ seq: 1 });
    expect(await ana.nextFrame(isLast)).toEqual(closing("server_closing"));
    await ana.closed;
    expect(server.context.hub.session_count).toBe(0);
    await expect(FrameSocket.connect(server.here)).rejects.toThrow();
  });

  test("garbage costs the connection that sent it at most", async () => {
    await using server = await start();
    using ana = await PeerV2.register(server.here, "ana");
    for (const garbage of garbages()) {
      using stranger = await FrameSocket.connect(server.here);
      stranger.write(garbage);
      await ana.request("ping", {});
    }
    expect(server.context.log.entries.filter(({ level }) => level === "error")).toEqual([]);
  });
});

const page = { channel_id: general, limit: 100 };

async function fill(
  messages: Awaited<ReturnType<typeof startLocalServer>>["context"]["store"]["messages"],
  count: number,
): Promise<void> {
  const message = {
    channel_id: general,
    author_id: 1,
    kind: "text",
    content: "long ".repeat(400),
    nonce: null,
    reply_to_seq: null,
    mentions: undefined,
    now_ms: 1,
  } as const;
  await Promise.all(Array.from({ length: count }, () => messages.append(message)));
}

function garbages(): Uint8Array[] {
  const hello = { id: 1, type: "hello", body: { protocol: 2, client: { name: "x", version: "0" } } };
  const values = [null, [], "text", {}, { type: "__proto__" }, { ...hello, id: -1 }, { ...hello, body: 9 }];
  return [
    ...values.map(encodeFrame),
    ...values.map((value) => Buffer.concat([encodeFrame(hello), encodeFrame(value)])),
    Uint8Array.of(0),
    Uint8Array.of(0, 0, 0, 0),
    Uint8Array.of(255, 255, 255, 255),
    Uint8Array.of(0, 0, 0, 3, 0xff, 0xfe, 0xfd),
    ...Array.from({ length: 30 }, () => crypto.getRandomValues(new Uint8Array(64))),
  ];
}

test("all listeners of a server go at one pace: it is one loop that they hold up", async () => {
  const asked: Account[] = [];
  const turn = ({ account }: Asker) => {
    asked.push(account);
    return undefined;
  };
  await using server = await startLocalServer({
    pace: { turn, reading: () => undefined, gathers: () => true, intake: { came: () => {}, gone: () => {} } },
  });
  using ana = await PeerV2.register(server.address(false), "ana");
  using ben = await PeerV2.register(server.address(true), "ben");
  asked.length = 0;
  await ana.request("ping", {});
  await ben.request("ping", {});
  expect(asked).toEqual([ana.user.user_id, ben.user.user_id]);
});
