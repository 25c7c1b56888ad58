import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";

import { encodeFrame } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import { createCertificate } from "../../src/system/certificates.ts";
import { setSocketOptions } from "../../src/transport/socket-options.ts";
import { startServer } from "../support/server.ts";
import { spokenTo } from "../support/spoken-to.ts";

const is_linux = process.platform === "linux";
const certificate = await createCertificate({ names: ["127.0.0.1"], days: 1 });
const tls = { cert: certificate.cert_pem, key: certificate.key_pem };

/** The most bytes that the system holds for one peer of a port of this machine and has not sent, or not heard of yet. */
function mostHeld(port: number): number {
  const local = `0100007F:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const held = readFileSync("/proc/net/tcp", "utf8")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, address]) => address === local)
    .map(([, , , , queues = ""]) => parseInt(queues, 16)); // tx:rx, of which the first is read
  return Math.max(0, ...held);
}

test.if(is_linux).each([
  ["in the clear", undefined],
  ["over TLS", tls],
])("%s the system takes little for who reads nothing, who gets all of it later", async (_name, tls) => {
  await using server = await spokenTo(tls);
  const { peer, connection } = await server.come("ana");
  using ana = peer;
  ana.pause();
  let sent = 0;
  while (connection.is_keeping_up) {
    connection.send(encodeFrame({ type: "filler", number: ++sent, text: "x".repeat(10_000) }));
    await new Promise(setImmediate);
  }
  const held_bytes = mostHeld(server.port);
  expect(held_bytes).toBeGreaterThan(0);
  expect(held_bytes).toBeLessThan(4 * limits.unsent_bytes_max);
  ana.resume();
  for (let number = 1; number <= sent; number++)
    expect(await ana.next(({ type }) => type === "filler")).toMatchObject({ number });
});

/** As many as the system lets wait, and more than Bun would: 512. */
const knocking = 700;

test.if(is_linux && Number(readFileSync("/proc/sys/net/core/somaxconn", "utf8")) > knocking)(
  "of many who come at the same moment none has to come again, though nobody accepts them yet",
  async () => {
    await using server = await startServer();
    server.pause();
    const opened = await Promise.all(
      Array.from({ length: knocking }, () => {
        const { promise, resolve, reject } = Promise.withResolvers<Bun.Socket>();
        const socket = {
          open: resolve,
          data() {},
          connectError: (_: unknown, error: Error) => reject(error),
        };
        Bun.connect({ hostname: "127.0.0.1", port: server.port, socket }).catch(reject);
        return promise;
      }),
    );
    server.resume();
    expect(opened).toHaveLength(knocking);
    for (const socket of opened) socket.terminate();
  },
  30_000,
);

test("where the system cannot be asked, that is said", () => {
  expect(setSocketOptions(-1, { waiting_max: 10, unsent_bytes_max: 10 })).toBe(false);
});
