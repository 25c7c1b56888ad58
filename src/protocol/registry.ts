import { z } from "zod";

import { channelEvents, channelRequests } from "./channel.ts";
import { fileRequests } from "./file.ts";
import { messageEvents, messageRequests } from "./message.ts";
import { presenceEvents, presenceRequests } from "./presence.ts";
import { profileEvents, profileRequests } from "./profile.ts";
import { searchRequests } from "./search.ts";
import { sessionEvents, sessionRequests } from "./session.ts";
import { syncRequests } from "./sync.ts";

/** Everything protocol 2 can say, by name. Types, validation and docs/PROTOCOL.md come from these two tables. */
export const requests = {
  ...sessionRequests,
  ...channelRequests,
  ...messageRequests,
  ...presenceRequests,
  ...profileRequests,
  ...syncRequests,
  ...searchRequests,
  ...fileRequests,
};
export const events = {
  ...sessionEvents,
  ...channelEvents,
  ...messageEvents,
  ...presenceEvents,
  ...profileEvents,
};

export type RequestName = keyof typeof requests;
export type EventName = keyof typeof events;

/** A request's body as the client writes it (before defaults and transforms) and as the handler gets it. */
export type RequestInput<N extends RequestName> = z.input<(typeof requests)[N]["body"]>;
export type RequestBody<N extends RequestName> = z.output<(typeof requests)[N]["body"]>;
export type Reply<N extends RequestName> = z.output<(typeof requests)[N]["reply"]>;
export type EventBody<N extends EventName> = z.output<(typeof events)[N]["body"]>;

/** An event with its body, as one type whose `type` tells the `body`. */
export type ChatEvent = { [N in EventName]: { type: N; body: EventBody<N> } }[EventName];

/** A request frame, before its type and body are looked at. */
export const RequestFrame = z.object({
  id: z.int().nonnegative(),
  type: z.string(),
  body: z.unknown().optional(),
});

export interface ReplyError {
  code: string;
  message: string;
  retry_after_ms?: number;
}

export type ReplyFrame = { re: number; ok: unknown } | { re: number; error: ReplyError };

export const isRequestName = (name: string): name is RequestName => Object.hasOwn(requests, name);
