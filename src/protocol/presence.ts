import { z } from "zod";

import { event, request } from "./define.ts";
import { Member, StatusText } from "./fields.ts";

export const ChosenStatus = z
  .enum(["online", "dnd", "invisible"])
  .describe("what the user chose; online becomes idle by itself when no device is in use");
export type ChosenStatus = z.infer<typeof ChosenStatus>;

export const presenceRequests = {
  "presence.choose": request({
    summary: "Chooses how one shows to others, on all devices, until chosen anew. Leave out what stays.",
    access: "user",
    rate: "change",
    body: z.object({ status: ChosenStatus.optional(), status_text: StatusText.optional() }),
    reply: z.object({ status: ChosenStatus, status_text: z.string() }),
  }),
  "presence.set_idle": request({
    summary: "Tells that this device has not been used for a while (10 min), or that it is used again.",
    access: "user",
    body: z.object({ idle: z.boolean() }),
    reply: z.object({}),
  }),
};

export const presenceEvents = {
  "presence.chosen": event({
    summary: "One chose how to show, on this or another of one's devices.",
    body: z.object({ status: ChosenStatus, status_text: z.string() }),
  }),
  "presence.changed": event({
    summary: "How some users show has changed. Changes that come close together are told together.",
    body: z.object({ users: z.array(Member) }),
  }),
};
