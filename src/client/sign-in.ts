import type { ServerAddress, SignIn } from "../protocol/bridge.ts";
import { limits } from "../protocol/limits.ts";
import type { Settings } from "./settings.ts";

/** What the command line says about where to go; what it leaves out is filled in from the settings. */
export interface Wish {
  target?: { host: string; port: number } | undefined;
  tls?: boolean | undefined;
  user?: string | undefined;
  /** The chat:// link that the address came from. */
  link?: string | undefined;
}

/** TLS is on, as it is at a server started without options. */
const default_server: ServerAddress = { host: "127.0.0.1", port: limits.port_default, tls: true };

/** What the sign-in screen begins with: the command line first, else what was used there last, else the defaults. */
export function signInFor(wish: Wish, settings: Settings): SignIn {
  const used = wish.target ? settings.usedAt(wish.target) : settings.lastUsed();
  const known = used?.server ?? default_server;
  const asked = { ...known, ...wish.target, tls: wish.tls ?? known.tls };
  const server = isLowered(wish, asked, settings) ? { ...asked, tls: true } : asked;
  const username = wish.user ?? used?.username ?? "";
  return { server, username, token: username === "" ? null : settings.token(server, username) };
}

/** Whether a link, which anybody can write, would have a password typed in the clear at a server that is known to encrypt. */
function isLowered({ link = "" }: Wish, server: ServerAddress, settings: Settings): boolean {
  if (server.tls || !/\?tls=0$/i.test(link)) return false;
  return settings.usedAt(server)?.server.tls ?? settings.pinned(server) !== undefined;
}

/** Whether there is nothing to begin with: no server was used from here, and none is asked for. */
export const isFirst = ({ target, user }: Wish, settings: Settings): boolean =>
  target === undefined &&
  user === undefined &&
  settings.lastUsed() === undefined &&
  settings.accounts().length === 0;
