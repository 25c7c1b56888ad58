import type { Channel } from "../../protocol/channel.ts";
import { ChatError } from "../../protocol/errors.ts";
import type { RequestBody } from "../../protocol/registry.ts";
import { requireLogin, requireVisibleChannel } from "../access.ts";
import type { Context } from "../context.ts";
import type { Handler } from "../handler.ts";
import type { ChannelView } from "../ports/store.ts";
import { withPresence } from "../presence.ts";
import type { Session } from "../session.ts";

export const listChannels: Handler<"channel.list"> = async (context, session) => {
  const views = await context.store.channels.listFor(requireLogin(session).user_id);
  return { channels: views.map((view) => present(context, view)) };
};

export const createChannel: Handler<"channel.create"> = async (context, session, body) => {
  const { id: channel_id } = await makeChannel(context, session, body);
  return joinChannel(context, session, { channel_id });
};

/** Makes a public channel without joining it, as protocol 1 has it, and tells everybody. */
export async function makeChannel(
  context: Context,
  session: Session,
  { name, description = "" }: RequestBody<"channel.create">,
): Promise<Channel> {
  const { user_id } = requireLogin(session);
  const now_ms = context.clock.now();
  const { channel_id } = await context.store.channels.create({
    name,
    description,
    created_by: user_id,
    now_ms,
  });
  const channel = present(context, await requireVisibleChannel(context, session, channel_id));
  context.bus.publish({ audience: "everyone", event: { type: "channel.created", body: { channel } } });
  return channel;
}

export const joinChannel: Handler<"channel.join"> = async (context, session, { channel_id }) => {
  const { user_id, username } = requireLogin(session);
  await requirePublic(context, session, channel_id);
  if (await context.store.members.add(channel_id, user_id, context.clock.now())) {
    const member = withPresence(context, { user_id, username });
    context.bus.publish({
      audience: { channel_id },
      event: { type: "member.joined", body: { channel_id, member } },
    });
  }
  return { channel: present(context, await requireVisibleChannel(context, session, channel_id)) };
};

export const leaveChannel: Handler<"channel.leave"> = async (context, session, { channel_id }) => {
  const { user_id, username } = requireLogin(session);
  await requirePublic(context, session, channel_id);
  if (await context.store.members.remove(channel_id, user_id)) {
    const user = { user_id, username };
    context.bus.publish({
      audience: { channel_id },
      event: { type: "member.left", body: { channel_id, user } },
    });
  }
  return {};
};

export const markRead: Handler<"channel.mark_read"> = async (
  context,
  session,
  { channel_id, read_seq: asked },
) => {
  const { user_id } = requireLogin(session);
  const before = await requireVisibleChannel(context, session, channel_id);
  if (!before.joined) throw new ChatError("forbidden", "You must join the channel first.");
  const read_seq = await context.store.members.markRead(channel_id, user_id, asked);
  if (read_seq > before.read_seq) {
    const event = { type: "channel.marked_read", body: { channel_id, read_seq } } as const;
    context.bus.publish({ audience: { user_ids: [user_id] }, event });
  }
  return { read_seq };
};

/** A channel as the wire has it: the store's view with the presence of its members. */
export const present = (context: Context, view: ChannelView): Channel => ({
  ...view,
  members: view.members.map((member) => withPresence(context, member)),
});

async function requirePublic(context: Context, session: Session, channel_id: number) {
  const { kind } = await requireVisibleChannel(context, session, channel_id);
  if (kind !== "public") throw new ChatError("forbidden", "Direct messages can be neither joined nor left.");
}
