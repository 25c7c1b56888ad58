import { afterAll, beforeAll, describe, expect, test } from "bun:test";

import { encodeFrame } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import { frameOf, headerOf } from "../support/frame-socket.ts";
import { friendsV1, newName } from "../support/people.ts";
import { startServer, wires } from "../support/server.ts";
import { sharedServer } from "../support/shared-server.ts";
import { PeerV1, some_password } from "../support/v1-peer.ts";

const login = { type: "auth_login", username: "ana", password: some_password };

describe.each(wires)("frames, $wire", ({ tls }) => {
  test("may be split at every byte", async () => {
    await using server = await startServer({ tls });
    await PeerV1.register(server, "ana").then((peer) => peer.hangUp());
    const frame = encodeFrame({ type: "auth_login", username: "ana", password: "wrong password ü" });
    using ana = await PeerV1.connect(server);
    for (let at = 1; at < frame.length; at++) {
      ana.write(frame.subarray(0, at));
      ana.write(frame.subarray(at));
      expect(await ana.next("auth_result")).toMatchObject({ success: false });
    }
  });

  test("may come byte by byte", async () => {
    await using server = await startServer({ tls });
    await PeerV1.register(server, "ana").then((peer) => peer.hangUp());
    using ana = await PeerV1.connect(server);
    for (const byte of encodeFrame(login)) ana.write(new Uint8Array([byte]));
    expect(await ana.next("auth_result")).toMatchObject({ success: true });
  });

  test("may come many in one piece, and are answered in order", async () => {
    await using server = await startServer({ tls });
    using people = await friendsV1(server, "ana");
    const frames = Array.from({ length: 200 }, (_, number) =>
      encodeFrame({ type: "message", content: `number ${number}` }),
    );
    people.ana.write(Buffer.concat(frames));
    const contents = (await people.ana.take(200)).map(({ content }) => content);
    expect(contents).toEqual(Array.from({ length: 200 }, (_, number) => `number ${number}`));
  });

  test("of 1 MiB are taken after login, one byte more ends the connection after an error", async () => {
    await using server = await startServer({ tls });
    using people = await friendsV1(server, "ana", "ben");
    const padded = (length: number) => {
      const [start, end] = ['{"type":"message","content":"big","padding":"', '"}'];
      return frameOf(`${start}${"x".repeat(length - start.length - end.length)}${end}`);
    };
    people.ana.write(padded(limits.frame_bytes_max));
    expect(await people.ben.next("message")).toMatchObject({ content: "big" });
    people.ana.write(padded(limits.frame_bytes_max + 1));
    expect(await people.ana.next("error")).toMatchObject({ code: "too_large" });
    await people.ana.closed;
    expect(await people.ben.take(2)).toMatchObject([{ type: "user_left" }, { status: "offline" }]);
  });

  test("of 8 KiB are taken before login, one byte more ends the connection after an error", async () => {
    await using server = await startServer({ tls });
    await PeerV1.register(server, "ana").then((peer) => peer.hangUp());
    const padding = (length: number) => {
      const rest = JSON.stringify({ ...login, padding: "" }).length;
      return encodeFrame({ ...login, padding: "x".repeat(length - rest) });
    };
    using ana = await PeerV1.connect(server);
    ana.write(padding(limits.frame_bytes_max_before_login));
    expect(await ana.next("auth_result")).toMatchObject({ success: true });
    using guest = await PeerV1.connect(server);
    guest.write(padding(limits.frame_bytes_max_before_login + 1));
    expect(await guest.take(1)).toMatchObject([{ type: "error", code: "too_large" }]);
    await guest.closed;
  });
});

describe("a frame that announces too much is refused before its payload comes", () => {
  const server = sharedServer();

  test.each([limits.frame_bytes_max + 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1])("%d bytes", async (length) => {
    using peer = await PeerV1.register(server, newName());
    peer.write(headerOf(length));
    expect(await peer.next("error")).toMatchObject({ code: "too_large" });
    await peer.closed;
    using again = await PeerV1.login(server, peer.username);
    expect(await again.say("fine")).toMatchObject({ content: "fine" });
  });

  test("a client that speaks HTTP is sent away", async () => {
    using visitor = await PeerV1.connect(server);
    visitor.write(new TextEncoder().encode("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    expect(await visitor.take(1)).toMatchObject([{ code: "too_large" }]);
    await visitor.closed;
  });
});

describe("the same object, written in other ways", () => {
  const server = sharedServer();
  let people: Awaited<ReturnType<typeof anaAndBen>>;
  const anaAndBen = () => friendsV1(server, "ana", "ben");
  beforeAll(async () => {
    people = await anaAndBen();
  });
  afterAll(() => people[Symbol.dispose]());

  const escaped = String.raw`{"type":"message","content":"Gr\u00fc\u00dfe \ud83d\udc4b"}`;
  test.each([
    { how: "raw UTF-8", payload: '{"type":"message","content":"Grüße 👋"}' },
    { how: "escapes", payload: escaped },
    { how: "escapes in keys too", payload: escaped.replace("content", String.raw`c\u006fntent`) },
    { how: "spaces and line breaks", payload: '\n {\t"type" : "message",\r\n "content" : "Grüße 👋" }\n' },
    { how: "another order of keys", payload: '{"content":"Grüße 👋","type":"message"}' },
    { how: "unknown keys", payload: '{"v":1,"type":"message","x":[{}],"content":"Grüße 👋","id":null}' },
    {
      how: "a key twice, the last one counts",
      payload: '{"type":"message","content":"no","content":"Grüße 👋"}',
    },
    { how: "null for the channel", payload: '{"type":"message","channel":null,"content":"Grüße 👋"}' },
    {
      how: "__proto__ beside",
      payload: '{"type":"message","__proto__":{"content":"no"},"content":"Grüße 👋"}',
    },
  ])("$how", async ({ payload }) => {
    people.ana.write(frameOf(payload));
    expect(await people.ana.fence()).toMatchObject([
      { type: "message", channel: "general", content: "Grüße 👋" },
    ]);
    expect(await people.ben.fence()).toMatchObject([{ content: "Grüße 👋" }]);
  });
});
