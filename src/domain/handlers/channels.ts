import type { Channel } from "../../protocol/channel.ts";
import { ChatError } from "../../protocol/errors.ts";
import { limits } from "../../protocol/limits.ts";
import type { RequestBody } from "../../protocol/registry.ts";
import { requireLogin, requireMember, requireVisibleChannel, requireVisibleTo } from "../access.ts";
import type { Audience } from "../broadcast.ts";
import type { Context } from "../context.ts";
import type { Handler } from "../handler.ts";
import { nameTaken } from "../name-taken.ts";
import type { ChannelView, NewMember } from "../ports/store.ts";
import { presenceBytesIn, withPresence } from "../presence.ts";
import type { Session } from "../session.ts";
import { countingAddition, takeCreation } from "../take-rate.ts";
import { userOf } from "../user.ts";

export const listChannels: Handler<"channel.list"> = async (context, session) => {
  const { user_id } = requireLogin(session);
  const channels = await context.store.channels.listFor(user_id, presenceBytesIn(context));
  return { channels: listed(context, channels) };
};

export const createChannel: Handler<"channel.create"> = async (context, session, body) => {
  const login = requireLogin(session); // who is gone when the channel is made is its member all the same
  const { id: channel_id } = await makeChannel(context, session, body, { joins: true });
  return { channel: present(context, await requireVisibleTo(context, login.user_id, channel_id)) };
};

/**
 * Makes a channel, and joins it or not, as protocol 1 has it; a public one is told to everybody. Both are one
 * transaction: a private channel without members would be nobody's, and count among its maker's for ever.
 */
export async function makeChannel(
  context: Context,
  session: Session,
  { kind, name, description = "" }: RequestBody<"channel.create">,
  { joins }: { joins: boolean },
): Promise<{ id: number }> {
  const { user_id } = requireLogin(session);
  // Who asks for a channel that is there makes none, and may ask at every start of theirs.
  if ((await context.store.channels.idsByName(user_id, name)).length > 0) throw nameTaken(name);
  takeCreation(context, session);
  const now_ms = context.clock.now();
  const made_max = limits.channels_made_by_user_max;
  const made = { kind, name, description, created_by: user_id, now_ms, made_max, joins };
  const { channel_id, channel: view, joined } = await context.store.channels.create(made);
  if (kind === "public" && view) {
    const channel = present(context, view);
    context.bus.publish({ audience: "everyone", event: { type: "channel.created", body: { channel } } });
  }
  if (joined) tellJoined(context, joined);
  return { id: channel_id };
}

export const joinChannel: Handler<"channel.join"> = async (context, session, { channel_id }) => {
  const login = requireLogin(session);
  const { kind, joined } = await requireVisibleChannel(context, session, channel_id);
  if (kind === "dm") throw noDm();
  if (!joined) await addMember(context, channel_id, login.user_id);
  return { channel: present(context, await requireVisibleChannel(context, session, channel_id)) };
};

export const addChannelMember: Handler<"channel.add_member"> = async (
  context,
  session,
  { channel_id, username },
) => {
  await requireMember(context, session, channel_id);
  const { kind } = await requireVisibleChannel(context, session, channel_id);
  if (kind === "dm") throw noDm();
  const user = await context.store.users.byName(username);
  if (!user) throw new ChatError("not_found", `There is no user named ${username}.`);
  if (!(await context.store.members.has(channel_id, user.user_id))) {
    const { user_id } = user;
    await countingAddition(context, session, { channel_id, user_id }, () =>
      addMember(context, channel_id, user_id),
    );
  }
  return { member: withPresence(context, user) };
};

export const leaveChannel: Handler<"channel.leave"> = async (context, session, { channel_id }) => {
  const login = requireLogin(session);
  const { kind } = await requireVisibleChannel(context, session, channel_id);
  if (kind === "dm") throw noDm();
  if (await context.store.members.remove(channel_id, login.user_id)) {
    const user = userOf(login);
    context.bus.publish({
      audience: { channel_id },
      event: { type: "member.left", body: { channel_id, user } },
    });
  }
  return {};
};

export const updateChannel: Handler<"channel.update"> = async (
  context,
  session,
  { channel_id, archived, ...change },
) => {
  const { user_id } = await requireMember(context, session, channel_id);
  const before = await requireVisibleChannel(context, session, channel_id);
  if (before.kind === "dm") throw noDm();
  if (change.name !== undefined || archived !== undefined) requireMaker(before, user_id);
  const now_ms = context.clock.now();
  const archived_at_ms = archived === undefined ? undefined : archived ? now_ms : null;
  const wanted = { channel_id, user_id, archived_at_ms, now_ms, ...change };
  const { former_name, channel: view } = await context.store.channels.update(wanted);
  // At once, so that nobody is told of what comes of the new name before it.
  const channel = present(context, view ?? (await requireVisibleTo(context, user_id, channel_id)));
  const { name, description } = channel;
  const body = { channel_id, name: name ?? "", description, archived_at_ms: channel.archived_at_ms };
  const event = { type: "channel.updated", body } as const;
  context.bus.publish({ audience: allWhoSee(channel), event, former_name });
  return { channel };
};

/** A channel as the wire has it: the store's view with the presence of its members. */
export const present = (context: Context, view: ChannelView): Channel => ({
  ...view,
  members: view.members.map((member) => withPresence(context, member)),
});

export const listed = (context: Context, views: readonly ChannelView[]): Channel[] =>
  views.map((view) => present(context, view));

/**
 * Adds and tells it; who is in it already stays so, and nobody is told. Nothing is waited for between the two, or a
 * message, or leaving again, that was stored in the same moment would be told before this.
 */
async function addMember(context: Context, channel_id: number, user_id: number): Promise<void> {
  const added = await context.store.members.add(channel_id, user_id, context.clock.now());
  if (added) tellJoined(context, added);
}

/** A private channel is new to who joins it: they learn of it before they hear anything from there. */
function tellJoined(context: Context, { user, channel: view }: NewMember): void {
  if (view.kind === "private") {
    const event = { type: "channel.created", body: { channel: present(context, view) } } as const;
    context.bus.publish({ audience: { user_ids: [user.user_id] }, event });
  }
  const { id: channel_id } = view;
  const member = { ...userOf(user), ...shownNow(context, user.user_id) };
  context.bus.publish({
    audience: { channel_id },
    event: { type: "member.joined", body: { channel_id, member } },
  });
}

/** As told until now: who has just come is told a moment later, with all that follows. Of who has just gone no such thing would be told here. */
function shownNow({ hub, presence }: Context, user_id: number) {
  if (hub.isOnline(user_id)) return presence.told(user_id);
  const shown = hub.presenceOf(user_id);
  presence.shown(user_id, shown); // who is back soon is told of, though nobody has been told that they were gone
  return shown;
}

function requireMaker({ created_by }: ChannelView, user_id: number): void {
  // A channel that came with the server or from an older database has no maker: its name is for nobody to change.
  if (created_by !== user_id) throw new ChatError("forbidden", "Only who made the channel can do that.");
}

const allWhoSee = ({ kind, id }: Channel): Audience => (kind === "public" ? "everyone" : { channel_id: id });

const noDm = () => new ChatError("forbidden", "That cannot be done with direct messages.");
