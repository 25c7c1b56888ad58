import { limits } from "./limits.ts";

/**
 * The rules for what people name and write, said in words. Each returns the problem, or undefined
 * when there is none. Dependency-free: the page says them while one types, the server enforces them.
 */
export type Rule = (text: string) => string | undefined;

const { username_chars_min, username_chars_max, channel_name_chars_min, channel_name_chars_max } = limits;

export const usernameProblem: Rule = (text) => {
  const name = text.trim();
  if (name === "") return "Username required.";
  if (name.length < username_chars_min || name.length > username_chars_max)
    return `Username must be ${username_chars_min} to ${username_chars_max} characters.`;
  if (!/^[A-Za-z0-9_]+$/.test(name)) return "Username may only have letters, digits and underscores.";
  return undefined;
};

export const passwordProblem: Rule = (text) => {
  if (charCount(text) < limits.password_chars_min)
    return `Password must be at least ${limits.password_chars_min} characters.`;
  if (new TextEncoder().encode(text).length > limits.password_bytes_max)
    return `Password must be at most ${limits.password_bytes_max} bytes.`;
  if (text.includes("\0")) return "Password may not have a zero character in it.";
  return undefined;
};

export const channelNameProblem: Rule = (text) => {
  const name = normalChannelName(text);
  if (name === "") return "Channel name required.";
  if (name.length < channel_name_chars_min || name.length > channel_name_chars_max)
    return `Channel name must be ${channel_name_chars_min} to ${channel_name_chars_max} characters.`;
  if (!/^[a-z0-9-]+$/.test(name)) return "Channel name may only have a-z, 0-9 and hyphens.";
  return undefined;
};

export const channelDescriptionProblem: Rule = (text) =>
  charCount(cleanLine(text)) > limits.channel_description_chars_max
    ? `Description must be at most ${limits.channel_description_chars_max} characters.`
    : undefined;

export const contentProblem: Rule = (text) => {
  const content = cleanContent(text);
  if (isBlank(content)) return "Message cannot be empty.";
  const over = charCount(content) - limits.content_chars_max;
  if (over > 0)
    return `Message is ${over} ${over === 1 ? "character" : "characters"} over the limit of ${limits.content_chars_max}.`;
  return undefined;
};

/** Whether a text is one emoji: one grapheme that shows as a picture. */
export const isOneEmoji = (text: string): boolean =>
  /^(\p{RGI_Emoji}|\p{Emoji}\ufe0f?|\p{Regional_Indicator}{2})$/v.test(text) && !/^[0-9#*]$/.test(text);

/** White space and characters that show nothing are no message. */
const isBlank = (text: string): boolean => /^[\s\p{Default_Ignorable_Code_Point}]*$/u.test(text);

/** Channel names are trimmed and lower-cased before anything else. */
export const normalChannelName = (text: string): string => text.trim().toLowerCase();

/** Takes out control characters (C0, DEL, C1) except newline and tab, and lone surrogates, which no UTF-8 can carry. */
export const cleanContent = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- taking them out is the point
  text.toWellFormed().replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "");

/** One line of text: cleaned, white space folded, trimmed. */
export const cleanLine = (text: string): string => cleanContent(text).replace(/\s+/g, " ").trim();

/** Length in Unicode code points, as the limits count it. */
export const charCount = (text: string): number => {
  let count = 0;
  for (const _ of text) count++;
  return count;
};
