import { errorCode } from "../os/error-code.ts";
import type { LinkDownCode, ServerAddress } from "../protocol/bridge.ts";
import { addressText } from "./address.ts";

/** Why a connection is not up, with a sentence for a person. */
export interface Down {
  code: LinkDownCode;
  message: string;
}

/** In words, why no connection could be made. `error` is what Bun.connect rejects with. */
export function connectProblem(server: ServerAddress, error: unknown): Down {
  const at = addressText(server);
  const system_code = errorCode(error);
  if (system_code === "ECONNREFUSED")
    return { code: "refused", message: `Nobody answers at ${at}. Is the server running?` };
  if (system_code !== undefined && unknownHostCodes.has(system_code))
    return { code: "unreachable", message: `There is no host named ${server.host}. Is it spelled right?` };
  const reason = system_code === undefined ? "" : ` (${system_code})`;
  return { code: "unreachable", message: `${at} cannot be reached from here${reason}.` };
}

export const connectTimedOut = (server: ServerAddress): Down => ({
  code: "unreachable",
  message: `${addressText(server)} does not answer. Is the address right, and does a firewall let it through?`,
});

export const handshakeTimedOut = (server: ServerAddress): Down => ({
  code: "unreachable",
  message: `${addressText(server)} takes the connection but does not answer with TLS.`,
});

/** Only for a server that answered with something else: whoever can cut a connection must not get people to turn TLS off. */
export const speaksNoTls = (server: ServerAddress): Down => ({
  code: "not_tls",
  message: `${addressText(server)} does not speak TLS. Turn off "Use TLS" to connect without it; then others on the network can read along.`,
});

/** For a server that has spoken TLS before, whatever it says now. */
export const tlsInterrupted = (server: ServerAddress): Down => ({
  code: "lost",
  message: `The connection to ${addressText(server)} broke before it was encrypted.`,
});

export const tlsFailed = (server: ServerAddress, error: Error): Down => ({
  code: "unreachable",
  message: `No encrypted connection could be agreed on with ${addressText(server)} (${error.message}).`,
});

export const wantsTls = (): Down => ({
  code: "broken",
  message: "The server seems to want TLS: turn on Use TLS.",
});

export const noChatServer = (server: ServerAddress): Down => ({
  code: "broken",
  message: `What answers at ${addressText(server)} is not a chat server that this client understands.`,
});

export const connectionLost = (): Down => ({
  code: "lost",
  message: "The connection to the server was lost.",
});

const unknownHostCodes = new Set(["ENOTFOUND", "EAI_AGAIN", "EAI_NONAME", "EAI_NODATA", "DNS_ENOTFOUND"]);
