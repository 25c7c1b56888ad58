import { afterEach, expect, test } from "bun:test";

import { Multicast } from "../../src/lan/multicast.ts";
import { limits } from "../../src/protocol/limits.ts";

const open: Multicast[] = [];
afterEach(() => {
  for (const multicast of open.splice(0)) multicast.close();
});

/** Sockets at addresses of this computer alone, so that it needs no network; what is told of them, in order. */
function listening(addresses: string[]) {
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
  open.push(multicast);
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
  const { multicast, told, hasTold } = listening(addresses);
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
  const { multicast } = listening(addresses);
  expect(multicast.joined).toEqual(addresses.slice(0, limits.networks_max));
  addresses.shift();
  multicast.follow();
  expect(multicast.joined).toEqual(addresses.slice(0, limits.networks_max));
});

test("whoever ends hears of no network any more", async () => {
  const { multicast, told, hasTold } = listening(["127.0.0.1"]);
  await hasTold(1);
  multicast.close();
  expect(multicast.joined).toEqual([]);
  expect(told).toEqual(["joined 127.0.0.1"]);
});
