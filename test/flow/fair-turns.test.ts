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

test.each(wires)(
  "$wire one account's many long frames let another's take turns with them",
  async ({ tls }) => {
    await using server = await startServer({ tls });
    using ana = await PeerV2.register(server, "ana");
    using first = await PeerV2.register(server, "mallory");
    const { token } = first;
    const crowd = await Promise.all(Array.from({ length: connections }, () => PeerV2.resume(server, token)));
    const frame = longPing(1_000, limits.frame_bytes_max);
    // All but the last byte of each, so that all of them ask for their turn in one moment.
    for (const peer of crowd) peer.write(frame.subarray(0, -1));
    while (crowd.some((peer) => peer.unsent_bytes > 0)) await ana.fence();
    for (let turns = 0; turns < 5; turns++) await ana.fence(); // and the server has read it
    for (const peer of crowd) peer.write(frame.subarray(-1));
    let answered = 0;
    const answers = crowd.map(async (peer) => {
      await peer.nextFrame(({ re }) => re === 1_000);
      answered++;
    });
    await Promise.race(answers);
    ana.write(longPing(1_000, limits.frame_bytes_max / 2));
    await ana.nextFrame(({ re }) => re === 1_000);
    expect(answered).toBeLessThan(connections / 2);
    await Promise.all(answers);
    for (const peer of crowd) peer[Symbol.dispose]();
  },
);
