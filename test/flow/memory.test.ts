import { expect, test } from "bun:test";

import { startServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

/** What the server of a small machine may hold at rest, in MB; without giving back it is over 70. */
const at_rest_mb_max = 60;

test.skipIf(process.platform !== "linux")(
  "at rest after its start the server gives memory back, and serves on",
  async () => {
    await using server = await startServer({ args: ["--log-level=debug"] });
    const [, before_mb, after_mb] = await server.logged(/memory_given_back before_mb=(\d+) after_mb=(\d+)\n/);
    expect(Number(after_mb)).toBeLessThan(Number(before_mb));
    expect(Number(after_mb)).toBeLessThan(at_rest_mb_max);
    using ana = await PeerV2.register(server, "ana");
    expect(await ana.say(1, "still here")).toMatchObject({ seq: 1 });
  },
  30_000,
);
