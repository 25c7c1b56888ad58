import type { RememberedServer } from "../../src/protocol/bridge.ts";
import { readPreferences } from "../../src/protocol/preferences.ts";
import { receiveHostMessage } from "../../ui/actions/host.ts";
import { addServer } from "../../ui/actions/servers.ts";
import type { App } from "../../ui/app.ts";
import type { Servers } from "../../ui/servers.ts";
import { stageAtSignIn } from "./page-app.ts";
import { settled } from "./page-timers.ts";

const token = "5".repeat(64);
export const address = (port: number) => ({ host: "192.168.1.20", port, tls: false });
export const known = (port: number, change: Partial<RememberedServer> = {}): RememberedServer => ({
  server: address(port),
  username: "ana",
  name: `server ${port}`,
  token,
  waiting: [],
  ...change,
});

/** A window that begins with what the client program remembers; `begin` is the port of the one to be shown. */
export async function windowWith(
  remembered: RememberedServer[],
  begin: Partial<RememberedServer> = {},
  go_to: string | null = null,
) {
  const stage = stageAtSignIn();
  const { servers } = stage.app;
  const sign_in = { server: address(5050), username: "", token: null, ...begin };
  receiveHostMessage(servers, {
    type: "started",
    place: "window",
    version: "0.1.0",
    sign_in,
    waiting: [],
    servers: remembered,
    go_to,
    preferences: readPreferences({}),
  });
  await settled();
  const ports = () => servers.list.value.map(({ store }) => store.state.account?.server.port ?? null);
  const shown = () => servers.shown.value.store.state.account?.server.port ?? null;
  const at = (port: number) =>
    servers.list.value.find(({ store }) => store.state.account?.server.port === port);
  return { ...stage, servers, ports, shown, at };
}

/** The form of one more, shown. */
export function added(servers: Servers, port: number): App {
  const app = addServer(servers, address(port));
  if (app === undefined) throw new Error("there are too many");
  return app;
}
