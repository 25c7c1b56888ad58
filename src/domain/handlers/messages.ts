import type { Message } from "../../protocol/message.ts";
import type { RequestBody } from "../../protocol/registry.ts";
import { requireMember, requireVisibleChannel } from "../access.ts";
import type { Context } from "../context.ts";
import type { Handler } from "../handler.ts";
import type { Session } from "../session.ts";

export const sendMessage: Handler<"message.send"> = async (context, session, body) => {
  const { id, seq, created_at_ms } = await postMessage(context, session, body);
  return { id, seq, created_at_ms };
};

/** Stored before told, told before answered; a repeat is answered only. A message of protocol 1 has no nonce. */
export async function postMessage(
  context: Context,
  session: Session,
  { channel_id, nonce, kind, content }: Omit<RequestBody<"message.send">, "nonce"> & { nonce: string | null },
): Promise<Message> {
  const { user_id: author_id } = await requireMember(context, session, channel_id);
  const now_ms = context.clock.now();
  const { message, repeated } = await context.store.messages.append({
    channel_id,
    author_id,
    kind,
    content,
    nonce,
    now_ms,
  });
  if (!repeated) {
    context.bus.publish({ audience: { channel_id }, event: { type: "message.created", body: { message } } });
  }
  return message;
}

export const listHistory: Handler<"message.history"> = async (context, session, page) => {
  await requireVisibleChannel(context, session, page.channel_id);
  return context.store.messages.history(page);
};
