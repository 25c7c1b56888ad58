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
  const pumped: number[] = [];
  const paced = new PacedFrames({ reading }, { pump: () => void pumped.push(turns.length) });
  paced.is_guest = false;
  paced.push(Buffer.concat(values.map(encodeFrame)));
  return { paced, turns, pumped };
}

const long = "x".repeat(1_000);

test("a frame that waits is parsed in its turn, and what came behind it after it", () => {
  const { paced, turns, pumped } = frames("short", long, "behind");
  expect([paced.next(), paced.next(), paced.next()]).toEqual(["short", incomplete, incomplete]);
  expect(paced.has_chunks).toBe(true);
  expect(turns).toHaveLength(1);
  turns[0]?.();
  drainMicrotasks();
  expect(pumped).toHaveLength(1);
  expect([paced.next(), paced.next(), paced.next()]).toEqual([long, "behind", incomplete]);
  expect(paced.has_chunks).toBe(false);
  expect(turns).toHaveLength(1);
});

test("a connection that goes meanwhile is not read any more", () => {
  const { paced, turns, pumped } = frames(long);
  expect(paced.next()).toBe(incomplete);
  paced.clear();
  turns[0]?.();
  drainMicrotasks();
  expect(pumped).toEqual([]);
  expect([paced.has_chunks, paced.next()]).toEqual([false, incomplete]);
});

/** In which turn of the loop each frame is answered, when each of so many connections gets all of these in one moment. */
async function turnsOf(connections: number, ...payloads: Uint8Array[]): Promise<number[]> {
  const context = await createTestContext(new FakeClock());
  const turns: number[] = [];
  let turn = 0;
  const peer: Peer = {
    silence_ms: limits.silence_v1_ms,
    receive: async () => void turns.push(turn),
    overlaps: () => true,
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

test("what is short does not wait behind what is long, which goes on all the same", async () => {
  let now_ms = 0;
  spyOn(performance, "now").mockImplementation(() => now_ms);
  const pace = new Pace();
  const done: string[] = [];
  const ask = async (name: string, bytes: number, takes_ms: number) => {
    await pace.reading(bytes);
    done.push(name);
    now_ms += takes_ms;
  };
  /** Each socket's bytes come by themselves. */
  const asked = (...of: Parameters<typeof ask>) => {
    const answer = ask(...of);
    drainMicrotasks();
    return answer;
  };
  const long = (at: number) => asked(`long ${at}`, limits.frame_bytes_max, 60);
  const short = (at: number) => asked(`short ${at}`, 100, 6);
  await Promise.all([...[1, 2, 3, 4].map(long), ...[1, 2, 3].map(short)]);
  expect(done).toEqual(["long 1", "short 1", "short 2", "long 2", "short 3", "long 3", "long 4"]);
});
