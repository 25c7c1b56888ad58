import type { ChatEvent } from "../../protocol/registry.ts";
import { requireLogin, requireMember } from "../access.ts";
import type { Context } from "../context.ts";
import type { Handler } from "../handler.ts";
import type { ChannelView } from "../ports/store.ts";

export const setPreferences: Handler<"channel.set_preferences"> = async (
  context,
  session,
  { channel_id, ...change },
) => {
  const { user_id } = await requireMember(context, session, channel_id);
  const { changed, ...preferences } = await context.store.members.setPreferences(channel_id, user_id, change);
  const body = { channel_id, preferences };
  if (changed) tellOwn(context, user_id, { type: "channel.preferences_changed", body });
  return { preferences };
};

export const arrangeChannels: Handler<"channel.arrange"> = async (context, session, { channel_ids }) => {
  const { user_id } = requireLogin(session);
  const own = new Set(await context.store.members.channelIdsOf(user_id));
  for (const channel_id of channel_ids)
    if (!own.has(channel_id)) await requireMember(context, session, channel_id);
  if (await context.store.members.arrange(user_id, channel_ids))
    tellOwn(context, user_id, { type: "channel.arranged", body: { channel_ids } });
  return {};
};

/** A channel for others' eyes: how one wants it is nobody else's concern. */
export function withoutPreferences({
  level: _level,
  muted: _muted,
  favorite: _favorite,
  place: _place,
  ...view
}: ChannelView): ChannelView {
  return view;
}

function tellOwn(context: Context, user_id: number, event: ChatEvent): void {
  context.bus.publish({ audience: { user_ids: [user_id] }, event });
}
