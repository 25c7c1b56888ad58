import { ChatError } from "../../protocol/errors.ts";
import { requireLogin, requireVisibleChannel } from "../access.ts";
import type { Handler } from "../handler.ts";

export const searchMessages: Handler<"message.search"> = async (context, session, { from, ...wish }) => {
  const { user_id } = requireLogin(session);
  for (const channel_id of wish.channel_ids) await requireVisibleChannel(context, session, channel_id);
  const author_ids: number[] = [];
  for (const name of from) {
    const user = await context.store.users.byName(name);
    if (!user) throw new ChatError("not_found", `Nobody here is called ${name}.`);
    author_ids.push(user.user_id);
  }
  const reply = await context.search.find({ ...wish, user_id, author_ids });
  await context.store.settled(); // it reads the files past the store
  return reply;
};
