import { errorCode } from "../client/error-code.ts";
import { Failure } from "./failure.ts";

/** Why the address cannot be listened on, in words; anything else is handed back as it is. */
export function explainListenError(error: unknown, { host, port }: { host: string; port: number }): unknown {
  const explain = reasons[errorCode(error) ?? ""];
  return explain ? new Failure(explain(host, port)) : error;
}

const reasons: Record<string, (host: string, port: number) => string> = {
  EADDRINUSE: (host, port) =>
    `Port ${port} on ${host} is in use. Is another chat server running? Choose another port with --port.`,
  EACCES: (_host, port) => `Port ${port} may not be used by this user. Choose one above 1023 with --port.`,
  EADDRNOTAVAIL: (host) => `${host} is no address of this computer. See --host.`,
  ENOTFOUND: (host) => `There is no host named ${host}. See --host.`,
};
