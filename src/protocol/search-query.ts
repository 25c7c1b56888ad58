import { limits } from "./limits.ts";

/** What can be asked of a message by name. Dependency-free: the page reads queries too. */
export const features = ["link", "code", "file", "image"] as const;

/** What a person typed into the search field, taken apart. Names and days are as they were typed. */
export interface SearchQuery {
  words: string[];
  without: string[];
  from: string[];
  in: string[];
  has: (typeof features)[number][];
  /** "2026-11-25": before this day begins. */
  before: string | undefined;
  /** After this day has ended. */
  after: string | undefined;
}

/**
 * Takes a query apart: words, "exact phrases", -words that must not be there, and from:, in:, before:, after:, has:.
 * What only looks like one of these (12:30, https://..., an operator nobody knows) is a word, and so is anything in
 * quotes. Returns a sentence instead when one of ours is used wrongly.
 */
export function parseSearch(text: string): SearchQuery | string {
  const query: SearchQuery = {
    words: [],
    without: [],
    from: [],
    in: [],
    has: [],
    before: undefined,
    after: undefined,
  };
  for (const part of partsOf(text.toWellFormed())) {
    const problem = take(query, part);
    if (problem !== undefined) return problem;
  }
  return tooMuch(query) ?? query;
}

interface Part {
  minus: boolean;
  /** In lower case, of those there are. */
  operator: Operator | undefined;
  value: string;
}

const operators = {
  from: (query, value) => name(query.from, value, /^@/, "Write a name behind it, as in from:ana."),
  in: (query, value) => name(query.in, value, /^#/, "Write a channel behind it, as in in:general."),
  before: (query, value) => day(query, "before", value),
  after: (query, value) => day(query, "after", value),
  has: (query, value) => feature(query, value),
} satisfies Record<string, (query: SearchQuery, value: string) => string | undefined>;

type Operator = keyof typeof operators;

const isOperator = (text: string): text is Operator => Object.hasOwn(operators, text);

/** A minus, an operator, then something in quotes or up to the next blank. A quote that is not closed goes to the end. */
const part_pattern = /(-?)(?:([A-Za-z]+):)?(?:["“”]([^"“”]*)["“”]?|(\S*))/gu;

function partsOf(text: string): Part[] {
  return [...text.matchAll(part_pattern)]
    .filter(([all]) => all !== "")
    .map(([all, minus, key = "", quoted, plain = ""]) => {
      const operator = key.toLowerCase();
      const value = quoted ?? plain;
      if (isOperator(operator)) return { minus: minus === "-", operator, value };
      const said = key === "" ? value : quoted === undefined ? `${key}:${value}` : `${key}:${quoted}`;
      // A lone minus is a word, as in "a - b".
      return all === "-"
        ? { minus: false, operator: undefined, value: "-" }
        : { minus: minus === "-", operator: undefined, value: said };
    });
}

function take(query: SearchQuery, { minus, operator, value }: Part): string | undefined {
  if (operator === undefined) {
    const word = value.trim();
    if (word !== "") (minus ? query.without : query.words).push(word);
    return undefined;
  }
  if (minus) return `A minus works with words, not with ${operator}:.`;
  return operators[operator](query, value.trim());
}

function name(list: string[], value: string, mark: RegExp, missing: string): string | undefined {
  const plain = value.replace(mark, "");
  if (plain === "") return missing;
  list.push(value);
  return undefined;
}

function day(query: SearchQuery, which: "before" | "after", value: string): string | undefined {
  if (!isDay(value)) return `Write a day behind ${which}:, as in ${which}:2026-11-25.`;
  if (query[which] !== undefined) return `Say ${which}: only once.`;
  query[which] = value;
  return undefined;
}

/** A day there is: no 30th of February. */
function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

function feature(query: SearchQuery, value: string): string | undefined {
  const known = features.find((each) => each === value.toLowerCase());
  if (known === undefined) return `has: knows ${features.join(", ")}.`;
  if (!query.has.includes(known)) query.has.push(known);
  return undefined;
}

function tooMuch(query: SearchQuery): string | undefined {
  if (query.words.length > limits.search_words_max || query.without.length > limits.search_words_max)
    return `Search for at most ${limits.search_words_max} words at once.`;
  if (query.from.length > limits.search_names_max || query.in.length > limits.search_names_max)
    return `Name at most ${limits.search_names_max} people and channels.`;
  const { words, from, has, before, after } = query;
  const is_only_minus =
    query.without.length > 0 && words.length + from.length + query.in.length + has.length === 0;
  if (is_only_minus && before === undefined && after === undefined)
    return "Say also what should be in the message.";
  return undefined;
}
