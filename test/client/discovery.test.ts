import { expect, test } from "bun:test";

import { Discovery } from "../../src/client/discovery.ts";
import { clientLimits } from "../../src/client/limits.ts";
import { type Announcement, recordsOf } from "../../src/lan/announcement.ts";
import type { MulticastListener } from "../../src/lan/multicast.ts";
import type { FoundServer } from "../../src/protocol/bridge-hosting.ts";
import { FakeClock } from "../support/fake-clock.ts";

const announcementOf = (index: number): Announcement => ({
  id: `704a48ec-0da7-41e2-b009-${String(index).padStart(12, "0")}`,
  name: `server ${index}`,
  version: "0.1.0",
  port: 5050,
  tls: true,
  certificate: Array(32).fill("AB").join(":"),
});

/** A search in a network that only the test speaks in. */
function searching(own_addresses = ["192.168.1.20"]) {
  const clock = new FakeClock();
  const told: { servers: FoundServer[]; problem: string | null }[] = [];
  const listeners: MulticastListener[] = [];
  let asked = 0;
  const discovery = new Discovery({
    found: (servers, problem) => told.push({ servers, problem }),
    open(given) {
      listeners.push(given);
      return { ask: () => void asked++, close: () => {} };
    },
    own_addresses: () => own_addresses,
    clock: { now_ms: () => clock.now(), after: (delay_ms, work) => clock.after(delay_ms, work) },
  });
  const [listener = { heard() {}, joined() {}, left() {}, failed() {} }] = listeners;
  listener.joined("192.168.1.20");
  const pass = (ms: number) => clock.move(ms);
  return {
    discovery,
    listener,
    told,
    asked: () => asked,
    pass,
    say(announcement: Announcement, from = "192.168.1.30", ttl_s = 120) {
      const records = recordsOf(announcement, from, ttl_s);
      listener.heard({ questions: [], records, from, at: "192.168.1.20" });
    },
    names: () => {
      pass(clientLimits.discovery_tell_ms);
      return told.at(-1)?.servers.map(({ name, host }) => `${name} at ${host}`);
    },
  };
}

test("a server is where it was heard from, and goes when it says so; nobody else can say so for it", () => {
  const { say, names, told } = searching();
  say(announcementOf(1));
  say(announcementOf(2), "192.168.1.20");
  expect(names()).toEqual(["server 1 at 192.168.1.30", "server 2 at 192.168.1.20"]);
  expect(told.at(-1)?.servers.map(({ is_here }) => is_here)).toEqual([false, true]);
  say(announcementOf(1), "192.168.1.66", 0);
  expect(names()).toHaveLength(2);
  say(announcementOf(1), "192.168.1.30", 0);
  expect(names()).toEqual(["server 2 at 192.168.1.20"]);
});

test("who has not answered for long is gone; who answers stays", () => {
  const { say, names, pass, asked } = searching();
  say(announcementOf(1));
  say(announcementOf(2));
  expect(names()).toHaveLength(2);
  const asked_before = asked();
  for (let passed_ms = 0; passed_ms < clientLimits.discovery_silent_ms * 2; passed_ms += 1_000) {
    pass(1_000);
    say(announcementOf(2));
  }
  expect(asked()).toBeGreaterThan(asked_before);
  expect(names()).toEqual(["server 2 at 192.168.1.30"]);
});

test("however many announce themselves, and however often: the list is bounded and told in a calm beat", () => {
  const { say, names, told } = searching();
  for (let index = 0; index < 500; index++) say(announcementOf(index));
  // One machine cannot fill it alone.
  expect(names()).toHaveLength(clientLimits.discovery_servers_per_address_max);
  for (const start of [1_000, 2_000])
    for (let index = 0; index < 500; index++) say(announcementOf(start + index), `192.168.2.${index % 250}`);
  expect(names()).toHaveLength(clientLimits.discovery_servers_max);
  expect(told.length).toBeLessThanOrEqual(3);
});

test("a server in two networks is one, another certificate makes another", () => {
  const { say, names } = searching();
  say(announcementOf(1), "192.168.1.30");
  say(announcementOf(1), "10.0.0.30");
  expect(names()).toEqual(["server 1 at 10.0.0.30"]);
  say({ ...announcementOf(1), certificate: Array(32).fill("CD").join(":") }, "192.168.1.66");
  expect(names()).toHaveLength(2);
});

test("without a network, or with a port that cannot be had, that is said, until it works", () => {
  const { listener, told, pass } = searching([]);
  pass(clientLimits.discovery_tell_ms);
  expect(told.at(-1)).toEqual({ servers: [], problem: null });
  listener.failed("192.168.1.20", "EADDRINUSE");
  pass(clientLimits.discovery_tell_ms);
  expect(told.at(-1)).toEqual({ servers: [], problem: "EADDRINUSE" });
  listener.joined("192.168.1.20");
  pass(clientLimits.discovery_tell_ms);
  expect(told.at(-1)).toEqual({ servers: [], problem: null });
});

test("a network that goes, and was the last one, is said to be missing until there is one again", () => {
  const own_addresses = ["192.168.1.20", "10.0.0.20"];
  const { listener, told, pass } = searching(own_addresses);
  const problem = () => {
    pass(clientLimits.discovery_tell_ms);
    return told.at(-1)?.problem;
  };
  listener.joined("10.0.0.20");
  for (const expected of [null, "ENETDOWN"]) {
    expect(problem()).toBeNull();
    const gone = own_addresses.pop() ?? "";
    listener.left(gone);
    expect(problem()).toBe(expected);
  }
  own_addresses.push("192.168.7.20");
  listener.joined("192.168.7.20");
  expect(problem()).toBeNull();
});
