import type { Account, KnownServer } from "../../src/protocol/bridge.ts";

type HostAndPort = Pick<KnownServer["server"], "host" | "port">;

/** An address that differs only in how it is written is the same one. */
export const isSameAddress = (a: HostAndPort, b: HostAndPort): boolean =>
  a.port === b.port && bare(a.host) === bare(b.host);

const bare = (host: string): string => host.toLowerCase().replace(/^\[(.*)\]$/, "$1");

type Whose = Pick<KnownServer, "server" | "username">;

/** One account on one server, as the client program tells them apart. */
export const isSameAccount = (a: Whose, b: Whose): boolean =>
  isSameAddress(a.server, b.server) && a.username.trim().toLowerCase() === b.username.trim().toLowerCase();

/** Of one server for certain: met in the same way, whatever it says of itself. */
export const isSameMeeting = (a: Account, b: Account | undefined): boolean =>
  a.server_id === b?.server_id &&
  a.user_id === b.user_id &&
  a.met.certificate === b.met.certificate &&
  a.met.server.host === b.met.server.host &&
  a.met.server.port === b.met.server.port &&
  a.met.server.tls === b.met.server.tls;
