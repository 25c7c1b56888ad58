import { limits } from "../../src/protocol/limits.ts";

export type MentionPart = { text: string; name?: string };

/** The same rule as the server's: a name after an @ that stands for itself, not the one in the middle of an address. */
const mention = /(?<![\w@])@([A-Za-z0-9_]{3,20})(?![\w@])/g;

/** Cuts a text into plain parts and mentions (their `name` without the @), which shown one after another give the text again. */
export function splitMentions(text: string): MentionPart[] {
  const parts: MentionPart[] = [];
  let at = 0;
  for (const { 0: found, 1: name = "", index } of text.matchAll(mention)) {
    if (index > at) parts.push({ text: text.slice(at, index) });
    parts.push({ text: found, name });
    at = index + found.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}

/** Whether a name after an @ means this user: their own, or one that means everybody. */
export const isNamed = (name: string, username: string): boolean =>
  isCrowd(name) || name.toLowerCase() === username.toLowerCase();

/** Whether it means everybody, or everybody who is there. */
export const isCrowd = (name: string): boolean => ["here", "channel"].includes(name.toLowerCase());

/** Whether a text names a user who is connected and hears it now. Like the server, it goes by the first names only. */
export const mentionsUser = (text: string, username: string): boolean =>
  text.includes("@") &&
  [...new Set(splitMentions(text).flatMap(({ name }) => name?.toLowerCase() ?? []))]
    .slice(0, limits.names_per_message_max)
    .some((name) => isNamed(name, username));
