import { isChatLink, readChatLink } from "./chat-link.ts";

const candidate = /^(?:https?:\/\/|mailto:|chat:\/\/)[^\s<>"`{}|\\^\p{Cc}\p{Cf}]+/iu;

/**
 * The address that a text begins with (http, https, mailto, or one of our own); marks that turn the direction of
 * text end it. Punctuation that ends the sentence, and a bracket without its partner, is not part of it.
 */
export function linkAt(text: string): string | undefined {
  const found = candidate.exec(text)?.[0];
  if (found === undefined) return undefined;
  const url = trimEnd(found);
  return opensOutside(url) || opensHere(url) ? url : undefined;
}

function trimEnd(url: string): string {
  // Brackets that close more than was opened: counted once, or a row of them would cost its length squared.
  const over: Record<string, number> = {
    ")": count(url, ")") - count(url, "("),
    "]": count(url, "]") - count(url, "["),
  };
  let end = url.length;
  for (; end > 0; end--) {
    const last = url.charAt(end - 1);
    if (/[.,:;!?'*_~…。、，！？]/u.test(last)) continue;
    const left = over[last] ?? 0;
    if (left <= 0) break;
    over[last] = left - 1;
  }
  return url.slice(0, end);
}

const count = (text: string, character: string): number => text.split(character).length - 1;

/** Whether an address is one that we open: a web page or a mail address. */
export function opensOutside(url: string): boolean {
  if (!/^(?:https?:\/\/|mailto:)[^\s\p{Cc}\p{Cf}]+$/iu.test(url) || !URL.canParse(url)) return false;
  const { protocol, hostname, pathname } = new URL(url);
  if (protocol === "mailto:") return /^[^@]+@[^@]+$/.test(pathname);
  return (protocol === "http:" || protocol === "https:") && hostname !== "";
}

/** Whether an address is one of our own, which leads to a place in this window. */
export const opensHere = (url: string): boolean => isChatLink(url) && typeof readChatLink(url) !== "string";

/** How a link is shown. */
export interface ShownLink {
  text: string;
  /** Where it goes, when the text does not say it. */
  target?: string;
}

/**
 * What a link says, and beside it where it goes unless that is what it says. A host whose letters may look
 * like another's is shown in the form that computers use (xn--...), which looks like nothing else.
 */
export function shownLink(url: string, text: string): ShownLink {
  if (opensHere(url)) return text === url ? { text } : { text, target: url };
  if (!opensOutside(url)) return { text };
  const { protocol, hostname, pathname, username } = new URL(url);
  const target =
    protocol === "mailto:" ? decodeWords(pathname) : hostname + (pathname === "/" ? "" : pathname);
  const same = text === url || withoutScheme(text) === withoutScheme(url);
  if (!same) return { text, target };
  // https://bank.example@elsewhere.example goes elsewhere.
  if (username !== "") return { text, target: hostname };
  return looksLikeAnother(url) ? { text: text.replace(hostOf(url), hostname) } : { text };
}

const withoutScheme = (text: string): string =>
  text
    .trim()
    .replace(/^(?:https?:\/\/|mailto:)/i, "")
    .replace(/\/$/, "");

const hostOf = (url: string): string => /^https?:\/\/([^/?#:]*)/i.exec(url)?.[1] ?? "";

/** Letters beyond a to z with their common accents, in one host with others. */
function looksLikeAnother(url: string): boolean {
  const host = hostOf(url).normalize("NFD").toLowerCase();
  return /[^!-~\p{Script=Inherited}ßæøœðþł]/u.test(host);
}

function decodeWords(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
