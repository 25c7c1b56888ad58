import { resolve } from "node:path";

import type { Certificate } from "../system/certificates.ts";
import { hostNames } from "../system/host-names.ts";
import type { ServeOptions } from "./serve.ts";
import { version } from "./version.ts";

export interface StartBlock {
  options: ServeOptions;
  /** The port that was really taken. */
  port: number;
  /** The port of the page, if there is one. */
  web_port: number | undefined;
  certificate: (Certificate & { made: boolean }) | undefined;
}

/** What the server says once it listens: where, how safe, what is stored where, how to connect. */
export function startBlock({ options, port, web_port, certificate }: StartBlock): string {
  const { host, db } = options;
  const lines = [
    `chat ${version} is listening on ${withPort(host, port)}`,
    "",
    ...(certificate ? tlsLines(certificate, options) : clearLines(host)),
    `  database     ${db === ":memory:" ? "in memory: gone when the server stops" : resolve(db)}`,
    ...eachHost(
      options,
      "connect",
      (name) => `chat connect ${withPort(name, port)}${options.tls ? "" : " --no-tls"}`,
    ),
    ...(web_port === undefined
      ? []
      : eachHost(
          options,
          "in a browser",
          (name) => `${options.tls ? "https" : "http"}://${withPort(name, web_port)}`,
        )),
    "  stop         Ctrl-C",
    "",
  ];
  return lines.join("\n") + "\n";
}

function tlsLines(
  { fingerprint, made, expires_at, warnings }: Certificate & { made: boolean },
  { cert }: ServeOptions,
) {
  const origin = made ? "made just now" : `expires ${expires_at.toISOString().slice(0, 10)}`;
  return [
    `  traffic      TLS, certificate ${resolve(cert)} (${origin})`,
    `  fingerprint  ${fingerprint}`,
    ...warnings.map((warning) => `  WARNING      ${warning}`),
  ];
}

function clearLines(host: string): string[] {
  if (isLoopback(host)) return ["  traffic      in the clear (--no-tls); only this computer can connect"];
  return [
    "  ********************************************************************",
    "  WARNING: the traffic is NOT encrypted (--no-tls), and other computers",
    "  can connect. Everybody on the networks in between can read every",
    "  password and every message. Leave out --no-tls to encrypt.",
    "  ********************************************************************",
  ];
}

/** A line for each address that others can use. */
function eachHost({ host }: ServeOptions, label: string, words: (name: string) => string): string[] {
  const hosts = isAny(host) ? hostNames().filter((name) => !/^(::1|127\.)/.test(name)) : [host];
  return hosts.map((name, index) => `  ${(index === 0 ? label : "").padEnd(12)} ${words(name)}`);
}

const withPort = (host: string, port: number): string => `${host.includes(":") ? `[${host}]` : host}:${port}`;

const isAny = (host: string): boolean => host === "0.0.0.0" || host === "::";

export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
