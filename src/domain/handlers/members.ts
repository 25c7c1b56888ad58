import { ChatError } from "../../protocol/errors.ts";
import type { Member } from "../../protocol/fields.ts";
import { limits } from "../../protocol/limits.ts";
import { requireLogin, requireVisibleChannel } from "../access.ts";
import type { Context } from "../context.ts";
import { fitting } from "../fitting.ts";
import type { Handler } from "../handler.ts";
import { withPresence } from "../presence.ts";
import type { Session } from "../session.ts";
import { takeAdditions, takeCreation } from "../take-rate.ts";
import { present } from "./channels.ts";

export const openDm: Handler<"dm.open"> = async (context, session, { usernames }) => {
  const { user_id } = requireLogin(session);
  const peers = await Promise.all(usernames.map((username) => context.store.users.byName(username)));
  const missing = usernames.filter((_, index) => !peers[index]);
  if (missing.length > 0) throw new ChatError("not_found", `There is no user named ${missing.join(", ")}.`);
  const user_ids = [user_id, ...peers.flatMap((peer) => (peer ? [peer.user_id] : []))];
  await takeRateOfDm(context, session, user_ids);
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

/**
 * Among several there are more than can be counted, each new to all of its members. With one other there can be no
 * more than there are people, and one may write to all of them.
 */
async function takeRateOfDm(context: Context, session: Session, user_ids: readonly number[]): Promise<void> {
  const [, ...others] = new Set(user_ids);
  if (others.length < 2 || (await context.store.channels.dmOf(user_ids)) !== undefined) return;
  takeCreation(context, session);
  takeAdditions(context, session.address, others);
}

export const listMembers: Handler<"member.list"> = async (context, session, { channel_id }) => ({
  members: fitting(
    await shownMembers(context, session, channel_id, listed_members_max),
    limits.list_bytes_max,
  ),
});

/** What a member takes as JSON, at least: ids and names of a few letters. */
const member_bytes_min = 60;
/** More than that fit into no list. */
const listed_members_max = Math.floor(limits.list_bytes_max / member_bytes_min);

/** Those of a channel that the user sees: all, however many there are, or the first so many in order of name. */
export async function shownMembers(
  context: Context,
  session: Session,
  channel_id: number,
  limit?: number,
): Promise<Member[]> {
  await requireVisibleChannel(context, session, channel_id);
  const members = await context.store.members.list(channel_id, limit);
  return members.map((member) => withPresence(context, member));
}
