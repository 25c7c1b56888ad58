import type { ServerAddress } from "../protocol/bridge.ts";

type HostAndPort = Pick<ServerAddress, "host" | "port">;

/** `host:port`, or `[v6]:port`: how a server is shown, and named in the settings. */
export const addressText = ({ host, port }: HostAndPort): string =>
  host.includes(":") ? `[${host.toLowerCase()}]:${port}` : `${host.toLowerCase()}:${port}`;

/** An address that differs only in how it is written is the same server. */
export const sameServer = (a: HostAndPort, b: HostAndPort): boolean => addressText(a) === addressText(b);

/** The host as a socket takes it: without the brackets of a v6 address. */
export const bareHost = (host: string): string => host.replace(/^\[(.*)\]$/, "$1");
