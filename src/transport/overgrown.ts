import { limits } from "../protocol/limits.ts";

const code = (char: string): number => char.charCodeAt(0);
const [quote, backslash, comma] = [code('"'), code("\\"), code(",")];
const [list, list_end, object, object_end] = [code("["), code("]"), code("{"), code("}")];

/**
 * Whether a payload is both long and deeper, or of more values, than any request, so that
 * parsing would take many times what its length does: a megabyte of brackets within brackets took up to 120 ms, one of small
 * objects 140. Looking takes 2 ms a megabyte.
 */
export function isOvergrown(payload: Uint8Array): boolean {
  if (payload.length <= limits.nested_bytes_max) return false;
  let depth = 0;
  let values = 0;
  let is_text = false;
  for (let at = 0; at < payload.length; at++) {
    const byte = payload[at];
    if (byte === quote) is_text = !is_text;
    else if (is_text) {
      if (byte === backslash) at++; // what it stands before ends no text
    } else if (byte === list || byte === object) {
      depth++;
      values++;
    } else if (byte === comma) values++;
    else if (byte === list_end || byte === object_end) depth--;
    if (depth > limits.nesting_max || values > limits.nested_values_max) return true;
  }
  return false;
}
