import { z } from "zod";

import { event, request } from "./define.ts";
import { AvatarId, DisplayName, Member, User, UserId } from "./fields.ts";
import { limits } from "./limits.ts";

const base64_chars_max = Math.ceil(limits.avatar_bytes_max / 3) * 4;

const Picture = z
  .string()
  .max(
    base64_chars_max,
    `A person's picture has at most ${limits.avatar_bytes_max / 1_024} KiB. Take a smaller one.`,
  )
  .describe(
    `base64 of a square png, jpeg or webp of at most ${limits.avatar_bytes_max} bytes and ${limits.avatar_pixels_max} pixels a side`,
  );

export const profileRequests = {
  "profile.set": request({
    summary: "Sets what one wants to be called; null for one's username. Several may have the same.",
    access: "user",
    rate: "profile",
    body: z.object({ display_name: DisplayName.nullable() }),
    reply: z.object({ user: User }),
  }),
  "profile.set_avatar": request({
    summary: "Sets one's picture in place of the one before, which is deleted; null for none.",
    access: "user",
    rate: "profile",
    body: z.object({ data: Picture.nullable() }),
    reply: z.object({ user: User }),
  }),
  "profile.read_avatar": request({
    summary: "Somebody's present picture, for all who are logged in.",
    access: "user",
    rate: "part",
    body: z.object({ avatar_id: AvatarId }),
    reply: z.object({
      media_type: z.string().describe("image/png, image/jpeg or image/webp"),
      data: Picture,
    }),
  }),
  "user.get": request({
    summary: "Users by their ids, as they are now: after a time away, say. Ids that nobody has are left out.",
    access: "user",
    body: z.object({ user_ids: z.array(UserId).min(1).max(limits.get_users_max) }),
    reply: z.object({ users: z.array(Member) }),
  }),
};

export const profileEvents = {
  "user.updated": event({
    summary: "A user, oneself too, is called otherwise or has another picture.",
    body: z.object({ user: User }),
  }),
};
