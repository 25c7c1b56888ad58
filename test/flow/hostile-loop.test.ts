import { expect, test } from "bun:test";

import { startServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

test("a server whose loop stood still says so in its log", async () => {
  await using server = await startServer();
  using ana = await PeerV2.register(server, "ana");
  server.pause();
  await stoodStillFor(300);
  server.resume();
  await ana.request("ping", {});
  const [, worst_ms] = await server.logged(/loop_stalled worst_ms=(\d+) stalls=1\n/);
  expect(Number(worst_ms)).toBeGreaterThan(200);
});

/** A process that is stopped can tell nobody that it is: only the clock can. */
async function stoodStillFor(wait_ms: number): Promise<void> {
  const since_ms = performance.now();
  while (performance.now() - since_ms < wait_ms) await new Promise(setImmediate);
}
