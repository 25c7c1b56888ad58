import { ChatError } from "../../protocol/errors.ts";
import { limits } from "../../protocol/limits.ts";
import { requireLogin, requireVisibleChannel } from "../access.ts";
import { fitting } from "../fitting.ts";
import type { Handler } from "../handler.ts";
import { withPresence } from "../presence.ts";
import { present } from "./channels.ts";

export const openDm: Handler<"dm.open"> = async (context, session, { usernames }) => {
  const { user_id } = requireLogin(session);
  const peers = await Promise.all(usernames.map((username) => context.store.users.byName(username)));
  const missing = usernames.filter((_, index) => !peers[index]);
  if (missing.length > 0) throw new ChatError("not_found", `There is no user named ${missing.join(", ")}.`);
  const user_ids = [user_id, ...peers.flatMap((peer) => (peer ? [peer.user_id] : []))];
  const now_ms = context.clock.now();
  const { channel_id, created } = await context.store.channels.openDm({
    user_ids,
    created_by: user_id,
    now_ms,
  });
  const channel = present(context, await requireVisibleChannel(context, session, channel_id));
  if (created) {
    // The others learn of it by the first message: somebody's click is nothing to tell.
    context.bus.publish({
      audience: { user_ids: [user_id] },
      event: { type: "channel.created", body: { channel } },
    });
  }
  return { channel };
};

export const listMembers: Handler<"member.list"> = async (context, session, { channel_id }) => {
  await requireVisibleChannel(context, session, channel_id);
  const members = await context.store.members.list(channel_id);
  const shown = members.map((member) => withPresence(context, member));
  return { members: fitting(shown, limits.list_bytes_max) };
};
