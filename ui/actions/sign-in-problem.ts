import type { ServerAddress } from "../../src/protocol/bridge.ts";
import { ChatError } from "../../src/protocol/errors.ts";
import { LinkDown } from "../link/link-error.ts";
import type { SignInProblem } from "../state/sign-in.ts";
import { told, words } from "../words/words.ts";
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
  if (closing !== undefined) return told(closing.message);
  const place = `${host}:${port}`;
  if (code === "refused") return words().link.refused(place);
  if (code === "unreachable") return told(message); // the host knows more: no such name, no road, no answer in time
  if (code === "not_tls") return words().link.not_tls(place);
  if (!tls && code !== "silent") return words().link.hung_up(place);
  if (code === "broken") return words().link.broken(place);
  return words().link.lost(place);
}

/** Whether the words for it speak of the switch for TLS. */
export const mayBeTls = ({ code, closing }: LinkDown, { tls }: ServerAddress): boolean =>
  code === "not_tls" || (!tls && closing === undefined && /broken|lost/.test(code));

function answerProblem(error: ChatError): SignInProblem {
  const text = errorWords(error);
  if (error.code === "wrong_credentials") return { field: "password", text: words().link.wrong_credentials };
  if (error.code === "exists") return { field: "username", text: words().link.name_taken };
  if (error.code === "invalid" && error.message.startsWith("Username")) return { field: "username", text };
  if (error.code === "invalid" && error.message.startsWith("Password")) return { field: "password", text };
  return { field: "form", text };
}
