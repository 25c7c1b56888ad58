import { drainMicrotasks } from "bun:jsc";
import { afterEach, expect, mock, spyOn, test } from "bun:test";

import { encodeFrame, incomplete } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import { Pace } from "../../src/transport/pace.ts";
import { PacedFrames } from "../../src/transport/paced-frames.ts";
import type { Peer } from "../../src/transport/peer.ts";
import { createTestContext } from "../support/context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { fakeConnection } from "../support/fake-connection.ts";
import { headerOf } from "../support/frame-socket.ts";

afterEach(() => void mock.restore());

/** The frames of one connection, and a pace that lets short payloads through and of which a test says when it goes on. */
function frames(...values: unknown[]) {
  const turns: (() => void)[] = [];
  const reading = (bytes: number) => {
    if (bytes < long.length) return undefined;
    const { promise, resolve } = Promise.withResolvers<void>();
    turns.push(resolve);
    return promise;
  };
  const read: unknown[] = [];
  const pump = () => {
    for (let value = paced.next(); value !== incomplete; value = paced.next()) read.push(value);
  };
  const paced = new PacedFrames({ reading, gathers: () => true }, { pump, account: 1 });
  paced.is_guest = false;
  paced.push(Buffer.concat(values.map(encodeFrame)));
  return { paced, turns, read, pump };
}

const long = "x".repeat(1_000);

test("a frame that waits is parsed in its turn, and what came behind it after it", () => {
  const { paced, turns, read, pump } = frames("short", long, "behind");
  pump();
  expect([read, paced.has_chunks, turns.length]).toEqual([["short"], true, 1]);
  pump();
  turns[0]?.();
  drainMicrotasks();
  expect([read, paced.has_chunks, turns.length]).toEqual([["short", long, "behind"], false, 1]);
});

test("of two that wait each has a turn of its own", () => {
  const { turns, read, pump } = frames(long, long);
  pump();
  turns[0]?.();
  drainMicrotasks();
  expect([read, turns.length]).toEqual([[long], 2]);
  pump();
  drainMicrotasks();
  expect([read, turns.length]).toEqual([[long], 2]); // it asks once, however often it is looked at
  turns[1]?.();
  drainMicrotasks();
  expect(read).toEqual([long, long]);
});

test("those that came in parts and wait are each read as they came", () => {
  const waiting = ["a", "b", "c"].map((letter) => {
    const text = letter.repeat(50_000);
    const bytes = encodeFrame(text);
    const one = frames();
    for (const at of [0, 20_000, 20_001, 40_000]) {
      one.paced.push(bytes.slice(at, { 0: 20_000, 20_000: 20_001, 20_001: 40_000 }[at]));
      one.pump();
    }
    return { ...one, text };
  });
  for (const { turns } of waiting.toReversed()) turns[0]?.();
  drainMicrotasks();
  for (const { read, text } of waiting) expect(read).toEqual([text]);
});

test("a connection that goes meanwhile is not read any more", () => {
  const { paced, turns, read, pump } = frames(long);
  pump();
  paced.clear();
  turns[0]?.();
  drainMicrotasks();
  expect([read, paced.has_chunks, paced.next()]).toEqual([[], false, incomplete]);
});

/** In which turn of the loop each frame is answered, when each of so many connections gets all of these in one moment. */
async function turnsOf(connections: number, ...payloads: Uint8Array[]): Promise<number[]> {
  const context = await createTestContext(new FakeClock());
  const turns: number[] = [];
  let turn = 0;
  const peer: Peer = {
    silence_ms: limits.silence_v1_ms,
    receive: async () => void turns.push(turn),
    sortOf: () => "said",
    deliver() {},
    ping: () => false,
    caughtUp() {},
    tookAll() {},
    farewell: () => new Uint8Array(),
  };
  let now_ms = 0;
  spyOn(performance, "now").mockImplementation(() => (now_ms += 20)); // each takes longer than a turn may
  const pace = new Pace();
  const bytes = Buffer.concat(payloads.flatMap((payload) => [headerOf(payload.length), payload]));
  const lines = Array.from({ length: connections }, () =>
    fakeConnection(context, () => peer, undefined, pace),
  );
  for (const [at, { connection }] of lines.entries()) {
    connection.session.login = { user_id: at, username: "ana", session_id: at };
    connection.receive(bytes);
  }
  const count = lines.length * payloads.length;
  for (; turns.length < count; turn++) await new Promise(setImmediate);
  expect(lines.map(({ wire }) => wire.is_paused)).toEqual(lines.map(() => false));
  return turns;
}

const brackets = (bytes: number) => new Uint8Array(bytes).fill(0x5b);

