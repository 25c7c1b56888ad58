import { describe, expect, test } from "bun:test";

import { encodeFrame } from "../../src/protocol/frame.ts";
import { createCertificate } from "../../src/system/certificates.ts";
import { Intake } from "../../src/transport/intake.ts";
import { Pace } from "../../src/transport/pace.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { fakeConnection } from "../support/fake-connection.ts";
import { startLocalServer } from "../support/local-server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

const certificate = await createCertificate({ names: ["127.0.0.1"], days: 1 });
const tls = { cert: certificate.cert_pem, key: certificate.key_pem };

const turn = () => new Promise(setImmediate);

const megabyte = 1_048_576;
/** As much as Bun reads of a socket at once. */
const read_bytes = megabyte / 2;

/** Somebody who sends much whenever it is read from. */
class Sender {
  is_held_back = false;
  constructor(
    readonly name: string,
    readonly intake: Intake,
    readonly account = name,
  ) {}

  send(bytes = read_bytes): void {
    if (!this.is_held_back) this.intake.came(this, bytes);
  }
  holdBack(): void {
    this.is_held_back = true;
  }
  readOn(): void {
    this.is_held_back = false;
  }
}

const senders = (intake: Intake, count: number) =>
  Array.from({ length: count }, (_, at) => new Sender(`${at}`, intake));

const freeOf = (all: readonly Sender[]) => all.filter((each) => !each.is_held_back).map(({ name }) => name);

describe("who sends much", () => {
  test("is read from as long as a turn has not had two megabytes", () => {
    const intake = new Intake();
    const all = senders(intake, 3);
    for (const each of all) each.send();
    expect(freeOf(all)).toHaveLength(3);
    all[0]?.send();
    expect(freeOf(all)).toEqual([]);
  });

  test("goes on a few at a time, in the order in which they were read last", async () => {
    const intake = new Intake();
    const all = senders(intake, 10);
    for (const each of all) each.send(); // all ten before any is held back: nobody knew of them
    const turns: string[] = [];
    for (let count = 0; count < 5; count++) {
      await turn();
      turns.push(freeOf(all).join(" "));
      for (const each of all) each.send();
    }
    expect(turns).toEqual(["0 1 2 3", "4 5 6 7", "0 1 8 9", "2 3 4 5", "0 1 6 7"]);
  });

  test("keeps their place where the time was over before it was theirs", async () => {
    const intake = new Intake();
    const all = senders(intake, 8);
    for (const each of all) each.send();
    await turn();
    expect(freeOf(all)).toEqual(["0", "1", "2", "3"]);
    all[1]?.send(4 * read_bytes);
    expect(freeOf(all)).toEqual([]);
    await turn();
    expect(freeOf(all)).toEqual(["0", "2", "3", "4"]);
  });

  test("has no more turns by many connections", async () => {
    const intake = new Intake();
    const flood = Array.from({ length: 60 }, (_, at) => new Sender(`${at}`, intake, "mallory"));
    const ana = new Sender("ana", intake);
    for (const each of [...flood, ana]) each.send();
    for (let count = 0; count < 30; count++) {
      await turn();
      expect(freeOf([ana, ...flood])).toHaveLength(4);
      expect(ana.is_held_back).toBe(false);
      for (const each of [...flood, ana]) each.send();
    }
  });

  test("keeps nobody waiting for long who has said all, however many there are and whoever has more", async () => {
    const intake = new Intake();
    const all = senders(intake, 1_000);
    for (const each of all) each.send();
    const talkers = all.filter((_, at) => at % 10 === 0);
    const waiting = new Set(all);
    let turns = 0;
    for (; waiting.size > 0; turns++) {
      await turn();
      for (const each of all) if (!each.is_held_back) waiting.delete(each);
      for (const each of talkers) each.send();
    }
    expect(turns).toBeLessThan(all.length / 4 / 3); // four in each turn would be all.length / 4
  });

  test("is soon free again once they have nothing more to say", async () => {
    const intake = new Intake();
    const all = senders(intake, 60);
    for (const each of all) each.send();
    const counts = [];
    for (let count = 0; count < 5; count++) {
      await turn();
      counts.push(freeOf(all).length);
    }
    expect(counts).toEqual([4, 12, 28, 60, 60]);
  });

  test("holds back nobody who said little", () => {
    const intake = new Intake();
    const [little, ...all] = senders(intake, 6);
    little?.send(200);
    for (const each of all) each.send();
    expect(freeOf([...all, ...(little ? [little] : [])])).toEqual(["0"]);
  });

  test("has no turn any more after it has gone", async () => {
    const intake = new Intake();
    const all = senders(intake, 6);
    for (const each of all) each.send();
    for (const each of all.slice(0, 4)) intake.gone(each);
    await turn();
    expect(freeOf(all)).toEqual(["4", "5"]);
  });
});

test("who is held back and has too much under way is read from when neither holds any more", async () => {
  const context = await createTestContext(new FakeClock());
  let giveTurn = () => {};
  const pace = Object.assign(new Pace(), {
    reading: () => new Promise<void>((resolve) => (giveTurn = resolve)),
  });
  const { wire, connection } = fakeConnection(context, undefined, undefined, pace);
  const sendMuch = () => connection.receive(encodeFrame({ id: 1, type: "hello", body: {} }));
  connection.holdBack();
  expect(wire.is_paused).toBe(true);
  sendMuch();
  connection.readOn();
  expect(wire.is_paused).toBe(true);
  connection.holdBack();
  giveTurn();
  await turn();
  expect(wire.is_paused).toBe(true);
  connection.readOn();
  expect(wire.is_paused).toBe(false);
});

describe.each([
  { wire: "TCP", encrypted: false, web: false },
  { wire: "TLS", encrypted: true, web: false },
  { wire: "WebSocket", encrypted: false, web: true },
  { wire: "WebSocket over TLS", encrypted: true, web: true },
])("over $wire", ({ encrypted, web }) => {
  test("no turn reads more than three megabytes of many who send much at once, and all of it comes", async () => {
    const pace = new Pace();
    const { intake } = pace;
    const turns = [0];
    let is_turn_due = false;
    await using server = await startLocalServer({
      ...(encrypted && { tls }),
      pace: Object.assign(pace, {
        intake: {
          came(talker: Parameters<Intake["came"]>[0], bytes: number) {
            if (!is_turn_due) setImmediate(() => (is_turn_due = turns.push(0) === 0));
            is_turn_due = true;
            turns.push((turns.pop() ?? 0) + bytes);
            intake.came(talker, bytes);
          },
          gone: (talker: Parameters<Intake["gone"]>[0]) => intake.gone(talker),
        },
      }),
    });
    const all: PeerV2[] = [];
    for (let at = 0; at < 40; at++) all.push(await PeerV2.register(server.address(web), `peer${at}`));
    const long = encodeFrame({ id: 1, type: "ping", body: { x: "x".repeat(90_000) } });
    const askAll = () => Promise.all(all.map((peer) => peer.request("ping", {})));
    for (const peer of all) peer.write(long); // from here on it is known who sends much
    await askAll();
    turns.length = 0;
    turns.push(0);
    for (const peer of all) for (let count = 0; count < 12; count++) peer.write(long);
    await askAll();
    for (const peer of all) peer[Symbol.dispose]();
    expect(turns.reduce((sum, bytes) => sum + bytes, 0)).toBeGreaterThan(40 * 12 * 90_000);
    expect(Math.max(...turns)).toBeLessThan(3 * megabyte);
  });
});
