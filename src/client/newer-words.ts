import type { z } from "zod";

/** For each list of words in protocol 2, the one that a word of a newer server is taken for: the least that is promised by it. */
export const fallbacks: readonly string[] = [
  "text", // a kind of message
  "private", // a kind of channel
  "all", // what one is notified of in a channel
  "online", // a status
  "open", // a way to register; the server refuses what it does not take
  "server_closing", // a reason to close; its words and whether to come back are told beside it
];

/** Parses what a server sent. A word that a newer server puts where this client knows others is replaced, in `value` itself; any other mistake stays one. */
export function parseLeniently<T>(schema: z.ZodType<T>, value: unknown): z.ZodSafeParseResult<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed;
  const { issues } = parsed.error;
  return issues.every((issue) => replaceWord(value, issue)) ? schema.safeParse(value) : parsed;
}

/** False when the issue is of another kind. */
function replaceWord(value: unknown, issue: z.core.$ZodIssue): boolean {
  const key = issue.path.at(-1);
  if (issue.code !== "invalid_value" || key === undefined) return false;
  const fallback = fallbacks.find((word) => issue.values.some((known) => known === word));
  const holder = at(value, issue.path.slice(0, -1));
  if (fallback === undefined || !isRecord(holder) || typeof holder[key] !== "string") return false;
  holder[key] = fallback;
  return true;
}

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce((holder, key) => (isRecord(holder) ? holder[key] : undefined), value);

const isRecord = (value: unknown): value is Record<PropertyKey, unknown> =>
  typeof value === "object" && value !== null;
