import type { Hosting } from "../../src/protocol/bridge-hosting.ts";
import type { ServerAddress } from "../../src/protocol/bridge.ts";
import { own_server_host } from "../../src/protocol/own-server.ts";
import { isSameAddress } from "../text/same-account.ts";

type HostAndPort = Pick<ServerAddress, "host" | "port">;

/** Whether an address leads to the server that the person runs on this computer, by whatever name and port others have noted it. */
export function isOwnAddress(hosting: Hosting | null, address: HostAndPort): boolean {
  if (hosting?.state === "off" && hosting.usual_port !== null)
    return isSameAddress(address, { host: own_server_host, port: hosting.usual_port });
  if (hosting?.state !== "on") return false;
  const { server, usual_port, hosts } = hosting;
  return [server.host, ...hosts].some((host) =>
    [server.port, usual_port].some((port) => isSameAddress(address, { host, port })),
  );
}

/** Whether a host is this very computer, for whoever asks. */
export const isLoopback = (host: string): boolean =>
  /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[?::1\]?)$/i.test(host);

/** The address under which others reach a server: one's own is met under one that leads them to themselves. */
export function givenAddress(hosting: Hosting | null, address: ServerAddress): ServerAddress {
  if (hosting?.state !== "on" || !isOwnAddress(hosting, address)) return address;
  const [host = address.host] = hosting.hosts;
  return { ...hosting.server, host };
}
