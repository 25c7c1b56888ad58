import { systemClock } from "../../src/system/clock.ts";
import type { Timeouts } from "../../src/transport/connection.ts";
import { listen } from "../../src/transport/listener.ts";
import { createSpeaker } from "../../src/transport/speaker.ts";
import { createTestContext } from "./context.ts";

export interface LocalServerOptions {
  tls?: { cert: string; key: string };
  timeouts?: Timeouts;
}

/** A server within the test's own process, on a free port of 127.0.0.1; stops when the scope ends. */
export async function startLocalServer({ tls, timeouts }: LocalServerOptions = {}) {
  const context = await createTestContext(systemClock);
  const listener = listen({
    context,
    host: "127.0.0.1",
    port: 0,
    tls,
    timeouts: timeouts ?? { login_ms: 15_000, heartbeat_ms: 30_000 },
    speak: createSpeaker(context),
  });
  return {
    context,
    port: listener.port,
    stop: () => listener.stop(),
    async [Symbol.asyncDispose]() {
      await listener.stop();
      await context.store.close();
    },
  };
}
