import { systemClock } from "../../src/system/clock.ts";
import { listen, type ListenerOptions } from "../../src/transport/listener.ts";
import { Pace } from "../../src/transport/pace.ts";
import type { Timeouts } from "../../src/transport/patience.ts";
import { createSpeaker, createSpeakerV2 } from "../../src/transport/speaker.ts";
import { listenWeb } from "../../src/transport/web-listener.ts";
import { servedPage } from "../../src/transport/web-page.ts";
import { WebSite } from "../../src/transport/web-site.ts";
import { createTestContext } from "./context.ts";
import type { Address } from "./frame-socket.ts";

export interface LocalServerOptions {
  tls?: { cert: string; key: string };
  timeouts?: Timeouts;
  pace?: ListenerOptions["pace"];
}

/** A server within the test's own process, on a free port of 127.0.0.1; stops when the scope ends. */
export async function startLocalServer({ tls, timeouts, pace }: LocalServerOptions = {}) {
  const context = await createTestContext(systemClock);
  const common = {
    context,
    host: "127.0.0.1",
    port: 0,
    tls,
    timeouts: timeouts ?? { login_ms: 15_000, heartbeat_ms: 30_000 },
    pace: pace ?? new Pace(),
  };
  const listener = listen({ ...common, speak: createSpeaker(context) });
  const web = listenWeb({ ...common, speak: createSpeakerV2(context), site: testSite(tls !== undefined) });
  const stop = async () => void (await Promise.all([listener.stop(), web.stop()]));
  return {
    context,
    port: listener.port,
    web_port: web.port,
    /** Where a client of either kind connects to. */
    address: (is_web: boolean): Address => ({
      host: "127.0.0.1",
      port: is_web ? web.port : listener.port,
      tls: tls !== undefined,
      web: is_web,
    }),
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
      await context.store.close();
    },
  };
}

/** Something in the place of the page: what matters here is how it is served. */
const testSite = (is_checked_by_tls: boolean): WebSite =>
  new WebSite({
    page: servedPage(test_page, "test"),
    icons: {},
    parts: { emoji: "[]" },
    names: { is_checked_by_tls, names: ["chat-box"] },
  });

export const test_page = `<!doctype html>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; connect-src 'none'">
<title>${"a page ".repeat(200)}</title>
`;
