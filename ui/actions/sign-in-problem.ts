import type { ServerAddress } from "../../src/protocol/bridge.ts";
import { ChatError } from "../../src/protocol/errors.ts";
import { LinkDown } from "../link/link-error.ts";
import type { SignInProblem } from "../state/sign-in.ts";
import { errorWords } from "./error-words.ts";

/** Where on the form a failed sign-in is said, and how. Null when the person stopped it. */
export function signInProblem(error: unknown, server: ServerAddress): SignInProblem | null {
  if (error instanceof LinkDown) {
    if (error.code === "hung_up") return null;
    return { field: "server", text: linkWords(error, server) };
  }
  if (error instanceof ChatError) return answerProblem(error);
  return { field: "form", text: errorWords(error) };
}

/** Why no connection could be made, with what may help. */
export function linkWords({ code, closing, message }: LinkDown, { host, port, tls }: ServerAddress): string {
  if (closing !== undefined) return closing.message;
  const place = `${host}:${port}`;
  if (code === "refused") return `Nobody answers at ${place}. Is the server running there?`;
  if (code === "unreachable") return message; // the host knows more: no such name, no road, no answer in time
  if (code === "not_tls")
    return `The server at ${place} does not use TLS. Only if you trust the network, turn off “Use TLS”.`;
  if (!tls && code !== "silent")
    return `The server at ${place} hung up. It may want an encrypted connection: turn on “Use TLS”.`;
  if (code === "broken") return `What answers at ${place} is not a chat server of this kind.`;
  return `The connection to ${place} was lost.`;
}

function answerProblem(error: ChatError): SignInProblem {
  const text = errorWords(error);
  if (error.code === "wrong_credentials") return { field: "password", text: "Wrong username or password." };
  if (error.code === "exists") return { field: "username", text: "This username is taken." };
  if (error.code === "invalid" && text.startsWith("Username")) return { field: "username", text };
  if (error.code === "invalid" && text.startsWith("Password")) return { field: "password", text };
  return { field: "form", text };
}
