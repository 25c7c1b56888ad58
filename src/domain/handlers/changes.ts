import type { ChatEvent } from "../../protocol/registry.ts";
import { requireLogin, requireMembersMessage, requireOwnMessage } from "../access.ts";
import type { Context } from "../context.ts";
import type { Handler } from "../handler.ts";
import { tellMentions } from "../mention-changes.ts";
import { mentionsIn, takeRateOfCall } from "../mentions.ts";
import type { Changed } from "../ports/message-store.ts";
import { userOf } from "../user.ts";

export const editMessage: Handler<"message.edit"> = async (context, session, { id, content }) => {
  const { channel_id, author, content: before } = await requireOwnMessage(context, session, id);
  takeRateOfCall(context, session, channel_id, content);
  const mentions = mentionsIn(context, channel_id, content, before);
  const edit = { id, content, mentions, now_ms: context.clock.now() };
  const { edited_at_ms, named, ...change } = await context.store.changes.edit(edit);
  tellMentions(context, change, author.user_id, named);
  tell(context, change, (of) => ({ type: "message.edited", body: { ...of, content, edited_at_ms } }));
  return { rev: change.rev, edited_at_ms };
};

export const deleteMessage: Handler<"message.delete"> = async (context, session, { id }) => {
  const { author } = await requireOwnMessage(context, session, id);
  const { deleted_at_ms, deleted_run, named, ...change } = await context.store.changes.remove(
    id,
    context.clock.now(),
  );
  tellMentions(context, change, author.user_id, named);
  tell(context, change, (of) => ({ type: "message.deleted", body: { ...of, deleted_at_ms, deleted_run } }));
  context.files?.clearSoon();
  return { rev: change.rev, deleted_at_ms };
};

export const reactToMessage: Handler<"message.react"> = async (context, session, { id, emoji, on }) => {
  const login = requireLogin(session); // when it is stored the connection may be gone, and it is told all the same
  const { user_id } = login;
  await requireMembersMessage(context, session, id);
  const { reactions, ...change } = await context.store.changes.react({ id, user_id, emoji, on });
  const counts = reactions.map((reaction) => ({ emoji: reaction.emoji, count: reaction.count }));
  tell(context, change, (of) => ({
    type: "message.reacted",
    body: { ...of, user: userOf(session.login ?? login), emoji, on, reactions: counts },
  }));
  return { rev: change.rev, reactions };
};

export const pinMessage: Handler<"message.pin"> = async (context, session, { id, on }) => {
  const login = requireLogin(session);
  await requireMembersMessage(context, session, id);
  const { pinned_at_ms, ...change } = await context.store.changes.pin(id, on, context.clock.now());
  tell(context, change, (of) => ({
    type: "message.pinned",
    body: { ...of, user: userOf(session.login ?? login), pinned_at_ms },
  }));
  return { rev: change.rev, pinned_at_ms };
};

type Place = Omit<Changed, "changed">;

/** What changed nothing is not told. */
function tell(context: Context, { changed, ...place }: Changed, describe: (of: Place) => ChatEvent): void {
  if (!changed) return;
  context.bus.publish({ audience: { channel_id: place.channel_id }, event: describe(place) });
}
