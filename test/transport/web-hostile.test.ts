import { expect, test } from "bun:test";

import { encodeFrame } from "../../src/protocol/frame.ts";
import { HeldTurns } from "../support/held-turns.ts";
import { startLocalServer } from "../support/local-server.ts";
import { WebFraming } from "../support/web-framing.ts";

const hello = encodeFrame({
  id: 1,
  type: "hello",
  body: { protocol: 2, client: { name: "t", version: "0" } },
});

/** A WebSocket of which a test writes every byte. */
async function rawWebSocket(port: number) {
  const framing = new WebFraming();
  const closed = Promise.withResolvers<void>();
  const open = Promise.withResolvers<void>();
  const drained: (() => void)[] = [];
  let read_bytes = 0;
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port,
    socket: {
      data(_socket, chunk) {
        read_bytes += chunk.length;
        framing.read(chunk);
        if (framing.status !== "") open.resolve();
      },
      drain: () => drained.shift()?.(),
      close: () => closed.resolve(),
    },
  });
  socket.write(framing.request("127.0.0.1", port));
  await open.promise;
  return {
    framing,
    socket,
    closed: closed.promise,
    readBytes: () => read_bytes,
    /** Resolves when the kernel has all of it. */
    async write(bytes: Uint8Array) {
      for (let at = 0; at < bytes.length;) {
        const written = socket.write(bytes.subarray(at));
        if (written < 0) return;
        at += written;
        if (at < bytes.length)
          await Promise.race([new Promise<void>((done) => drained.push(done)), closed.promise]);
      }
    },
    [Symbol.dispose]: () => void socket.terminate(),
  };
}

test("who has its pings answered without end and reads none of it is closed", async () => {
  await using server = await startLocalServer();
  using peer = await rawWebSocket(server.web_port);
  await peer.write(peer.framing.message(hello));
  peer.socket.pause();
  const ping = peer.framing.message(new Uint8Array(125), 9);
  const pings = Buffer.concat(Array.from({ length: 60_000 }, () => ping));
  await peer.write(pings);
  peer.socket.resume();
  await peer.closed; // and not read to the end
  expect(peer.readBytes()).toBeLessThan(60_000 * 127);
});

test("a message without a byte ends the connection", async () => {
  await using server = await startLocalServer();
  using peer = await rawWebSocket(server.web_port);
  await peer.write(peer.framing.message(hello));
  await peer.write(peer.framing.message(new Uint8Array(0)));
  await peer.closed;
});

test("who cuts frames into messages of a byte, and sends those by the thousand, is closed", async () => {
  await using server = await startLocalServer();
  using peer = await rawWebSocket(server.web_port);
  const ana = { username: "ana", password: "correct horse" };
  const register = encodeFrame({ id: 2, type: "session.register", body: ana }); // or it would be closed for not doing so
  await peer.write(peer.framing.message(Buffer.concat([hello, register])));
  const frame = encodeFrame({ id: 3, type: "member.list", body: { channel_id: 1 }, pad: "x".repeat(8_000) });
  const messages = Buffer.concat([...frame].map((byte) => peer.framing.message(Uint8Array.of(byte))));
  await peer.write(Buffer.concat(Array.from({ length: 40 }, () => messages)));
  await peer.closed;
});

test("requests for the page are answered one after the other: of many that come together only the first is", async () => {
  await using server = await startLocalServer();
  const closed = Promise.withResolvers<void>();
  let read = "";
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port: server.web_port,
    socket: {
      data: (_, chunk) => void (read += chunk.toString("latin1")),
      close: () => closed.resolve(),
    },
  });
  const request = `GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:${server.web_port}\r\n\r\n`;
  socket.write(request.repeat(2_000));
  await closed.promise;
  expect(read.split("HTTP/1.1 200").length - 1).toBeLessThan(2);
});

test("each request for the page has a turn of its own among all work: a thousand that come together are not one", async () => {
  await using server = await startLocalServer();
  const turns = Object.assign(new HeldTurns(), { is_holding: true });
  Object.assign(server.context, { turns });
  const ask = async (path: string) => (await fetch(`http://127.0.0.1:${server.web_port}${path}`)).status;
  const asked = ["/", "/healthz", "/nothing", "/", "/"].map(ask);
  while (turns.waiting < asked.length) await new Promise(setImmediate);
  turns.give();
  await Promise.race(asked);
  expect(turns.waiting).toBe(asked.length - 1);
  turns.give(asked.length);
  expect(await Promise.all(asked)).toEqual([200, 200, 404, 200, 200]);
});
