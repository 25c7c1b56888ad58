import type { Context } from "./context.ts";
import type { Changed, Named, NamedAnew } from "./ports/message-store.ts";

/**
 * Tells the members whom a changed message names now and did not before, or the other way round, so that their
 * counts go on being right. To be told before the change itself, whose rev it has: who knows that rev has counted it.
 */
export function tellMentions(
  context: Context,
  { channel_id, seq, rev }: Pick<Changed, "channel_id" | "seq" | "rev">,
  author_id: number,
  { before, after }: NamedAnew,
): void {
  if (isNobody(before) && isNobody(after)) return;
  const hearers = [...context.hub.onlineMembersOf(channel_id)].filter((user_id) => user_id !== author_id);
  for (const named of [true, false]) {
    const user_ids = hearers.filter((id) => names(after, id) === named && names(before, id) !== named);
    if (user_ids.length === 0) continue;
    const body = { channel_id, seq, rev, named };
    context.bus.publish({ audience: { user_ids }, event: { type: "mention.changed", body } });
  }
}

const isNobody = ({ user_ids, everyone }: Named): boolean => !everyone && user_ids.size === 0;

const names = ({ user_ids, everyone }: Named, user_id: number): boolean => everyone || user_ids.has(user_id);
