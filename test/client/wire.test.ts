import { expect, test } from "bun:test";

import type { Socket } from "bun";

import { SocketWire } from "../../src/client/wire.ts";
import { selfSigned } from "./authority.ts";

const certificate = await selfSigned("localhost");
const bytes_total = 16 * 1_048_576;
const block_bytes = 65_536;

/** Writes blocks, each full of another byte, as fast as they are taken. */
function writer() {
  let sent = 0;
  return (socket: Socket<undefined>) => {
    while (sent < bytes_total) {
      const block = new Uint8Array(block_bytes - (sent % block_bytes)).fill(sent / block_bytes);
      const taken = socket.write(block);
      if (taken <= 0) return;
      sent += taken;
    }
  };
}

/** All that comes, uncopied, with a copy of each chunk made when it came. */
async function receiveAll(tls: boolean): Promise<{ chunk: Uint8Array; copy: Uint8Array }[]> {
  const all = Promise.withResolvers<void>();
  const held: { chunk: Uint8Array; copy: Uint8Array }[] = [];
  let bytes = 0;
  using server = Bun.listen<undefined>({
    hostname: "127.0.0.1",
    port: 0,
    ...(tls && { tls: { cert: certificate.cert, key: certificate.key } }),
    socket: {
      data(_, chunk) {
        held.push({ chunk, copy: new Uint8Array(chunk) });
        bytes += chunk.length;
        if (bytes >= bytes_total) all.resolve();
      },
    },
  });
  const write = writer();
  await Bun.connect<undefined>({
    hostname: "127.0.0.1",
    port: server.port,
    ...(tls && { tls: { rejectUnauthorized: false } }),
    socket: {
      open: (socket) => (tls ? undefined : write(socket)),
      handshake: write,
      drain: write,
      data: () => {},
    },
  });
  await all.promise;
  return held;
}

test.each([false, true])(
  "a chunk is memory of its own, which Bun leaves alone: both ends keep chunks uncopied (TLS: %p)",
  async (tls) => {
    const held = await receiveAll(tls);
    expect(held.length).toBeGreaterThan(2);
    expect(new Set(held.map(({ chunk }) => chunk.buffer)).size).toBe(held.length);
    for (const { chunk, copy } of held) expect(Buffer.compare(chunk, copy)).toBe(0);
  },
  20_000,
);

test("what comes before anybody listens is handed on in order, and reading waits meanwhile", () => {
  let is_paused = false;
  const socket = { pause: () => (is_paused = true), resume: () => (is_paused = false) };
  const wire = new SocketWire(socket as unknown as Socket<unknown>);
  wire.received(Buffer.from("a"));
  wire.received(Buffer.from("b"));
  expect(is_paused).toBe(true);
  const heard: string[] = [];
  wire.listen({
    received: (chunk) => heard.push(Buffer.from(chunk).toString()),
    drained: () => {},
    closed: () => {},
  });
  expect(heard).toEqual(["a", "b"]);
  expect(is_paused).toBe(false);
});
