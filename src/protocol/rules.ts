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
  if (!/^[A-Za-z0-9_]+$/.test(name)) return "Username may only have a-z, A-Z, 0-9 and underscores.";
  return undefined;
};

/** For a name that somebody takes now; who had such a word for a name before keeps it. */
export const newUsernameProblem: Rule = (text) => {
  if (names_everybody.has(text.trim().toLowerCase()))
    return "Username may not be a word that names everybody, such as here.";
  return usernameProblem(text);
};

/** What after an @ names many, here or where people come from. */
const names_everybody: ReadonlySet<string> = new Set(["here", "channel", "everyone", "all"]);

export const passwordProblem: Rule = (text) => {
  if (charCount(text) < limits.password_chars_min)
    return `Password must be at least ${limits.password_chars_min} characters.`;
  if (new TextEncoder().encode(text).length > limits.password_bytes_max)
    return `Password must be at most ${limits.password_bytes_max} bytes.`;
  if (text.includes("\0")) return "Password may not have a zero character in it.";
  return undefined;
};

export const channelNameProblem: Rule = (text) => {
  const wrong_length = `Channel name must be ${channel_name_chars_min} to ${channel_name_chars_max} characters.`;
  if (text.length > limits.line_units_max) return wrong_length;
  const name = normalChannelName(text);
  if (name === "") return "Channel name required.";
  if (name.length < channel_name_chars_min || name.length > channel_name_chars_max) return wrong_length;
  if (!/^[a-z0-9-]+$/.test(name)) return "Channel name may only have a-z, 0-9 and hyphens.";
  return undefined;
};

/** For a server's name as `shownServerName` leaves it. */
export const serverNameProblem: Rule = (text) => {
  const name = shownServerName(text);
  if (name === "") return "A server needs a name.";
  if (charCount(name) > limits.server_name_chars_max)
    return `A server's name has at most ${limits.server_name_chars_max} characters.`;
  return undefined;
};

/** A server's name on one line, without characters that show nothing or turn the reading direction. */
export const shownServerName = (text: string): string =>
  cleanLine(text.replace(/[\p{Bidi_Control}\u200b\u2028\u2029\u2060\ufeff]/gu, " "));

export const channelDescriptionProblem: Rule = (text) =>
  isLongLine(text, limits.channel_description_chars_max)
    ? `Description must be at most ${limits.channel_description_chars_max} characters.`
    : undefined;

export const statusTextProblem: Rule = (text) =>
  isLongLine(text, limits.status_text_chars_max)
    ? `A status has at most ${limits.status_text_chars_max} characters.`
    : undefined;

/** By its length as it comes, or else as it is kept: to clean a megabyte takes a good while. */
const isLongLine = (text: string, chars_max: number): boolean =>
  text.length > limits.line_units_max || charCount(cleanLine(text)) > chars_max;

export const contentProblem: Rule = (text) =>
  text.length <= limits.content_units_max && isBlank(cleanContent(text))
    ? "Message cannot be empty."
    : sentContentProblem(text);

/** For a text that files may take the place of: it may be empty, too long it may not be. */
export const sentContentProblem: Rule = (text) => {
  const is_long = text.length > limits.content_units_max; // then it is counted as it comes
  const content = is_long ? text : cleanContent(text);
  if (content.length <= limits.content_chars_max) return undefined; // no code point is shorter
  if (!is_long && isBlank(content)) return undefined;
  const over = charCount(content) - limits.content_chars_max;
  if (over > 0)
    return `Message is ${over} ${over === 1 ? "character" : "characters"} over the limit of ${limits.content_chars_max}.`;
  return undefined;
};

/** A text that files may take the place of, as it is kept: of white space alone nothing is. */
export const sentContent = (text: string): string => {
  const content = cleanContent(text);
  return isBlank(content) ? "" : content;
};

