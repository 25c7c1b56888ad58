import type { RequestBody } from "../../protocol/registry.ts";

/**
 * What is known of a message beside its text goes into the index as tokens of three characters, like the trigrams
 * of the text: so the index itself narrows a search to channels, authors and features. Their characters are of
 * Unicode's private use, which folding takes out of every text.
 */
export type Feature = RequestBody<"message.search">["has"][number];

export const public_token = token(0, 0);
/** Of messages in private channels and direct messages. */
export const private_token = token(0, 1);
export const channelToken = (channel_id: number): string => token(1, channel_id);
export const authorToken = (author_id: number): string => token(2, author_id);
/** Of no message. */
export const nowhere_token = token(4, 0);

/** In this order they are in the index. */
const features: readonly Feature[] = ["link", "code", "file", "image"];

/** What of a message says what it has in it. */
export interface Featured {
  content: string;
  file_count: number;
  has_image: 0 | 1;
}

/** One token for all that a message has in it; "" for nothing. */
export function featuresToken(message: Featured): string {
  const mask = features.reduce((all, feature, at) => (has[feature](message) ? all | (1 << at) : all), 0);
  return mask === 0 ? "" : token(3, mask);
}

const has: Record<Feature, (message: Featured) => boolean> = {
  link: ({ content }) => /\bhttps?:\/\/[^\s<>]/i.test(content),
  code: ({ content }) => /`[^`\n]+`|```/.test(content),
  file: ({ file_count }) => file_count > 0,
  image: ({ has_image }) => has_image === 1,
};

/** The tokens of all messages that have at least these. */
export function tokensWith(wanted: readonly Feature[]): string[] {
  const mask = wanted.reduce((all, feature) => all | (1 << features.indexOf(feature)), 0);
  const all = Array.from({ length: 1 << features.length }, (_, at) => at);
  return all.filter((each) => each !== 0 && (each & mask) === mask).map((each) => token(3, each));
}

export const hasAll = (message: Featured, wanted: readonly Feature[]): boolean =>
  wanted.every((feature) => has[feature](message));

function token(kind: number, id: number): string {
  return String.fromCodePoint(0xe000 + kind, 0xf0000 + (id >>> 15), 0xf0000 + (id & 0x7fff));
}

/** Behind each text, so that its last one and two characters begin a trigram too. No folded text has it. */
export const padding = "\n\n";

/** So many say which messages to look at; whether the whole word is there is seen in the text. */
const trigrams_max = 16;

/** Trigrams that every text with this folded word has; none for a word of one or two characters. */
export function trigramsOf(word: string): string[] {
  const chars = [...word];
  const count = chars.length - 2;
  if (count <= 0) return [];
  const step = Math.max(1, count / trigrams_max);
  const all = new Set<string>();
  for (let at = 0; at < count; at += step) all.add(chars.slice(Math.floor(at), Math.floor(at) + 3).join(""));
  return [...all];
}
