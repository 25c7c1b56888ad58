import { expect, test } from "bun:test";

import { AddressLimits } from "../../src/domain/address-limits.ts";
import { createAddressKey } from "../../src/system/address-ranges.ts";
import { startLocalServer } from "../support/local-server.ts";
import { sayAndReset } from "../support/reset-socket.ts";
import { PeerV2 } from "../support/v2-peer.ts";
import { WebFraming } from "../support/web-framing.ts";

test.each([
  { what: "a WebSocket that is reset behind its request", is_web: true },
  { what: "a connection that is reset behind its first words", is_web: false },
])("$what costs nothing", async ({ is_web }) => {
  await using server = await startLocalServer();
  const keyOf = createAddressKey({ exempt: [], limit_loopback: true });
  const options = { connections_max: 2, connections_per_minute: 0, registrations_per_hour: 0 };
  Object.assign(server.context, {
    addresses: new AddressLimits({ clock: server.context.clock, keyOf, ...options }),
  });
  const port = is_web ? server.web_port : server.port;
  // All of them have come and gone before the server, in this very thread, looks.
  for (let count = 0; count < 8; count++)
    sayAndReset(port, is_web ? new WebFraming().request("127.0.0.1", port) : Buffer.from("hello"));
  using first = await PeerV2.register(server.address(is_web), "ana");
  using second = await PeerV2.login(server.address(is_web), "ana");
  await Promise.all([first.fence(), second.fence()]);
  expect(server.context.log.entries.filter(({ level }) => level !== "info")).toEqual([]);
});