export const displayNameProblem: Rule = (text) => {
  const too_long = `A display name has at most ${limits.display_name_chars_max} characters.`;
  if (text.length > limits.display_name_units_max) return too_long; // to put accents in order takes their number squared
  const name = cleanDisplayName(text);
  if (!shown_letter.test(name)) return "A display name cannot be blank.";
  return charCount(name) > limits.display_name_chars_max ? too_long : undefined;
};

/** Anything but blanks, accents without a letter, and what no font has: those would show as nothing, or upon what stands beside. */
const shown_letter = /[^\p{M}\p{C}\p{Z}\u2800]/u;

/**
 * One line, without what turns the reading direction of the text around it or shows nothing; joiners and
 * variation selectors stay, which emoji and some scripts need.
 */
export const cleanDisplayName = (text: string): string => {
  const unseen = /(?!\u200c|\u200d|\ufe0e|\ufe0f)[\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/gu;
  return cleanLine(text.replace(unseen, "")).normalize("NFC");
};

/**
 * An emoji as it is kept and as our choice of emoji has it: with a variation selector only where it is no picture
 * without. Undefined for what is not one emoji: one grapheme that shows as a picture of its own.
 */
export function emojiForm(text: string): string | undefined {
  const bare = text.replaceAll("\ufe0f", "");
  return [bare, text, `${bare}\ufe0f`].find(
    (form) => one_emoji.test(form) && !/^\p{Emoji_Modifier}$/u.test(form),
  );
}

const one_emoji = /^(\p{RGI_Emoji}|\p{Regional_Indicator}{2})$/v;

/** White space and characters that show nothing are no message. */
const isBlank = (text: string): boolean =>
  !/^[!-~]/.test(text) && /^[\s\p{Default_Ignorable_Code_Point}\u2800]*$/u.test(text);

/** Channel names are trimmed and lower-cased before anything else. */
export const normalChannelName = (text: string): string => text.trim().toLowerCase();

/** Takes out control characters (C0, DEL, C1) except newline and tab, and lone surrogates, which no UTF-8 can carry. */
export const cleanContent = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- taking them out is the point
  is_clean.test(text) ? text : text.toWellFormed().replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "");

/** Most texts: letters without accents, digits, signs. */
const is_clean = /^[\n\t -~]*$/;

/** One line of text: cleaned, white space folded, trimmed. */
export const cleanLine = (text: string): string => cleanContent(text).replace(/\s+/g, " ").trim();

/** Length in Unicode code points, as the limits count it. */
export const charCount = (text: string): number => {
  let count = 0;
  for (const _ of text) count++;
  return count;
};

/** What is wrong with a file's name that no cleaning can put right. */
export const fileNameProblem: Rule = (text) => {
  const too_long = `A file name has at most ${limits.file_name_bytes_max} bytes.`;
  if (text.length > limits.line_units_max) return too_long;
  const name = safeFileName(text);
  if (name === "") return "A file needs a name.";
  return new TextEncoder().encode(name).length > limits.file_name_bytes_max ? too_long : undefined;
};

/**
 * A file's name as it is shown and saved under: without folders, without what no system takes in a name, and
 * without characters that show nothing or turn the reading direction, which could hide what kind of file it is.
 */
export function safeFileName(text: string): string {
  const last = cleanLine(text.replace(/^.*[/\\]/s, ""));
  const plain = withoutEnd(
    last.replace(/[<>:"|?*]/g, "_").replace(/[\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/gu, ""),
  ).trim();
  return reserved_names.test(plain) ? `_${plain}` : plain;
}

/** Without dots and blanks at the end. A pattern for them would look at each of a row of dots in the middle again and again. */
function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && ". ".includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** Names of devices on Windows, whatever ending they have. */
const reserved_names = /^(con|prn|aux|nul|clock\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;

/** A size as people say it: "1.2 MB". */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  const [unit, divisor] =
    bytes < 999_500 ? ["KB", 1_000] : bytes < 999_500_000 ? ["MB", 1_000_000] : ["GB", 1e9];
  const value = bytes / Number(divisor);
  return `${value < 9.95 ? value.toFixed(1).replace(/\.0$/, "") : Math.round(value)} ${unit}`;
}
