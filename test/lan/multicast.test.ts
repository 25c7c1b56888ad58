import { afterEach, expect, test } from "bun:test";
import { createSocket } from "node:dgram";

import { encode } from "dns-packet";

import { Multicast, type MulticastListener } from "../../src/lan/multicast.ts";
import { limits } from "../../src/protocol/limits.ts";

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
async function listening(heard: MulticastListener["heard"] = () => {}) {
  const joined = Promise.withResolvers<void>();
  const failed = Promise.withResolvers<string>();
  const multicast = new Multicast(
    {
      heard,
      joined: () => joined.resolve(),
      left: () => {},
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

test("what is too long to come in one piece is not looked into", async () => {
  const names: string[][] = [];
  const heard = Promise.withResolvers<void>();
  using _ = await listening(({ questions }) => {
    const asked = questions.map(({ name }) => name).filter((name) => name.endsWith(".in-a-test.local"));
    if (asked.length > 0) names.push(asked);
    if (asked.includes("last.in-a-test.local")) heard.resolve();
  });
  using stranger = await speaker();
  const ask = (...asked: string[]) =>
    stranger.say(
      encode({
        type: "query",
        questions: asked.map((name) => ({ type: "A", name: `${name}.in-a-test.local` })),
      }),
    );
  await ask(...Array.from({ length: 60 }, (_, at) => `one-of-many-${at}`));
  await ask("first", "last");
  await heard.promise;
  expect(names).toEqual([["first.in-a-test.local", "last.in-a-test.local"]]);
});

const opened: Multicast[] = [];
afterEach(() => {
  for (const multicast of opened.splice(0)) multicast.close();
});

/** Sockets at addresses of this computer alone, so that it needs no network; what is told of them, in order. */
function following(addresses: string[]) {
  const told: string[] = [];
  let heard = Promise.withResolvers<void>();
  const tell = (text: string) => {
    told.push(text);
    heard.resolve();
  };
  const multicast = new Multicast(
    {
      heard() {},
      joined: (address) => tell(`joined ${address}`),
      left: (address) => tell(`left ${address}`),
      failed: (address, reason) => tell(`failed ${address}: ${reason}`),
    },
    () => addresses,
  );
  opened.push(multicast);
  return {
    multicast,
    told,
    async hasTold(count: number) {
      while (told.length < count) {
        await heard.promise;
        heard = Promise.withResolvers();
      }
    },
  };
}

test("networks that come and go are followed", async () => {
  const addresses = ["127.0.0.1", "127.0.0.2"];
  const { multicast, told, hasTold } = following(addresses);
  await hasTold(2);
  expect(told.toSorted()).toEqual(["joined 127.0.0.1", "joined 127.0.0.2"]);
  addresses.splice(0, 1, "127.0.0.3");
  multicast.follow();
  expect(multicast.joined).toEqual(["127.0.0.2", "127.0.0.3"]);
  await hasTold(4);
  expect(told.slice(2)).toEqual(["left 127.0.0.1", "joined 127.0.0.3"]);
  multicast.follow();
  expect(told).toHaveLength(4);
});

test("of many networks only the first few are used, until one of them goes", () => {
  const addresses = Array.from({ length: limits.networks_max + 2 }, (_, index) => `127.0.0.${index + 1}`);
  const { multicast } = following(addresses);
  expect(multicast.joined).toEqual(addresses.slice(0, limits.networks_max));
  addresses.shift();
  multicast.follow();
  expect(multicast.joined).toEqual(addresses.slice(0, limits.networks_max));
});

test("whoever ends hears of no network any more", async () => {
  const { multicast, told, hasTold } = following(["127.0.0.1"]);
  await hasTold(1);
  multicast.close();
  expect(multicast.joined).toEqual([]);
  expect(told).toEqual(["joined 127.0.0.1"]);
});
