import { expect, test } from "bun:test";

import { startServer } from "../support/server.ts";
import { some_password } from "../support/v1-peer.ts";
import { PeerV2 } from "../support/v2-peer.ts";

test("many registrations from one address hold up no login from another", async () => {
  await using server = await startServer({ args: ["--host", "::", "--bcrypt-rounds", "10"] });
  const [here, elsewhere] = ["127.0.0.1", "::1"].map((host) => ({ host, port: server.port, tls: false }));
  if (!here || !elsewhere) throw new Error("There are two addresses.");
  using ana = await PeerV2.register(elsewhere, "ana");
  const crowd = await Promise.all(Array.from({ length: 40 }, () => PeerV2.connect(here)));
  let registered = 0;
  const registering = crowd.map((peer, at) =>
    peer
      .request("session.register", { username: `mallory_${at}`, password: some_password })
      .then(() => registered++),
  );
  await ana.request("ping", {});
  using _again = await PeerV2.login(elsewhere, "ana");
  expect(registered).toBeLessThan(20);
  await Promise.all(registering);
  for (const peer of crowd) peer[Symbol.dispose]();
});
