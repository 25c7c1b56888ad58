import { z } from "zod";

import { event, request } from "./define.ts";
import {
  ChannelDescription,
  ChannelId,
  ChannelName,
  Member,
  Rev,
  Seq,
  TimeMs,
  User,
  UserId,
  Username,
} from "./fields.ts";
import { limits } from "./limits.ts";

export const ChannelKind = z
  .enum(["public", "private", "dm"])
  .describe("public: listed for all. private: seen by its members only. dm: direct messages of its members");
export type ChannelKind = z.infer<typeof ChannelKind>;

export const NotificationLevel = z
  .enum(["all", "mentions", "none"])
  .describe(
    "which messages of a channel raise a notification. mentions: those that name the user or answer them",
  );
export type NotificationLevel = z.infer<typeof NotificationLevel>;

export const ChannelPlace = z
  .int()
  .positive()
  .describe("where it stands among the user's channels: lower ones first, those without a place after all");

export const ChannelPreferences = z
  .object({
    level: NotificationLevel,
    muted: z.boolean().describe("whether it raises nothing at all and stays quiet in lists"),
    favorite: z.boolean(),
    place: ChannelPlace.nullable(),
  })
  .describe("how one user wants a channel, on all devices");
export type ChannelPreferences = z.infer<typeof ChannelPreferences>;

export const Channel = z
  .object({
    id: ChannelId,
    kind: ChannelKind,
    name: z.string().nullable().describe("null for a dm"),
    description: z.string(),
    created_by: UserId.nullable().describe("who made it; null for one that came with the server"),
    created_at_ms: TimeMs,
    archived_at_ms: TimeMs.nullable().describe("since when nothing can be written there"),
    last_rev: Rev,
    last_seq: Seq.describe("the seq of the newest message; 0 when there is none"),
    last_message_at_ms: TimeMs.nullable(),
    joined: z.boolean().describe("whether the asking user is a member"),
    read_seq: Seq.describe(
      "the asking user's read marker, behind deleted messages that follow it: unread = last_seq - read_seq",
    ),
    mention_count: z
      .int()
      .nonnegative()
      .describe(
        "unread messages that name the asking user, @here or @channel, counted up to mentions_counted_max: that many, or more",
      ),
    members: z.array(Member).describe("of a dm, in order of name; empty for other channels"),
    level: NotificationLevel.optional().describe("left out for all"),
    muted: z.boolean().optional().describe("left out for false"),
    favorite: z.boolean().optional().describe("left out for false"),
    place: ChannelPlace.optional().describe("left out for none"),
  })
  .describe("a channel, as one user sees it");
export type Channel = z.infer<typeof Channel>;

