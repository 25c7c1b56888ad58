import { z } from "zod";

import { limits } from "./limits.ts";
import {
  channelDescriptionProblem,
  channelNameProblem,
  cleanContent,
  cleanLine,
  contentProblem,
  normalChannelName,
  passwordProblem,
  type Rule,
  usernameProblem,
} from "./rules.ts";

/** A string held to a rule of rules.ts, whose words become the error's message. */
const ruled = (rule: Rule, missing: string) =>
  z.string({ error: missing }).superRefine((text, context) => {
    const problem = rule(text);
    if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
  });

export const Username = ruled(usernameProblem, "Username required.")
  .transform((text) => text.trim())
  .describe("a username: 3 to 20 of A-Z a-z 0-9 _, unique without regard to case");

export const Password = ruled(passwordProblem, "Password required.").describe(
  "a password: at least 6 characters, at most 1024 bytes of UTF-8",
);

export const ChannelName = ruled(channelNameProblem, "Channel name required.")
  .transform(normalChannelName)
  .describe("a channel's name: 2 to 30 of a-z 0-9 -, trimmed and lower-cased");

export const ChannelDescription = ruled(channelDescriptionProblem, "Description must be text.")
  .transform(cleanLine)
  .describe("one line of at most 200 characters");

export const Content = ruled(contentProblem, "Message cannot be empty.")
  .transform(cleanContent)
  .describe(
    "a message's text: not blank, at most 2000 code points; control characters but \\n and \\t are taken out",
  );

const id = (what: string) => z.int().positive().describe(what);

export const UserId = id("a user's id");
export const ChannelId = id("a channel's id");
export const MessageId = id("a message's id");

export const Seq = z
  .int()
  .nonnegative()
  .describe("a message's place in its channel: 1, 2, 3 ... without holes");

export const Nonce = z
  .string()
  .min(1)
  .max(limits.nonce_chars_max)
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

export const Status = z.enum(["online", "offline"]).describe("whether the user has a connection just now");

export const User = z.object({ user_id: UserId, username: z.string() }).describe("a user");
export type User = z.infer<typeof User>;

export const Member = User.extend({ status: Status }).describe("a member of a channel, with presence");
export type Member = z.infer<typeof Member>;
