import { limits } from "../protocol/limits.ts";
import { requireLogin } from "./access.ts";
import type { Context } from "./context.ts";
import type { Mentions } from "./ports/message-store.ts";
import type { Session } from "./session.ts";
import { rateLimited } from "./take-rate.ts";

/** Throws ChatError `rate_limited` for a text that calls all of a large channel when its author has done so too often. */
export function takeRateOfCall(
  context: Context,
  session: Session,
  channel_id: number,
  content: string,
): void {
  const wait_ms = waitForCall(context, session, channel_id, content);
  if (wait_ms > 0) throw rateLimited("You have called all of a large channel too often.", wait_ms);
}

/**
 * Counts a text that calls all of a large channel: it costs much, and is heard by many. Returns 0, or how many milliseconds
 * to wait. Of who is no member nothing is counted: their answer tells nothing of who is there.
 */
function waitForCall(context: Context, session: Session, channel_id: number, content: string): number {
  const { hub } = context;
  if (!content.includes("@") || hub.onlineCountOf(channel_id) <= limits.calls_free_users_max) return 0;
  const { user_id } = requireLogin(session);
  if (!hub.hears(user_id, channel_id)) return 0;
  const names = namesIn(content);
  if (!names.has("here") && !names.has("channel")) return 0;
  return context.rates.call.take(user_id, context.clock.steady());
}

/** The same for protocol 1, which has no mentions and whose texts nothing but their number refuses: too often it calls nobody. */
export function mentionsV1(
  context: Context,
  session: Session,
  channel_id: number,
  content: string,
): Mentions | undefined {
  const calls = waitForCall(context, session, channel_id, content) === 0;
  return mentionsIn(context, channel_id, calls ? content : content.replaceAll(call, ""));
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

/** Each of them is looked up, for a message that waits for no turn: of hundreds only the first ones. */
function namesIn(text: string): Set<string> {
  const names = new Set<string>();
  for (const [, name = ""] of text.matchAll(mention)) {
    names.add(name.toLowerCase());
    if (names.size === limits.names_per_message_max) break;
  }
  return names;
}

/** A name after an @ that stands for itself: not the one in the middle of an address. */
const mention = /(?<![\w@])@([A-Za-z0-9_]{3,20})(?![\w@])/g;

/** As `mention` finds them. */
const call = /(?<![\w@])@(?:here|channel)(?![\w@])/gi;
