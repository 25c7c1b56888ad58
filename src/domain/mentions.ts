import type { Context } from "./context.ts";
import type { Mentions } from "./ports/message-store.ts";

/** Whom a text names: @ana, @here (the members who are connected), @channel (all members). Undefined for nobody. */
export function mentionsIn(context: Context, channel_id: number, content: string): Mentions | undefined {
  if (!content.includes("@")) return undefined;
  const names = new Set<string>();
  for (const [, name = ""] of content.matchAll(mention)) names.add(name.toLowerCase());
  if (names.size === 0) return undefined;
  const everyone = names.delete("channel");
  const user_ids = names.delete("here") ? [...context.hub.onlineMembersOf(channel_id)] : [];
  return { usernames: [...names], user_ids, everyone };
}

/** A name after an @ that stands for itself: not the one in the middle of an address. */
const mention = /(?<![\w@])@([A-Za-z0-9_]{3,20})(?![\w@])/g;
