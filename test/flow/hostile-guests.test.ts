import { expect, test } from "bun:test";

import { encodeFrame } from "../../src/protocol/frame.ts";
import { limits } from "../../src/protocol/limits.ts";
import { FrameSocket } from "../support/frame-socket.ts";
import { startServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

test("who floods before the login is answered at a modest rate, and others go on", async () => {
  const per_minute = 30;
  const args = ["--host", "::", "--limit-loopback", "--connections-per-minute", `${per_minute}`];
  await using server = await startServer({ args });
  const [here, elsewhere] = ["127.0.0.1", "::1"].map((host) => ({ host, port: server.port, tls: false }));
  if (!here || !elsewhere) throw new Error("There are two addresses.");
  const flood = Buffer.concat(Array.from({ length: 2_000 }, () => encodeFrame({ type: "channel_list" })));
  const flooders = await Promise.all(Array.from({ length: 20 }, () => FrameSocket.connect(here)));
  for (const each of flooders) each.write(flood);
  using ana = await PeerV2.register(elsewhere, "ana");
  for (let count = 1; count <= 100; count++) expect((await ana.say(1, "hello")).seq).toBe(count);
  const answers = flooders.flatMap(({ waiting }) => waiting.map(({ code }) => code));
  // At once, and one more every 200 ms.
  const free = per_minute * limits.guest_requests_per_connection;
  expect(answers.length).toBeWithin(free, 2 * free);
  expect(new Set(answers)).toEqual(new Set(["not_authenticated"]));
  for (const each of flooders) each[Symbol.dispose]();
});
