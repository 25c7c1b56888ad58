import type { Context } from "./context.ts";
import type { Mentions } from "./ports/message-store.ts";

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
