import { limits } from "../protocol/limits.ts";
import { logFormats, logLevels } from "../system/log.ts";
import { certificate_days_max } from "./certs.ts";
import { type OptionTable, type Parsed, UsageError } from "./option.ts";

const port_max = 65_535;

export const serveOptions = {
  host: {
    kind: "text",
    value: "ADDRESS",
    default: "127.0.0.1",
    help: "address to listen on; 0.0.0.0 for all",
  },
  port: {
    kind: "integer",
    value: "N",
    default: limits.port_default,
    min: 0,
    max: port_max,
    help: "port to listen on; 0 takes a free one",
  },
  "web-port": {
    kind: "integer",
    value: "N",
    min: 0,
    max: port_max,
    help: "port of the page for browsers; one above --port unless named; 0 takes a free one",
  },
  "no-web": { kind: "switch", help: "serve no page for browsers" },
  "web-name": {
    kind: "list",
    value: "NAME",
    help: "with --no-tls: a name the page is reached by, beside addresses and this computer's; may be repeated",
  },
  db: { kind: "text", value: "FILE", default: "chat_data.db", help: "the database; made when it is missing" },
  durability: {
    kind: "choice",
    value: "LEVEL",
    default: "full",
    choices: ["full", "normal"],
    help: "full: what was acknowledged survives a power cut; normal: faster, the last moments may not",
  },
  "no-tls": { kind: "switch", help: "do not encrypt the traffic" },
  cert: {
    kind: "text",
    value: "FILE",
    default: "certs/server.crt",
    help: "TLS certificate, PEM; the default one is made when missing",
  },
  key: { kind: "text", value: "FILE", default: "certs/server.key", help: "its private key, PEM" },
  "rate-limit": {
    kind: "integer",
    value: "N",
    default: limits.messages_per_second,
    min: 0,
    max: 1_000_000,
    help: "messages a user may send in a second; 0 for no limit",
  },
  "connections-per-address": {
    kind: "integer",
    value: "N",
    default: limits.connections_per_address,
    min: 0,
    max: 1_000_000,
    help: "connections an address may have at once; 0 for no limit",
  },
  "connections-per-minute": {
    kind: "integer",
    value: "N",
    default: limits.connections_per_minute,
    min: 0,
    max: 1_000_000,
    help: "new connections of an address in a minute; 0 for no limit",
  },
  "registrations-per-hour": {
    kind: "integer",
    value: "N",
    default: limits.registrations_per_hour,
    min: 0,
    max: 1_000_000,
    help: "accounts made from an address in an hour; 0 for no limit",
  },
  exempt: {
    kind: "list",
    value: "RANGE",
    help: "an address without these limits, or a range such as 10.0.0.0/8; may be repeated",
  },
  "limit-loopback": { kind: "switch", help: "hold this computer's own clients to them too" },
  "bcrypt-rounds": {
    kind: "integer",
    value: "N",
    default: 12,
    min: 4,
    max: 15,
    help: "cost of a password hash, 4 to 15; each step doubles it",
  },
  "session-hours": {
    kind: "integer",
    value: "N",
    default: 24,
    min: 1,
    max: 87_600,
    help: "how long a login lasts without the password",
  },
  name: { kind: "text", value: "NAME", default: "chat", help: "what the server is called" },
  "no-announce": { kind: "switch", help: "do not tell the local network of the server" },
  "no-files": { kind: "switch", help: "take no files and no pictures of people, hand none out" },
  "file-size-max": {
    kind: "integer",
    value: "MB",
    default: limits.file_bytes_max_default / 1_000_000,
    min: 1,
    max: 1_024,
    help: "the largest file that may be sent",
  },
  "files-total-max": {
    kind: "integer",
    value: "MB",
    default: 10_000,
    min: 0,
    max: 1_000_000_000,
    help: "what all files together may take on disk, in blocks of 4 KiB; 0 for no limit",
  },
  "log-level": {
    kind: "choice",
    value: "LEVEL",
    default: "info",
    choices: logLevels,
    help: logLevels.join(", "),
  },
  "log-format": {
    kind: "choice",
    value: "FORMAT",
    default: "pretty",
    choices: logFormats,
    help: logFormats.join(" or "),
  },
  "log-file": {
    kind: "text",
    value: "FILE",
    help: "write the log there instead; the last one to two MB are kept",
  },
  "status-file": {
    kind: "text",
    value: "FILE",
    help: "a file that says, while the server runs, its process id, ports and certificate",
  },
} as const satisfies OptionTable;

/** Where the page is: beside the server's port, or on a free one like that, unless told otherwise; undefined for nowhere. */
export function webPortOf(values: Parsed<typeof serveOptions>["values"]): number | undefined {
  if (values["no-web"]) return undefined;
  if (values["web-port"] !== undefined && values["web-port"] === values.port && values.port !== 0)
    throw new UsageError(
      `The page needs a port of its own: name another one than ${values.port} with --web-port.`,
    );
  if (values["web-port"] !== undefined || values.port === 0) return values["web-port"] ?? 0;
  if (values.port === port_max)
    throw new UsageError(`There is no port above ${port_max}: name one with --web-port.`);
  return values.port + 1;
}

export const connectOptions = {
  tls: { kind: "switch", help: "encrypt, whatever was used last" },
  "no-tls": { kind: "switch", help: "do not encrypt" },
  user: { kind: "text", value: "NAME", help: "who signs in" },
  profile: {
    kind: "text",
    value: "NAME",
    help: "settings of their own, for another account beside yours: letters, digits, - and _",
  },
  "new-window": {
    kind: "switch",
    help: "open another window, also where one is open already; --user does too",
  },
  browser: { kind: "switch", help: "show the page in the browser instead of a window" },
  "no-open": { kind: "switch", help: "with --browser: print the link, open nothing" },
} as const satisfies OptionTable;

export const certsOptions = {
  dir: { kind: "text", value: "FOLDER", default: "certs", help: "where server.crt and server.key go" },
  host: { kind: "list", value: "NAME", help: "a name or address of the server; may be repeated" },
  days: {
    kind: "integer",
    value: "N",
    default: 365,
    min: 1,
    max: certificate_days_max,
    help: "how long it is good for",
  },
  force: { kind: "switch", help: "replace what is there" },
} as const satisfies OptionTable;
