import { expect, test } from "bun:test";
import { createSocket } from "node:dgram";

import { Multicast } from "../../src/lan/multicast.ts";

const address = "127.0.0.1";
const group = "224.0.0.251";

/** Somebody who says things in the network that is only within this computer. */
async function speaker() {
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.bind(0, address, () => resolve()));
  socket.setMulticastInterface(address);
  const say = (packet: Uint8Array) =>
    new Promise<void>((resolve) => socket.send(packet, 5_353, group, () => resolve()));
  return { say, [Symbol.dispose]: () => void socket.close() };
}

/** Listens with a small measure, so that nobody else on this computer is told too much by the test. */
async function listening() {
  const joined = Promise.withResolvers<void>();
  const failed = Promise.withResolvers<string>();
  const multicast = new Multicast(
    {
      heard: () => {},
      joined: () => joined.resolve(),
      failed: (_address, reason) => failed.resolve(reason),
    },
    () => [address],
    { packets: 20, bytes: 20_000 },
  );
  await joined.promise;
  return { multicast, failed: failed.promise, [Symbol.dispose]: () => multicast.close() };
}

test.each([
  ["many packets that are none", 40, 30],
  ["few large ones", 10, 9_000],
])("a network that says too much is left: %s", async (_what, count, bytes) => {
  using listener = await listening();
  using stranger = await speaker();
  for (let index = 0; index < count; index++) await stranger.say(new Uint8Array(bytes).fill(255));
  expect(await listener.failed).toBe("too much is said there");
  expect(listener.multicast.joined).toEqual([]);
});
