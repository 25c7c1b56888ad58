import { expect, test } from "bun:test";

import { limits } from "../../src/protocol/limits.ts";
import { frameOf } from "../support/frame-socket.ts";
import { startServer, wires } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

/** No more long frames may be under way that are not whole. */
const connections = 20;

/** A ping with so many bytes in it that nobody looks at: as many small things as are allowed are what takes longest to parse. */
function longPing(id: number, bytes: number): Uint8Array {
  const head = `{"id":${id},"type":"ping","body":{"x":[${'{"":0},'.repeat(limits.nested_values_max / 2 - 10)}"`;
  const tail = '"]}}';
  return frameOf(head + "\\n".repeat(Math.floor((bytes - head.length - tail.length) / 2)) + tail);
}

/** Sends all but the last byte, and resolves when the server has read it: half a megabyte of a socket in each of its turns. */
async function begin(peer: PeerV2, frame: Uint8Array, other: PeerV2): Promise<void> {
  peer.write(frame.subarray(0, -1));
  while (peer.unsent_bytes > 0) await other.fence();
  for (let turns = 0; turns < 3; turns++) await other.fence();
}

test.each(wires)(
  "$wire one account's many long frames let another's take turns with them",
  async ({ tls }) => {
    await using server = await startServer({ tls });
    using ana = await PeerV2.register(server, "ana");
    using first = await PeerV2.register(server, "mallory");
    const { token } = first;
    const crowd = await Promise.all(Array.from({ length: connections }, () => PeerV2.resume(server, token)));
    const frame = longPing(1_000, limits.frame_bytes_max);
    const anas = longPing(1_000, limits.frame_bytes_max / 2);
    using ana_long = await PeerV2.resume(server, ana.token);

    // One after the other, or they would be held back and not all be read when the last bytes come.
    for (const peer of crowd) await begin(peer, frame, ana);
    await begin(ana_long, anas, ana);
    for (const peer of crowd) peer.write(frame.subarray(-1));
    let answered = 0;
    const answers = crowd.map(async (peer) => {
      await peer.nextFrame(({ re }) => re === 1_000);
      answered++;
    });
    await Promise.race(answers);
    await ana.fence(); // and the others have been read, too
    const waiting = connections - answered;
    ana_long.write(anas.subarray(-1));
    await ana_long.nextFrame(({ re }) => re === 1_000);
    expect(connections - answered).toBeGreaterThan(waiting / 2);
    await Promise.all(answers);
    for (const peer of crowd) peer[Symbol.dispose]();
  },
);
