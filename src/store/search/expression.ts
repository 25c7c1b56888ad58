import type { Question } from "./finder.ts";
import type { Part } from "./part.ts";
import { authorToken, channelToken, private_token, public_token, tokensWith, trigramsOf } from "./tokens.ts";

/** With more private channels than this it is cheaper to look at each message's channel. */
const private_channels_max = 200;

/**
 * What the index of a part is asked: true of every message that fits the question, and of few others. Undefined
 * when none can fit. Everything is quoted, so that nothing a person types is read as an operator.
 */
export function expressionFor(question: Question, part: Part): string | undefined {
  const { channel_ids, author_ids, has, words } = question;
  const channels = channel_ids.length > 0 ? channel_ids.map(channelToken) : readable(question);
  const all = [anyOf(channels)];
  if (author_ids.length > 0) all.push(anyOf(author_ids.map(authorToken)));
  if (has.length > 0) all.push(anyOf(tokensWith(has)));
  for (const word of words) {
    // No text has a NUL, and to the index it would be the end of the question.
    if (word.includes("\0")) return undefined;
    const terms = termsFor(word, part);
    if (terms === "none") return undefined;
    all.push(...terms);
  }
  return all.join(" AND ");
}

function readable({ private_ids }: Question): string[] {
  if (private_ids.size > private_channels_max) return [public_token, private_token];
  return [public_token, ...[...private_ids].map(channelToken)];
}

/** Of a word too short for a trigram, those that begin with it, unless that is most of what there is. */
function termsFor(word: string, part: Part): string[] | "none" {
  const trigrams = trigramsOf(word);
  if (trigrams.length > 0) return trigrams.map(quoted);
  if (/^[ -~]$/.test(word)) return [];
  const terms = part.termsWith(word);
  if (terms === undefined) return [];
  return terms.length === 0 ? "none" : [anyOf(terms)];
}

const anyOf = (terms: readonly string[]): string => `(${terms.map(quoted).join(" OR ")})`;

const quoted = (term: string): string => `"${term.replaceAll('"', '""')}"`;
