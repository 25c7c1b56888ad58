import { linkAt } from "./links.ts";

/** What stands in a text as one piece, whatever marks are in it: an address, @name, #channel. */
export type Atom =
  | { type: "address"; raw: string }
  | { type: "mention"; raw: string; name: string }
  | { type: "channel"; raw: string; name: string };

const start = /https?:\/\/|mailto:|chat:\/\/|\|\||[@#](?=\w)/i;

/** Where the next one may begin. */
export function nextAtom(src: string): number | undefined {
  const at = src.search(start);
  return at === -1 ? undefined : at;
}

/** The one that the text begins with. `before` is the character in front of it. */
export function leadingAtom(src: string, before = ""): Atom | undefined {
  const address = /\w/.test(before) ? undefined : linkAt(src);
  if (address !== undefined) return { type: "address", raw: address };
  // The same rule as the server's: not the one in the middle of a mail address.
  const mention = /[\w@]/.test(before) ? null : /^@([A-Za-z0-9_]{3,20})(?![\w@])/.exec(src);
  if (mention !== null) return { type: "mention", raw: mention[0], name: mention[1] ?? "" };
  const channel = /[\w#&/]/.test(before) ? null : /^#([a-z0-9-]{2,30})(?![\w-])/.exec(src);
  return channel === null ? undefined : { type: "channel", raw: channel[0], name: channel[1] ?? "" };
}
