import type { KnownServer, ServerAddress } from "../protocol/bridge.ts";
import { sameServer } from "./address.ts";
import { clientLimits } from "./limits.ts";

type Whose = Pick<KnownServer, "server" | "username">;

/** One account on one server, however its address is reached and its name is written. */
export const isSameAccount = (a: Whose, b: Whose): boolean =>
  sameServer(a.server, b.server) && a.username.toLowerCase() === b.username.toLowerCase();

/** With an account as it was used last; a new one comes last. Beyond the bound goes the first that `isIdle`, or the very first. */
export function withServer(
  servers: readonly KnownServer[],
  { server, username }: { server: ServerAddress; username: string },
  isIdle: (known: KnownServer) => boolean,
): KnownServer[] {
  const at = servers.findIndex((known) => isSameAccount(known, { server, username }));
  if (at >= 0) return servers.with(at, { server, username, name: servers[at]?.name ?? null });
  const over = servers.length >= clientLimits.servers_max;
  const gone = over ? (servers.find(isIdle) ?? servers[0]) : undefined;
  return [...servers.filter((known) => known !== gone), { server, username, name: null }];
}

/** In another order and with other names. What is not among `servers` stays unknown; what `wanted` leaves out comes last. */
export function arranged(servers: readonly KnownServer[], wanted: readonly KnownServer[]): KnownServer[] {
  const named = wanted.flatMap(({ name, ...whose }) => {
    const known = servers.find((one) => isSameAccount(one, whose));
    return known === undefined ? [] : [{ ...known, name: name ?? known.name }];
  });
  const once = named.filter((one, at) => named.findIndex((other) => isSameAccount(other, one)) === at);
  return [...once, ...servers.filter((known) => !once.some((one) => isSameAccount(one, known)))];
}
