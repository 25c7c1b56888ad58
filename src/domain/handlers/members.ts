import { ChatError } from "../../protocol/errors.ts";
import { requireLogin, requireVisibleChannel } from "../access.ts";
import type { Handler } from "../handler.ts";
import { withPresence } from "../presence.ts";
import { present } from "./channels.ts";

export const openDm: Handler<"dm.open"> = async (context, session, { username }) => {
  const { user_id } = requireLogin(session);
  const peer = await context.store.users.byName(username);
  if (!peer) throw new ChatError("not_found", `There is no user named ${username}.`);
  const user_ids: [number, number] = [user_id, peer.user_id];
  const { channel_id, created } = await context.store.channels.openDm({
    user_ids,
    now_ms: context.clock.now(),
  });
  const channel = present(context, await requireVisibleChannel(context, session, channel_id));
  if (created) {
    context.bus.publish({ audience: { user_ids }, event: { type: "channel.created", body: { channel } } });
  }
  return { channel };
};

export const listMembers: Handler<"member.list"> = async (context, session, { channel_id }) => {
  await requireVisibleChannel(context, session, channel_id);
  const members = await context.store.members.list(channel_id);
  return { members: members.map((member) => withPresence(context, member)) };
};
