import { z } from "zod";

import { event, request } from "./define.ts";
import {
  ChannelDescription,
  ChannelId,
  ChannelName,
  Member,
  Seq,
  Status,
  TimeMs,
  User,
  UserId,
  Username,
} from "./fields.ts";

export const Channel = z
  .object({
    id: ChannelId,
    kind: z.enum(["public", "dm"]).describe("public: listed for all. dm: direct messages of its members"),
    name: z.string().nullable().describe("null for a dm"),
    description: z.string(),
    created_at_ms: TimeMs,
    last_seq: Seq.describe("the seq of the newest message; 0 when there is none"),
    last_message_at_ms: TimeMs.nullable(),
    joined: z.boolean().describe("whether the asking user is a member"),
    read_seq: Seq.describe("the asking user's read marker: unread = last_seq - read_seq"),
    members: z.array(Member).describe("of a dm, in order of name; empty for a public channel"),
  })
  .describe("a channel, as one user sees it");
export type Channel = z.infer<typeof Channel>;

export const channelRequests = {
  "channel.list": request({
    summary: "All public channels in order of name, then one's direct messages, the newest first.",
    access: "user",
    body: z.object({}),
    reply: z.object({ channels: z.array(Channel) }),
  }),
  "channel.create": request({
    summary: "Makes a public channel and joins it.",
    access: "user",
    body: z.object({ name: ChannelName, description: ChannelDescription.optional() }),
    reply: z.object({ channel: Channel }),
  }),
  "channel.join": request({
    summary: "Joins a public channel: from here on its messages come. Joining twice is no error.",
    access: "user",
    body: z.object({ channel_id: ChannelId }),
    reply: z.object({ channel: Channel }),
  }),
  "channel.leave": request({
    summary: "Leaves a public channel: from here on its messages do not come.",
    access: "user",
    body: z.object({ channel_id: ChannelId }),
    reply: z.object({}),
  }),
  "channel.mark_read": request({
    summary: "Moves the read marker forward; a lower read_seq than the present one changes nothing.",
    access: "user",
    body: z.object({ channel_id: ChannelId, read_seq: Seq }),
    reply: z.object({ read_seq: Seq.describe("where the marker now is") }),
  }),
  "dm.open": request({
    summary: "Finds or makes the direct messages with a user, by name without regard to case.",
    access: "user",
    body: z.object({ username: Username }),
    reply: z.object({ channel: Channel }),
  }),
  "member.list": request({
    summary: "The members of a channel, in order of name.",
    access: "user",
    body: z.object({ channel_id: ChannelId }),
    reply: z.object({ members: z.array(Member) }),
  }),
};

export const channelEvents = {
  "channel.created": event({
    summary: "A public channel was made (to everybody), or a direct message was begun (to its members).",
    body: z.object({ channel: Channel }),
  }),
  "channel.marked_read": event({
    summary: "The read marker moved, on this or another of one's devices.",
    body: z.object({ channel_id: ChannelId, read_seq: Seq }),
  }),
  "member.joined": event({
    summary: "Someone joined a channel one is a member of.",
    body: z.object({ channel_id: ChannelId, member: Member }),
  }),
  "member.left": event({
    summary: "Someone left a channel one is a member of; to one's other devices also when it was oneself.",
    body: z.object({ channel_id: ChannelId, user: User }),
  }),
  "presence.changed": event({
    summary: "Someone's first connection came, or the last one went.",
    body: z.object({ user_id: UserId, username: z.string(), status: Status }),
  }),
};
