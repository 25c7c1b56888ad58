import { limits } from "../../src/protocol/limits.ts";
import { channelNameProblem, normalChannelName, usernameProblem } from "../../src/protocol/rules.ts";

/** What a link of our own leads to: a server, and there perhaps a channel, a message or a person. */
export interface ChatLink {
  host: string;
  port: number;
  /** Undefined where the link does not say: as the server was used last, else with TLS. */
  tls: boolean | undefined;
  place: LinkPlace | null;
}

export type LinkPlace =
  | { kind: "channel"; name: string; seq: number | null }
  | { kind: "person"; username: string }
  /** A message, however its channel is called now, on the server that told this id. */
  | { kind: "message"; server_id: string; channel_id: number; seq: number };

/** What is wrong with a link. */
export type LinkProblem = "link" | "host" | "port" | "place" | "query";

const chars_max = 2_000;

export const isChatLink = (text: string): boolean => /^chat:\/\//i.test(text);

/**
 * Reads chat://HOST[:PORT][/PLACE][?tls=0|1], PLACE being CHANNEL, CHANNEL/MESSAGE, @USER or SERVER/CHANNEL/MESSAGE (ids).
 * An address of version 6 stands in brackets.
 */
export function readChatLink(text: string): ChatLink | LinkProblem {
  const found = /^chat:\/\/(\[[^\]]*\]|[^/?#:@[\]\\\s]*)(?::([^/?#]*))?(?:\/([^?#]*))?(?:\?([^#]*))?$/i.exec(
    text,
  );
  if (found === null || text.length > chars_max) return "link";
  const [, host_text = "", port_text, place_text = "", query] = found;
  const host = hostOf(host_text);
  if (host === undefined) return "host";
  const port = port_text === undefined ? limits.port_default : portOf(port_text);
  if (port === undefined) return "port";
  const place = place_text === "" ? null : placeOf(place_text);
  if (place === undefined) return "place";
  if (query !== undefined && !/^tls=[01]$/.test(query)) return "query";
  return { host, port, tls: query === undefined ? undefined : query === "tls=1", place };
}

/** As a web address has it: letters beyond a to z become xn--..., so that no name looks like another. */
function hostOf(text: string): string | undefined {
  const url = `http://${text}/`;
  if (text === "" || text.length > 255 || !URL.canParse(url)) return undefined;
  const { hostname } = new URL(url);
  return hostname.replace(/^\[(.*)\]$/, "$1");
}

function portOf(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
}

function placeOf(text: string): LinkPlace | undefined {
  const parts = text.replace(/\/$/, "").split("/");
  const [first = "", second, third] = parts;
  if (parts.length === 3) return messageOf(first, second ?? "", third ?? "");
  if (first.startsWith("@")) {
    const username = first.slice(1);
    return parts.length === 1 && usernameProblem(username) === undefined
      ? { kind: "person", username }
      : undefined;
  }
  const seq = second === undefined ? null : numberOf(second);
  if (parts.length > 2 || seq === undefined || channelNameProblem(first) !== undefined) return undefined;
  return { kind: "channel", name: normalChannelName(first), seq };
}

function messageOf(server_id: string, channel: string, message: string): LinkPlace | undefined {
  const [channel_id, seq] = [numberOf(channel), numberOf(message)];
  if (!/^[\w-]{1,200}$/.test(server_id) || channel_id === undefined || seq === undefined) return undefined;
  return { kind: "message", server_id, channel_id, seq };
}

const numberOf = (text: string): number | undefined => (/^\d{1,15}$/.test(text) ? Number(text) : undefined);

/** As people type it, and read it: a colon ends the name, so one that has colons stands in brackets. */
export const hostAndPort = ({ host, port }: { host: string; port: number }): string =>
  `${host.includes(":") ? `[${host}]` : host}:${port}`;

/** The link that leads there; one that `readChatLink` reads the same. */
export function chatLink(
  server: { host: string; port: number; tls: boolean },
  place: LinkPlace | null,
): string {
  const path = place === null ? "" : `/${placeText(place)}`;
  return `chat://${hostAndPort(server)}${path}${server.tls ? "" : "?tls=0"}`;
}

const placeText = (place: LinkPlace): string => {
  if (place.kind === "person") return `@${place.username}`;
  if (place.kind === "channel") return place.seq === null ? place.name : `${place.name}/${place.seq}`;
  return `${place.server_id}/${place.channel_id}/${place.seq}`;
};
