import { errorCode } from "../client/error-code.ts";
import { Failure } from "./failure.ts";

/** Why the address cannot be listened on, in words; anything else is handed back as it is. */
export function explainListenError(error: unknown, { host, port }: { host: string; port: number }): unknown {
  const code = errorCode(error);
  // A text that stands for no address has no code in Bun.
  const is_no_address =
    code === undefined && error instanceof Error && error.message.startsWith("Failed to listen");
  const explain = reasons[is_no_address ? "ENOTFOUND" : (code ?? "")];
  return explain ? new Failure(explain(host, port)) : error;
}

const reasons: Record<string, (host: string, port: number) => string> = {
  EADDRINUSE: (host, port) =>
    `Port ${port} on ${host} is in use. Is another chat server running? Choose another port with --port.`,
  EACCES: (_host, port) => `Port ${port} may not be used by this user. Choose one above 1023 with --port.`,
  EADDRNOTAVAIL: (host) => `${host} is no address of this computer. See --host.`,
  ENOTFOUND: (host) =>
    `${host} is no address to listen on. Take one of this computer, or 0.0.0.0 for all: see --host.`,
};
