import { drainMicrotasks } from "bun:jsc";
import { afterEach, expect, mock, spyOn, test } from "bun:test";

import { AddressLimits } from "../../src/domain/address-limits.ts";
import type { Session } from "../../src/domain/session.ts";
import { encodeFrame } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import { Pace } from "../../src/transport/pace.ts";
import type { Peer } from "../../src/transport/peer.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { fakeConnection } from "../support/fake-connection.ts";

afterEach(() => void mock.restore());

const mute: Omit<Peer, "receive"> = {
  silence_ms: limits.silence_v1_ms,
  sortOf: () => "asked",
  deliver() {},
  ping: () => false,
  caughtUp() {},
  tookAll() {},
  farewell: () => new Uint8Array(),
};

const filler = "x".repeat(200_000);

/** Connections at one pace, each of whose requests takes longer than a turn may, and what was worked on, in order. */
async function street() {
  const clock = new FakeClock();
  const keyOf = (address: string) => `network of ${address}`;
  const no_limits = { connections_max: 0, connections_per_minute: 0, registrations_per_hour: 0 };
  const addresses = new AddressLimits({ clock, keyOf, ...no_limits });
  const context = { ...(await createTestContext(clock)), addresses };
  const done: string[] = [];
  const logIn = (session: Session, user_id: number) =>
    (session.login = { user_id, username: "ana", session_id: user_id });
  const speak = (_first: unknown, session: Session): Peer => ({
    ...mute,
    async receive(payload) {
      const name = String(payload).replaceAll("x", "");
      done.push(name);
      if (name === "in") logIn(session, 1);
      if (name === "out") session.login = undefined;
    },
  });
  let now_ms = 0;
  spyOn(performance, "now").mockImplementation(() => (now_ms += 20));
  const pace = new Pace();
  /** A connection of this user, or of a guest at this address. */
  const connect = (whose: number | string) => {
    const address = typeof whose === "string" ? whose : "192.0.2.1";
    const { connection } = fakeConnection(context, speak, undefined, pace, address);
    if (typeof whose === "number") logIn(connection.session, whose);
    const ask = (...names: string[]) => {
      connection.receive(Buffer.concat(names.map(encodeFrame)));
      drainMicrotasks(); // each socket's bytes come by themselves
    };
    return { ask };
  };
  const allDone = async (count: number) => {
    while (done.length < count) await new Promise(setImmediate);
    return done.join(" ");
  };
  return { connect, allDone };
}

test("an account's many connections take turns with the one of another", async () => {
  const { connect, allDone } = await street();
  for (const name of ["a1", "a2", "a3", "a4", "a5"]) connect(1).ask(name);
  connect(2).ask("b1", "b2");
  // The first at once. What is asked for on one connection after the other comes when that is answered.
  expect(await allDone(7)).toBe("a1 a2 b1 a3 b2 a4 a5");
});

test("so do their long frames", async () => {
  const { connect, allDone } = await street();
  for (const name of ["a1", "a2", "a3", "a4", "a5"]) connect(1).ask(name + filler);
  connect(2).ask(`b1${filler}`);
  expect(await allDone(6)).toMatch(/^a1 a2 (a3 b1|b1 a3) a4 a5$/);
});

test("those who are not logged in take them by their address, beside accounts", async () => {
  const { connect, allDone } = await street();
  for (const name of ["c1", "c2", "c3", "c4"]) connect("192.0.2.1").ask(name);
  connect("192.0.2.2").ask("d1");
  connect(2).ask("b1");
  expect(await allDone(6)).toBe("c1 c2 d1 b1 c3 c4");
});

test("who logs in or out meanwhile takes the next turn as what it is then, and what was asked stays in order", async () => {
  const { connect, allDone } = await street();
  for (const name of ["a1", "a2", "a3", "a4"]) connect(1).ask(name);
  connect("192.0.2.1").ask("in", "c1", "out", "c2", "c3");
  for (const name of ["b1", "b2", "b3", "b4", "b5"]) connect(2).ask(name);
  expect(await allDone(14)).toBe("a1 a2 in b1 a3 b2 a4 b3 c1 b4 out b5 c2 c3");
});

test("whose turn it would be is not looked up while nobody has to wait", () => {
  let looked_up = 0;
  const asker = {
    get account() {
      looked_up++;
      return 1;
    },
  };
  const pace = new Pace();
  spyOn(performance, "now").mockImplementation(() => 0);
  expect([pace.turn(asker), pace.reading(limits.frame_bytes_max, asker)]).toEqual([undefined, undefined]);
  expect(looked_up).toBe(0);
  spyOn(performance, "now").mockImplementation(() => 20);
  expect([pace.turn(asker), pace.reading(1, asker)]).toEqual([expect.any(Promise), expect.any(Promise)]);
  expect(looked_up).toBe(2);
});
