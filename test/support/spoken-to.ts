import { expect } from "bun:test";

import { systemClock } from "../../src/system/clock.ts";
import { Connection } from "../../src/transport/connection.ts";
import { listen, type ListenerOptions } from "../../src/transport/listener.ts";
import { Pace } from "../../src/transport/pace.ts";
import { createSpeaker } from "../../src/transport/speaker.ts";
import { createTestContext } from "./context.ts";
import { connectRaw } from "./raw-peer.ts";

/** A listener on a free port of this machine, and the connections that spoke, in the order they did. */
export async function spokenTo(tls?: ListenerOptions["tls"]) {
  const context = await createTestContext(systemClock);
  const speaker = createSpeaker(context);
  const connections: Connection[] = [];
  const timeouts = { login_ms: 15_000, heartbeat_ms: 30_000 };
  const speak: ListenerOptions["speak"] = (first_payload, session, line) => {
    if (line instanceof Connection) connections.push(line);
    return speaker(first_payload, session, line);
  };
  const listener = listen({ context, host: "127.0.0.1", port: 0, tls, timeouts, pace: new Pace(), speak });
  const come = async (username: string) => {
    const peer = await connectRaw(listener.port, tls !== undefined);
    peer.say({ type: "auth_register", username, password: "secret" });
    expect(await peer.next()).toMatchObject({ type: "auth_result", success: true });
    const connection = connections.at(-1) ?? expect.unreachable();
    return { peer, connection };
  };
  return {
    port: listener.port,
    come,
    async [Symbol.asyncDispose]() {
      await listener.stop();
      await context.store.close();
    },
  };
}
