import { limits } from "../protocol/limits.ts";
import { requireLogin } from "./access.ts";
import type { Context } from "./context.ts";
import type { Mentions } from "./ports/message-store.ts";
import type { Session } from "./session.ts";
import { rateLimited } from "./take-rate.ts";

/**
 * Counts a text that calls all of a large channel: it costs much, and is heard by many. Throws ChatError `rate_limited`.
 * Of who is no member nothing is counted: their answer tells nothing of who is there.
 */
export function takeRateOfCall(
  context: Context,
  session: Session,
  channel_id: number,
  content: string,
): void {
  const { hub } = context;
  if (!content.includes("@") || hub.onlineCountOf(channel_id) <= limits.calls_free_users_max) return;
  const { user_id } = requireLogin(session);
  if (!hub.hears(user_id, channel_id)) return;
  const names = namesIn(content);
  if (!names.has("here") && !names.has("channel")) return;
  const wait_ms = context.rates.call.take(user_id, context.clock.now());
  if (wait_ms > 0) throw rateLimited("You have called all of a large channel too often.", wait_ms);
}

/**
 * Whom a text names: @ana, @here (the members who are connected), @channel (all members). Undefined for nobody.
 * Whom @here named in the text before an edit it goes on to name: they have been called already.
 */
export function mentionsIn(
  context: Context,
  channel_id: number,
  content: string,
  before = "",
): Mentions | undefined {
  if (!content.includes("@")) return undefined;
  const names = namesIn(content);
  if (names.size === 0) return undefined;
  const everyone = names.delete("channel");
  if (!names.delete("here")) return { usernames: [...names], user_ids: [], everyone };
  const user_ids = [...context.hub.onlineMembersOf(channel_id)];
  const earlier = namesIn(before);
  const kept = earlier.delete("here") ? { kept: { but: [...earlier.difference(names)] } } : {};
  return { usernames: [...names], user_ids, everyone, ...kept };
}

function namesIn(text: string): Set<string> {
  return new Set([...text.matchAll(mention)].map(([, name = ""]) => name.toLowerCase()));
}

/** A name after an @ that stands for itself: not the one in the middle of an address. */
const mention = /(?<![\w@])@([A-Za-z0-9_]{3,20})(?![\w@])/g;
