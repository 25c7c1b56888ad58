import { type LinkProblem, readChatLink } from "../../ui/text/chat-link.ts";
import type { Wish } from "../client/sign-in.ts";
import { UsageError } from "./option.ts";

const form =
  "chat://HOST[:PORT], then /CHANNEL, /CHANNEL/MESSAGE or /@USER if it leads further, and ?tls=0 for a server without TLS";

const problems: Record<LinkProblem, string> = {
  link: "it has another form",
  host: "its host is none",
  port: "its port is no whole number from 1 to 65535",
  place: "what stands after the address is neither channel nor message nor person",
  query: "only tls=0 or tls=1 may stand after the question mark",
};

/** Where a chat:// link leads. Throws UsageError. */
export function wishOfLink(text: string): Pick<Wish, "target" | "tls" | "link"> {
  const link = readChatLink(text);
  if (typeof link === "string")
    throw new UsageError(`"${text}" leads nowhere: ${problems[link]}. Write ${form}.`);
  const { host, port, tls } = link;
  return { target: { host, port }, tls, link: text };
}
