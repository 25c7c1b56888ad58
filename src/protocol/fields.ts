import { z } from "zod";

import { limits } from "./limits.ts";
import {
  channelDescriptionProblem,
  channelNameProblem,
  cleanContent,
  cleanDisplayName,
  cleanLine,
  contentProblem,
  displayNameProblem,
  emojiForm,
  newUsernameProblem,
  normalChannelName,
  passwordProblem,
  type Rule,
  sentContent,
  sentContentProblem,
  statusTextProblem,
  usernameProblem,
} from "./rules.ts";

/** A string held to a rule of rules.ts, whose words become the error's message, and as it is kept. */
const ruled = (rule: Rule, kept: (text: string) => string, missing: string) =>
  z.string({ error: missing }).transform((text, context) => {
    const problem = rule(text);
    if (problem === undefined) return kept(text);
    context.addIssue({ code: "custom", message: problem });
    return z.NEVER;
  });

export const Username = ruled(usernameProblem, (text) => text.trim(), "Username required.").describe(
  "a username: 3 to 20 of A-Z a-z 0-9 _, unique without regard to case",
);

export const NewUsername = ruled(newUsernameProblem, (text) => text.trim(), "Username required.").describe(
  "a username; not here, channel, everyone or all, in any case: 3 to 20 of A-Z a-z 0-9 _, unique without regard to case",
);

export const Password = ruled(passwordProblem, (text) => text, "Password required.").describe(
  "a password: at least 6 characters, at most 1024 bytes of UTF-8",
);

export const ChannelName = ruled(channelNameProblem, normalChannelName, "Channel name required.").describe(
  "a channel's name: 2 to 30 of a-z 0-9 -, trimmed and lower-cased",
);

export const ChannelDescription = ruled(
  channelDescriptionProblem,
  cleanLine,
  "Description must be text.",
).describe("one line of at most 200 characters");

export const Content = ruled(contentProblem, cleanContent, "Message cannot be empty.").describe(
  "a message's text: not blank, at most 2000 code points; control characters but \\n and \\t are taken out",
);

/** The same where files may take the place of the text. */
export const SentContent = ruled(sentContentProblem, sentContent, "Message cannot be empty.").describe(
  "a message's text as in message.edit; it may be empty when files go with it",
);

export const DisplayName = ruled(displayNameProblem, cleanDisplayName, "Display name must be text.").describe(
  "one line of 1 to 32 characters; control characters and what turns the reading direction or shows nothing are taken out",
);

const id = (what: string) => z.int().positive().describe(what);

export const UserId = id("a user's id");
export const ChannelId = id("a channel's id");
export const MessageId = id("a message's id");
export const FileId = id("a file's id");
export const AvatarId = id("a person's picture; another picture has another id");

export const Seq = z
  .int()
  .nonnegative()
  .describe("a message's place in its channel: 1, 2, 3 ... without holes");

export const Nonce = z
  .string()
  .min(1)
  .max(limits.nonce_chars_max)
  .refine((text) => text.isWellFormed(), "A nonce must be well-formed Unicode.")
  .describe(
    "made by the client, unique among all messages of its user for ever; a repeat gets the first answer",
  );

export const Token = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "A token is 64 hexadecimal characters.")
  .describe("a session token: 64 hexadecimal characters (32 random bytes); keep it as secret as a password");

export const TimeMs = z.int().nonnegative().describe("milliseconds since 1970-01-01 UTC");

export const DeviceLabel = z
  .string()
  .transform((text) => cleanLine(text).slice(0, limits.device_chars_max))
  .describe("what the user calls this device, shown in the list of sessions");

export const Rev = z
  .int()
  .nonnegative()
  .describe(
    "a channel's count of changes: each new message, edit, deletion, reaction and pin takes the next one",
  );

export const Emoji = z
  .string()
  .min(1)
  .max(limits.emoji_chars_max, { abort: true })
  .refine((text) => emojiForm(text) !== undefined, "A reaction is one emoji.")
  .transform((text) => emojiForm(text) ?? text)
  .describe("one emoji; variation selectors that make no difference make none here");

export const StatusText = ruled(statusTextProblem, cleanLine, "A status must be text.").describe(
  "one line of at most 80 characters, or empty",
);

export const Status = z
  .enum(["online", "idle", "dnd", "offline"])
  .describe("the best of the user's devices; dnd: do not disturb; who is invisible shows as offline");
export type Status = z.infer<typeof Status>;

export const User = z
  .object({
    user_id: UserId,
    username: z.string(),
    display_name: z
      .string()
      .optional()
      .describe("what the user wants to be called; left out when that is the username"),
    avatar_id: AvatarId.optional().describe("for `profile.read_avatar`; left out without a picture"),
  })
  .describe("a user, as they are now: a field that is left out is not set any more");
export type User = z.infer<typeof User>;

export const Member = User.extend({ status: Status, status_text: z.string() }).describe(
  "a user, with presence",
);
export type Member = z.infer<typeof Member>;
