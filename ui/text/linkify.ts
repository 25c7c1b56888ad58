export type Segment = { text: string; url?: string };

const candidate = /\b(?:https?:\/\/|mailto:)[^\s<>"`{}|\\^\p{Cc}\p{Cf}]+/giu;

/**
 * Cuts a text into plain parts and links (http, https, mailto), which shown one after another give the text again.
 * A link is shown as it is written, so nothing can say one address and open another; marks that turn the
 * direction of text end it. Punctuation that ends the sentence, and a bracket without its partner, is not part of it.
 */
export function linkify(text: string): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  for (const match of text.matchAll(candidate)) {
    const url = trimEnd(match[0]);
    if (!isAddress(url)) continue;
    if (match.index > at) segments.push({ text: text.slice(at, match.index) });
    segments.push({ text: url, url });
    at = match.index + url.length;
  }
  if (at < text.length) segments.push({ text: text.slice(at) });
  return segments;
}

function trimEnd(url: string): string {
  let end = url.length;
  while (end > 0 && isTrailing(url, end)) end--;
  return url.slice(0, end);
}

function isTrailing(url: string, end: number): boolean {
  const last = url[end - 1] ?? "";
  if (/[.,:;!?'*_~…。、，！？]/u.test(last)) return true;
  const open = { ")": "(", "]": "[" }[last];
  return open !== undefined && count(url, last, end) > count(url, open, end);
}

function count(text: string, character: string, end: number): number {
  let found = 0;
  for (let at = 0; at < end; at++) if (text[at] === character) found++;
  return found;
}

function isAddress(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, pathname } = new URL(url);
  if (protocol === "mailto:") return /^[^@]+@[^@]+$/.test(pathname);
  return hostname !== "";
}
