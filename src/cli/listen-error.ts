import { errorCode } from "../os/error-code.ts";
import { Failure } from "./failure.ts";

/** Where the server was to listen, and the option that says on which port. */
export interface ListenPlace {
  host: string;
  port: number;
  option: "--port" | "--web-port";
}

/** Why the address cannot be listened on, in words; anything else is handed back as it is. */
export function explainListenError(error: unknown, place: ListenPlace): unknown {
  const code = errorCode(error);
  // A text that stands for no address has no code in Bun.
  const is_no_address =
    code === undefined && error instanceof Error && error.message.startsWith("Failed to listen");
  const explain = reasons[is_no_address ? "ENOTFOUND" : (code ?? "")];
  return explain ? new Failure(explain(place)) : error;
}

const reasons: Record<string, (place: ListenPlace) => string> = {
  EADDRINUSE: ({ host, port, option }) =>
    `Port ${port} on ${host} is in use. Is another chat server running? Choose another port with ${option}.`,
  EACCES: ({ port, option }) =>
    `Port ${port} may not be used by this user. Choose one above 1023 with ${option}.`,
  EADDRNOTAVAIL: ({ host }) => `${host} is no address of this computer. See --host.`,
  ENOTFOUND: ({ host }) =>
    `${host} is no address to listen on. Take one of this computer, or 0.0.0.0 for all: see --host.`,
};
