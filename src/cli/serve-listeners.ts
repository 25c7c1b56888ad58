import { lookup } from "node:dns/promises";
import { isIP } from "node:net";

import type { Context } from "../domain/context.ts";
import { limits } from "../protocol/limits.ts";
import { hostNames } from "../system/host-names.ts";
import { listen, type Listener, type ListenerOptions } from "../transport/listener.ts";
import { Pace } from "../transport/pace.ts";
import { createSpeaker, createSpeakerV2 } from "../transport/speaker.ts";
import { listenWeb } from "../transport/web-listener.ts";
import { servedPage } from "../transport/web-page.ts";
import { WebSite } from "../transport/web-site.ts";
import { explainListenError, type ListenPlace } from "./listen-error.ts";
import { loadPage } from "./page.ts";
import type { ServeOptions } from "./serve.ts";
import { version } from "./version.ts";
import { loadIcons } from "./web-icons.ts";

/** What clients connect to. */
export interface Listeners {
  /** What the host stood for, if it was a name. */
  address: string;
  port: number;
  /** Undefined without the page. */
  web_port: number | undefined;
  stop(): Promise<void>;
}

/** Listens for clients and, on a port of its own, for browsers. Rejects with a failure in words. */
export async function startListeners(
  options: ServeOptions,
  context: Context,
  tls: ListenerOptions["tls"],
): Promise<Listeners> {
  const { host, port, web_port } = options;
  const timeouts = { login_ms: limits.login_timeout_ms, heartbeat_ms: limits.heartbeat_interval_ms };
  const address = await addressOf(host);
  const common = { context, host: address, tls, timeouts, pace: new Pace() };
  const listener = begin({ host, port, option: "--port" }, () =>
    listen({ ...common, port, speak: createSpeaker(context) }),
  );
  if (web_port === undefined) return { address, port: listener.port, web_port, stop: () => listener.stop() };
  try {
    const site = await createSite(options);
    const web = begin({ host, port: web_port, option: "--web-port" }, () =>
      listenWeb({ ...common, port: web_port, site, speak: createSpeakerV2(context) }),
    );
    const stop = async () => void (await Promise.all([listener.stop(), web.stop()]));
    return { address, port: listener.port, web_port: web.port, stop };
  } catch (error) {
    await listener.stop();
    throw error;
  }
}

/** A name is looked up once, for who listens there and who announces it. What stands for no address stays as it is: listening says why. */
async function addressOf(host: string): Promise<string> {
  if (isIP(host) !== 0) return host;
  try {
    return (await lookup(host)).address;
  } catch {
    return host;
  }
}

function begin(place: ListenPlace, start: () => Listener): Listener {
  try {
    return start();
  } catch (error) {
    throw explainListenError(error, place);
  }
}

async function createSite({ tls, web_names }: ServeOptions): Promise<WebSite> {
  const { html, parts } = await loadPage();
  return new WebSite({
    page: servedPage(html, version),
    parts,
    icons: await loadIcons(),
    names: {
      is_checked_by_tls: tls,
      names: [...hostNames(), ...web_names].map((name) => name.toLowerCase()),
    },
  });
}
