import type { RequestBody } from "../../protocol/registry.ts";
import { requireMember } from "../access.ts";
import type { Context } from "../context.ts";
import type { Handler } from "../handler.ts";
import type { ReadMarker } from "../ports/store.ts";

type Body = RequestBody<"channel.mark_read">;

export const markRead: Handler<"channel.mark_read"> = async (context, session, { channel_id, read_seq }) => {
  const { user_id } = await requireMember(context, session, channel_id);
  const marker = await context.store.members.markRead(channel_id, user_id, read_seq);
  return tell(context, user_id, channel_id, marker);
};

export const markUnread: Handler<"channel.mark_unread"> = async (context, session, { channel_id, seq }) => {
  const { user_id } = await requireMember(context, session, channel_id);
  const marker = await context.store.members.markUnread(channel_id, user_id, seq);
  return tell(context, user_id, channel_id, marker);
};

/** All of the user's devices hear of it at once. */
function tell(
  context: Context,
  user_id: number,
  channel_id: number,
  { moved, read_seq, mention_count }: ReadMarker,
): Pick<Body, "read_seq"> {
  if (moved) {
    const body = { channel_id, read_seq, mention_count };
    context.bus.publish({ audience: { user_ids: [user_id] }, event: { type: "channel.marked_read", body } });
  }
  return { read_seq };
}
