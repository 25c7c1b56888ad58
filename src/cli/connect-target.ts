import { isIPv6 } from "node:net";

import { limits } from "../protocol/limits.ts";
import { UsageError } from "./option.ts";

const host_chars_max = 255;

/** Reads HOST, HOST:PORT, [v6] or [v6]:PORT, or a bare v6 address. Throws UsageError. */
export function parseTarget(text: string): { host: string; port: number } {
  if (/^https?:\/\//i.test(text.trim()))
    throw new UsageError(
      `"${text}" is for browsers: open it in one, or write HOST:PORT, the address that the server gives for chat connect.`,
    );
  if (isIPv6(text)) return { host: text, port: limits.port_default };
  const [, v6, name, port_text] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(.*))?$/.exec(text.trim()) ?? [];
  const host = v6 ?? name;
  if (host === undefined || host === "" || /[\s/@]/.test(host) || host.length > host_chars_max)
    throw new UsageError(
      `"${text}" is no address of a server: write HOST or HOST:PORT, or [ADDRESS]:PORT for IPv6.`,
    );
  if (v6 !== undefined && !isIPv6(v6)) throw new UsageError(`"${v6}" is no IPv6 address.`);
  return { host, port: port_text === undefined ? limits.port_default : portOf(port_text) };
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535)
    throw new UsageError(`A port is a whole number from 1 to 65535, not "${text}".`);
  return port;
}