test("of the longest frames that come in one moment each has a turn of the loop, and none is lost", async () => {
  // The first at once, the second in the turn that this one ends.
  expect(await turnsOf(5, brackets(limits.frame_bytes_max))).toEqual([0, 0, 1, 2, 3]);
});

test("so have many short ones, once they are many, but usual ones in a usual number wait for nothing", async () => {
  const eight = Array.from({ length: 8 }, () => brackets(10_000));
  expect(await turnsOf(3, ...eight)).toEqual(Array.from({ length: 24 }, () => 0));
  const turns = await turnsOf(30, ...eight);
  expect(Math.max(...turns)).toBeGreaterThan(5);
  const most = Math.max(
    ...Map.groupBy(turns, (turn) => turn)
      .values()
      .map(({ length }) => length),
  );
  expect(most).toBeLessThan(60); // 262,144 bytes are 26 of them; the first turn sees its beginning and its end
});

/** A pace by a clock of the test's own, and what was done with it, in order. */
function paced() {
  let now_ms = 0;
  spyOn(performance, "now").mockImplementation(() => now_ms);
  const pace = new Pace();
  const one = { account: 1 };
  const done: string[] = [];
  /** Each socket's bytes come by themselves. */
  const after = async (name: string, turn: Promise<void> | undefined, takes_ms: number) => {
    await turn;
    done.push(name);
    now_ms += takes_ms;
  };
  const run = (...of: Parameters<typeof after>) => {
    const over = after(...of);
    drainMicrotasks();
    return over;
  };
  return {
    done,
    long: (at: number) => run(`long ${at}`, pace.reading(limits.frame_bytes_max, one), 60),
    short: (at: number) => run(`short ${at}`, pace.reading(100, one), 6),
    request: (at: number) => run(`request ${at}`, pace.turn(one), 6),
  };
}

test("what is short does not wait behind what is long, nor do requests, and all of it goes on", async () => {
  const { done, long, short, request } = paced();
  await Promise.all([...[1, 2, 3, 4].map(long), ...[1, 2, 3].map(short), ...[1, 2, 3].map(request)]);
  const in_order =
    "long 1, short 1, short 2, request 1, short 3, request 2, request 3, long 2, long 3, long 4";
  expect(done.join(", ")).toBe(in_order);
});

test("what is long is parsed now and then, however little time is left", async () => {
  const { done, long, request } = paced();
  const all = [1, 2].map(long);
  for (let at = 1; at <= 20; at++) all.push(request(at));
  await Promise.all(all);
  expect(done.indexOf("long 2")).toBeLessThan(10);
});

test("a turn that comes while answers are not taken is over then: many that take them again do not come at once", async () => {
  const { paced, turns, read, pump } = frames(long);
  pump();
  const next = paced.next.bind(paced);
  paced.next = () => incomplete; // as for a connection that is not read from
  turns[0]?.();
  drainMicrotasks();
  paced.next = next;
  pump();
  expect([read, turns.length]).toEqual([[], 2]);
  turns[1]?.();
  drainMicrotasks();
  expect(read).toEqual([long]);
});

test("of long frames that never become whole no more is kept than is bounded for all, and usual ones go on", async () => {
  const context = await createTestContext(new FakeClock());
  const pace = new Pace();
  const come = async (username: string) => {
    const made = fakeConnection(context, undefined, undefined, pace);
    const hello = { id: 1, type: "hello", body: { protocol: 2, client: { name: "test", version: "0" } } };
    const register = { id: 2, type: "session.register", body: { username, password: "secret" } };
    made.connection.receive(Buffer.concat([hello, register].map(encodeFrame)));
    await made.connection.settled();
    return made;
  };
  const begin = async (number: number) => {
    const made = await come(`user_${number}`);
    made.connection.receive(headerOf(limits.frame_bytes_max));
    made.connection.receive(new Uint8Array(limits.frame_bytes_max - 1));
    await made.connection.settled();
    await new Promise(setImmediate);
    return made;
  };
  const all = await Promise.all(Array.from({ length: 40 }, (_, number) => begin(number)));
  const kept = all.filter(({ wire }) => !wire.is_ended);
  expect(kept).toHaveLength(Math.floor(16_777_216 / (limits.frame_bytes_max - 1 - 262_144)));
  const usual = await come("ana");
  usual.connection.receive(headerOf(200_000));
  usual.connection.receive(new Uint8Array(199_999));
  expect(usual.wire.is_ended).toBe(false);
  kept[0]?.connection.closed(true); // makes room for one
  expect((await begin(40)).wire.is_ended).toBe(false);
  expect((await begin(41)).wire.is_ended).toBe(true);
});
