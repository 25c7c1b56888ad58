import { requireMember, requireVisibleChannel } from "../access.ts";
import type { Handler } from "../handler.ts";

/** Stored before told, told before answered; a repeat is answered only. */
export const sendMessage: Handler<"message.send"> = async (
  context,
  session,
  { channel_id, nonce, kind, content },
) => {
  const { user_id } = await requireMember(context, session, channel_id);
  const now_ms = context.clock.now();
  const { message, repeated } = await context.store.messages.append({
    channel_id,
    author_id: user_id,
    kind,
    content,
    nonce,
    now_ms,
  });
  if (!repeated) {
    context.bus.publish({ audience: { channel_id }, event: { type: "message.created", body: { message } } });
  }
  const { id, seq, created_at_ms } = message;
  return { id, seq, created_at_ms };
};

export const listHistory: Handler<"message.history"> = async (context, session, page) => {
  await requireVisibleChannel(context, session, page.channel_id);
  return context.store.messages.history(page);
};
