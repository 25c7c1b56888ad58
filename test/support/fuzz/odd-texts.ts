import { limits } from "../../../src/protocol/limits.ts";

/**
 * Values as they come over the wire, in JSON's own words: much of what must be tried is nothing that JSON.stringify
 * would write. Each is a wrong type, or a wrong value, of nearly every field.
 */
export const odd_texts: readonly string[] = [
  "null",
  "true",
  "false",
  "0",
  "-0",
  "-1",
  "0.5",
  "1e400",
  "-1e400",
  "9007199254740991",
  "9007199254740993",
  "18446744073709551616",
  "123456789".repeat(40),
  '""',
  '" "',
  '"general"',
  '"\\u0000"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\\u202e\\u200b\\ufeff"',
  '"__proto__"',
  '"constructor"',
  JSON.stringify("'; DROP TABLE messages; --"),
  JSON.stringify("a".repeat(100_000)),
  JSON.stringify("\u{1F469}\u200D".repeat(3_000)),
  "[]",
  "[null]",
  "[[1],[2]]",
  `[${"1,".repeat(2_000)}1]`,
  "{}",
  '{"length":1}',
  '{"toString":1,"valueOf":null}',
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{"admin":true}}}',
  '{"a":1,"a":2}',
  "[".repeat(10_000) + "]".repeat(10_000),
  '{"a":'.repeat(10_000) + "1" + "}".repeat(10_000),
];

/** Nearly as many as a long request may have. */
const values_most = limits.nested_values_max - 100;

/** Values that cost far more than their length where somebody does with them what is done with short ones: each long enough to hold up everybody. */
export const costly_texts: readonly string[] = [
  JSON.stringify(`${".".repeat(200_000)}x`),
  JSON.stringify(`${" ".repeat(200_000)}x`),
  JSON.stringify("\u0301".repeat(50_000) + "\u0316".repeat(50_000)),
  JSON.stringify("a/".repeat(100_000)),
  `[${"0,".repeat(values_most)}0]`,
  `[${"{},".repeat(values_most / 2)}{}]`,
  `{${Array.from({ length: 3_500 }, (_, at) => `"field ${at}":0`).join(",")}}`,
];

/** More than any request has, for which nobody is answered. */
export const overgrown_texts: readonly string[] = [
  `[${"0,".repeat(100_000)}0]`,
  `[${"{},".repeat(60_000)}{}]`,
  `{${Array.from({ length: 25_000 }, (_, at) => `"field ${at}":0`).join(",")}}`,
  `{"9999":0}`,
  `[[[[${"[".repeat(limits.nesting_max)}"${"x".repeat(limits.nested_bytes_max)}"`,
];

/** Payloads that are no JSON, or no text at all. */
export const odd_payloads: readonly Uint8Array[] = [
  "",
  "{",
  "[".repeat(8_000),
  "nul",
  "NaN",
  "\u0000",
  "\uFEFF{}",
  '{"id":1,"type":"ping"} {}',
  "{'id':1}",
].map((text) => new TextEncoder().encode(text));

/** Bytes that no UTF-8 has: an unfinished sequence, a surrogate, an overlong NUL, one beyond the last code point. */
export const invalid_utf8: readonly Uint8Array[] = [
  Uint8Array.of(0xff),
  Uint8Array.of(0xe2, 0x82),
  Uint8Array.of(0xed, 0xa0, 0x80),
  Uint8Array.of(0xc0, 0x80),
  Uint8Array.of(0xf4, 0x90, 0x80, 0x80),
];