export const channelRequests = {
  "channel.list": request({
    summary:
      "All public channels and one's private ones in order of name, then one's direct messages, the newest first.",
    access: "user",
    rate: "list",
    body: z.object({}),
    reply: z.object({ channels: z.array(Channel) }),
  }),
  "channel.create": request({
    summary: "Makes a public or private channel and joins it.",
    access: "user",
    rate: "change",
    body: z.object({
      kind: z.enum(["public", "private"]).default("public"),
      name: ChannelName,
      description: ChannelDescription.optional(),
    }),
    reply: z.object({ channel: Channel }),
  }),
  "channel.join": request({
    summary: "Joins a public channel: from here on its messages come. Joining twice is no error.",
    access: "user",
    rate: "change",
    body: z.object({ channel_id: ChannelId }),
    reply: z.object({ channel: Channel }),
  }),
  "channel.add_member": request({
    summary:
      "Makes another user a member of a private channel one is in. Adding twice is no error. Who leaves again and again is added only so often: `rate_limited`.",
    access: "user",
    rate: "change",
    body: z.object({ channel_id: ChannelId, username: Username }),
    reply: z.object({ member: Member }),
  }),
  "channel.update": request({
    summary:
      "Changes name, description or archive. The description: every member; the rest: who made the channel.",
    access: "user",
    rate: "change",
    body: z.object({
      channel_id: ChannelId,
      name: ChannelName.optional(),
      description: ChannelDescription.optional(),
      archived: z.boolean().optional(),
    }),
    reply: z.object({ channel: Channel }),
  }),
  "channel.leave": request({
    summary: "Leaves a public or private channel: from here on its messages do not come.",
    access: "user",
    rate: "change",
    body: z.object({ channel_id: ChannelId }),
    reply: z.object({}),
  }),
  "channel.mark_read": request({
    summary: "Moves the read marker forward; a lower read_seq than the present one changes nothing.",
    access: "user",
    body: z.object({ channel_id: ChannelId, read_seq: Seq }),
    reply: z.object({ read_seq: Seq.describe("where the marker now is") }),
  }),
  "channel.mark_unread": request({
    summary: "Sets the read marker back, so that the message of this seq and all after it are unread.",
    access: "user",
    body: z.object({ channel_id: ChannelId, seq: Seq.min(1) }),
    reply: z.object({ read_seq: Seq }),
  }),
  "channel.set_preferences": request({
    summary:
      "Sets how one wants a channel or direct messages one is in, on all devices. Leave out what stays. To make it a favorite or no more takes its place away. Forgotten when one leaves.",
    access: "user",
    rate: "change",
    body: z.object({
      channel_id: ChannelId,
      level: NotificationLevel.optional(),
      muted: z.boolean().optional(),
      favorite: z.boolean().optional(),
    }),
    reply: z.object({ preferences: ChannelPreferences }),
  }),
  "channel.arrange": request({
    summary:
      "Puts channels one is in into this order: they get the places 1, 2, 3 ... and others keep theirs. All of them, or none when one is not to be had.",
    access: "user",
    rate: "list",
    body: z.object({
      channel_ids: z
        .array(ChannelId)
        .min(1)
        .max(limits.arranged_channels_max)
        .refine((ids) => new Set(ids).size === ids.length, { message: "Name each channel once." }),
    }),
    reply: z.object({}),
  }),
  "dm.open": request({
    summary: "Finds or makes the direct messages with one or several users, by name without regard to case.",
    access: "user",
    rate: "change",
    body: z.object({
      usernames: z
        .array(Username)
        .min(1)
        .max(limits.dm_members_max - 1),
    }),
    reply: z.object({ channel: Channel }),
  }),
  "member.list": request({
    summary: "The members of a channel, in order of name.",
    access: "user",
    rate: "list",
    body: z.object({ channel_id: ChannelId }),
    reply: z.object({ members: z.array(Member) }),
  }),
};

export const channelEvents = {
  "channel.created": event({
    summary:
      "A public channel was made (to everybody), direct messages were begun (to their members), or one was made a member of a private channel.",
    body: z.object({ channel: Channel }),
  }),
  "channel.updated": event({
    summary: "A channel got another name, description or archive.",
    body: z.object({
      channel_id: ChannelId,
      name: z.string(),
      description: z.string(),
      archived_at_ms: TimeMs.nullable(),
    }),
  }),
  "channel.marked_read": event({
    summary: "The read marker moved, on this or another of one's devices.",
    body: z.object({ channel_id: ChannelId, read_seq: Seq, mention_count: z.int().nonnegative() }),
  }),
  "channel.preferences_changed": event({
    summary: "One wants a channel otherwise, by this or another of one's devices.",
    body: z.object({ channel_id: ChannelId, preferences: ChannelPreferences }),
  }),
  "channel.arranged": event({
    summary: "One put channels into this order, on this or another of one's devices: places 1, 2, 3 ...",
    body: z.object({ channel_ids: z.array(ChannelId) }),
  }),
  "member.joined": event({
    summary: "Someone joined a channel one is a member of.",
    body: z.object({ channel_id: ChannelId, member: Member }),
  }),
  "member.left": event({
    summary:
      "Someone left a channel one is a member of; to one's other devices also when it was oneself. Oneself in direct messages: they are gone, since nobody has written there.",
    body: z.object({ channel_id: ChannelId, user: User }),
  }),
};
