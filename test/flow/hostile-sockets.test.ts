import { expect, test } from "bun:test";

import { HostileSockets } from "../support/hostile-sockets.ts";
import { friends } from "../support/people.ts";
import { startServer } from "../support/server.ts";
import { PeerV2 } from "../support/v2-peer.ts";

/** Nearly a thousand handshakes. */
const time_ms_max = 60_000;

test(
  "while hundreds of sockets say nothing or hold back what they announced, people log in and chat",
  async () => {
    await using server = await startServer({ tls: true });
    using people = await friends(server, "ana", "mallory");
    const { ana, mallory } = people;
    using held = new HostileSockets(server);
    // Whoever is logged in is not closed for being slow; the others would be, after a while.
    await held.announcingLoggedIn(500, mallory.token);
    using silent = new HostileSockets(server);
    await silent.withoutHandshake(200);
    await silent.silent(200);
    expect([held.sockets.length, silent.sockets.length]).toEqual([500, 400]);

    using ben = await PeerV2.register(server, "ben");
    using again = await PeerV2.login(server, "ana");
    await ben.say(1, "hello");
    for (const peer of [ana, again, mallory]) {
      const { message } = await peer.next("message.created");
      expect(message.content).toBe("hello");
    }
    expect(held.closed).toBe(0);
  },
  time_ms_max,
);

test("who announces a mebibyte before the login is told that it is too much, each of 500", async () => {
  await using server = await startServer({ tls: true });
  using hostile = new HostileSockets(server);
  await hostile.announcing(500);
  for (const socket of hostile.sockets) {
    expect(await socket.nextFrame()).toMatchObject({ code: "too_large" });
    await socket.closed;
  }
  using ana = await PeerV2.register(server, "ana");
  expect((await ana.say(1, "still here")).seq).toBe(1);
});
