import type { ServerAddress } from "../../src/protocol/bridge.ts";
import { isChatLink, readChatLink } from "./chat-link.ts";

/** What is wrong with an address that somebody typed or pasted. */
export type AddressProblem = "empty" | "browser" | "host" | "port" | "form";

/** Reads HOST, HOST:PORT, an address of version 6 with or without brackets, or a chat:// link. With TLS, unless a link says otherwise. */
export function readTypedAddress(typed: string): ServerAddress | AddressProblem {
  const text = typed.trim();
  if (text === "") return "empty";
  if (/^https?:/i.test(text)) return "browser";
  const link = readChatLink(isChatLink(text) ? text : `chat://${bracketed(text)}`);
  if (link === "host" || link === "port") return link;
  if (typeof link === "string" || (!isChatLink(text) && /[/?]/.test(text))) return "form";
  const { host, port, tls = true } = link;
  return { host, port, tls };
}

/** More than one colon makes an address of version 6, which then has no port. */
const bracketed = (text: string): string =>
  /^[\da-f.:]*:[\da-f.]*:[\da-f.:]*$/i.test(text) ? `[${text}]` : text;
