import { expect, test } from "bun:test";

import type { Answer } from "dns-packet";

import type { LogFields } from "../../src/domain/ports/log.ts";
import { service_type, services_name } from "../../src/lan/announcement.ts";
import type { MulticastListener } from "../../src/lan/multicast.ts";
import { limits } from "../../src/protocol/limits.ts";
import { Announcer } from "../../src/system/announcer.ts";
import { KeptLog } from "../support/context.ts";

const announcement = {
  id: "704a48ec-0da7-41e2-b009-1cccac1959e5",
  name: "Willow",
  version: "0.1.0",
  port: 5050,
  tls: false,
  certificate: null,
};

const home = "192.168.1.20";
const club = "10.0.0.20";

/** A server that listens there, on a computer in two networks that only the test speaks in. */
function announcing(address: string, networks = [home, club]) {
  const log = new KeptLog();
  const sent: { to: string; answers: Answer[] }[] = [];
  const listeners: MulticastListener[] = [];
  let joined: readonly string[] = [];
  const announcer = new Announcer({
    announcement,
    address,
    log,
    networks: () => networks,
    open(listener, addresses) {
      listeners.push(listener);
      joined = addresses();
      return {
        get joined() {
          return [...joined];
        },
        answer: async (to, answers) => void sent.push({ to, answers }),
        close() {},
      };
    },
  });
  const [listener] = listeners;
  for (const each of joined) listener?.joined(each);
  return {
    announcer,
    sent,
    fail: (at: string, reason: string) => listener?.failed(at, reason),
    ask: (at: string, name = service_type) =>
      listener?.heard({ questions: [{ type: "PTR", name }], records: [], from: "192.168.1.30", at }),
    logged: () => log.entries.map(({ event, fields }): LogFields => ({ event, ...fields })),
    reached: () => [...new Set(sent.map(({ to }) => to))],
  };
}

test("only the networks that the server can be reached from hear of it, and that it ends", async () => {
  const everywhere = announcing("::");
  expect(everywhere.reached()).toEqual([home, club]);
  await everywhere.announcer.stop();
  const { announcer, sent, reached, logged } = announcing(club);
  await announcer.stop();
  expect(reached()).toEqual([club]);
  expect(sent.map(({ answers }) => answers[0])).toMatchObject([{ ttl: limits.announced_ttl_s }, { ttl: 0 }]);
  expect(logged()).toEqual([{ event: "announced", name: "Willow", as: service_type }]);
});

test.each(["fd00::2", "192.168.7.7"])(
  "an address that no network has, %s, is said to be announced nowhere",
  async (address) => {
    const { announcer, reached, logged } = announcing(address);
    expect(logged()).toEqual([
      { event: "not_announced", address, reason: "no IPv4 network has this address" },
    ]);
    await announcer.stop();
    expect(reached()).toEqual([]);
  },
);

test("a computer in no network announces nothing, and says so", async () => {
  const { announcer, logged } = announcing("0.0.0.0", []);
  expect(logged()).toMatchObject([{ event: "not_announced", address: "0.0.0.0" }]);
  await announcer.stop();
});

test("that the port cannot be had is said once", async () => {
  const { announcer, fail, logged } = announcing("0.0.0.0");
  for (const each of [home, club]) fail(each, "EADDRINUSE");
  const complaints = logged().filter(({ event }) => event === "not_announced");
  expect(complaints).toEqual([{ event: "not_announced", address: home, reason: "EADDRINUSE" }]);
  await announcer.stop();
});

test("who asks is answered in that network, and who asks without end only so often", async () => {
  const { announcer, sent, ask } = announcing("0.0.0.0");
  sent.length = 0;
  ask(club, "_ipp._tcp.local");
  expect(sent).toEqual([]);
  ask(club);
  ask(home, services_name);
  expect(sent.map(({ to, answers }) => [to, answers.length])).toEqual([
    [club, 4],
    [home, 1],
  ]);
  for (let count = 0; count < 100; count++) ask(club);
  expect(sent).toHaveLength(limits.announced_answers_per_second);
  await announcer.stop();
});
