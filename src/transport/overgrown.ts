import { limits } from "../protocol/limits.ts";

const code = (char: string): number => char.charCodeAt(0);
const [quote, backslash, comma, colon, space] = [code('"'), code("\\"), code(","), code(":"), code(" ")];
const [list, list_end, object, object_end] = [code("["), code("]"), code("{"), code("}")];
/** A text of so many bytes is looked through here. */
const near_bytes = 64;
const [zero, nine] = [code("0"), code("9")];

/** What is not to be parsed. */
export const overgrown = -1;

/**
 * How many values a payload has within others, or `overgrown` where parsing would take many times what its length does, as no request
 * has any of this: a name of a field that is a number, for each of which up to 8 KB are made (of 157 KB some 0.8 s), or, of what is
 * long, many values, or many within one another (up to 140 ms a megabyte). Looking takes 1 to 2 ms a megabyte.
 */
export function valuesIn(payload: Uint8Array): number {
  const is_long = payload.length > limits.nested_bytes_max;
  let depth = 0;
  let values = 0;
  for (let at = 0; at < payload.length; at++) {
    const byte = payload[at];
    if (byte === quote) {
      const end = endOfText(payload, at + 1);
      if (mayBeNumber(payload[at + 1] ?? 0) && isName(payload, end + 1)) return overgrown;
      at = end;
    } else if (byte === list || byte === object) {
      depth++;
      values++;
    } else if (byte === comma) values++;
    else if (byte === list_end || byte === object_end) depth--;
    if (is_long && (depth > limits.nesting_max || values > limits.nested_values_max)) return overgrown;
  }
  return values;
}

/** Where the quote stands that ends it. */
function endOfText(payload: Uint8Array, start: number): number {
  let at = start;
  for (const near = start + near_bytes; at < near; at++) {
    if (payload[at] === quote || at >= payload.length) return at;
    if (payload[at] === backslash) at++; // what it stands before ends no text
  }
  return farEnd(payload, at);
}

/** The same for what is long, by the system's own search. */
function farEnd(payload: Uint8Array, start: number): number {
  let at = payload.indexOf(quote, start);
  while (at !== -1 && isEscaped(payload, start, at)) at = payload.indexOf(quote, at + 1);
  return at === -1 ? payload.length : at;
}

function isEscaped(payload: Uint8Array, start: number, at: number): boolean {
  let first = at;
  while (first > start && payload[first - 1] === backslash) first--;
  return (at - first) % 2 === 1;
}

/** By its first byte: a digit may be written as an escape. */
const mayBeNumber = (first: number): boolean => (first >= zero && first <= nine) || first === backslash;

/** Whether the text that ends there is the name of a field. */
function isName(payload: Uint8Array, end: number): boolean {
  let at = end;
  while ((payload[at] ?? Infinity) <= space) at++;
  return payload[at] === colon;
}
