import type { Question } from "./finder.ts";
import type { Part } from "./part.ts";
import { authorToken, channelToken, nowhere_token, public_token, tokensWith, trigramsOf } from "./tokens.ts";

/** So many private channels are asked for at once: the index takes some milliseconds for them. */
const private_channels_max = 200;

/**
 * Whose messages the index of a part is asked for, in so many questions that no message fits two of them. Only what the asker
 * may read: where a search ends, and how long it takes, would tell of whatever else the index names.
 */
export function audiencesFor({ channel_ids, private_ids }: Question): string[] {
  if (channel_ids.length > 0) return [anyOneOf(channel_ids, private_ids)];
  const own = [...private_ids].map(channelToken);
  const audiences = [anyOf([public_token, ...own.slice(0, private_channels_max)])];
  for (let at = private_channels_max; at < own.length; at += private_channels_max)
    audiences.push(anyOf(own.slice(at, at + private_channels_max)));
  return audiences;
}

/** Of those that are named: they were looked up a moment before, and the asker may have left one since. */
function anyOneOf(channel_ids: readonly number[], private_ids: ReadonlySet<number>): string {
  const own = channel_ids.filter((id) => private_ids.has(id)).map(channelToken);
  const others = channel_ids.filter((id) => !private_ids.has(id)).map(channelToken);
  const all = own.length > 0 ? [anyOf(own)] : [];
  if (others.length > 0) all.push(`(${anyOf(others)} AND ${quoted(public_token)})`);
  return `(${all.join(" OR ")})`;
}

/**
 * What the index of a part is asked beside that: true of every message that fits the question, and of few others; "" for
 * nothing. Undefined when none can fit. Everything is quoted, so that nothing a person types is read as an operator.
 */
export function expressionFor({ author_ids, has, words }: Question, part: Part): string | undefined {
  const all: string[] = [];
  if (author_ids.length > 0) all.push(anyOf(author_ids.map(authorToken)));
  if (has.length > 0) all.push(anyOf(tokensWith(has)));
  for (const word of words) {
    // No text has a NUL, and to the index it would be the end of the question.
    if (word.includes("\0")) return undefined;
    all.push(...termsFor(word, part));
  }
  return all.join(" AND ");
}

/** Of a word too short for a trigram, those that begin with it, unless that is most of what there is. */
function termsFor(word: string, part: Part): string[] {
  const trigrams = trigramsOf(word);
  if (trigrams.length > 0) return trigrams.map(quoted);
  if (/^[ -~]$/.test(word)) return [];
  const terms = part.termsWith(word);
  if (terms === undefined) return [];
  // Where nobody has said it the index is asked all the same: with no less to do it would be known that others have.
  return [anyOf(terms.length > 0 ? terms : [nowhere_token])];
}

const anyOf = (terms: readonly string[]): string => `(${terms.map(quoted).join(" OR ")})`;

const quoted = (term: string): string => `"${term.replaceAll('"', '""')}"`;
