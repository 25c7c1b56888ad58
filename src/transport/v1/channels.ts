import { requireLogin } from "../../domain/access.ts";
import { dispatch } from "../../domain/dispatch.ts";
import { fitting, sizeOf } from "../../domain/fitting.ts";
import { joinChannel } from "../../domain/handlers/channels.ts";
import { shownMembers } from "../../domain/handlers/members.ts";
import type { ChannelView } from "../../domain/ports/store.ts";
import { awaitRate } from "../../domain/take-rate.ts";
import type { Channel } from "../../protocol/channel.ts";
import { ChatError } from "../../protocol/errors.ts";
import { limits } from "../../protocol/limits.ts";
import type { Message } from "../../protocol/message.ts";
import { normalChannelName } from "../../protocol/rules.ts";
import type { ClientV1 } from "./client.ts";
import { type Fields, startOf, textOf } from "./fields.ts";
import { historyEntryV1, type UserV1 } from "./frames.ts";

/** What the list has no room for is known all the same: its name may be one of the list's too, and its messages come. */
export async function tellChannels(client: ClientV1): Promise<void> {
  let seen = await seenBy(client);
  if (seen.listed.length < seen.ids.length) {
    await learnUnlisted(client, seen);
    seen = await seenBy(client); // as new as what is told next
  }
  await tellApart(client, seen.ids);
  const named = seen.listed.flatMap(({ id, description, archived_at_ms }) => {
    const name = client.nameOf(id);
    return name === undefined || archived_at_ms !== null ? [] : [{ id, name, description }];
  });
  client.tell("channel_info", { channels: named });
}

interface Seen {
  listed: readonly ChannelView[];
  /** Also of what the list has no room for. */
  ids: readonly number[];
}

async function seenBy(client: ClientV1): Promise<Seen> {
  const { user_id } = requireLogin(client.session);
  const { channels } = client.context.store;
  const [listed, ids] = await Promise.all([channels.listFor(user_id), channels.idsFor(user_id)]);
  learn(client, listed);
  return { listed, ids };
}

/** So many channels are read in one turn of the loop. */
const read_at_once = 200;

/** There may be thousands: others have their turn in between. */
async function learnUnlisted(client: ClientV1, { listed, ids }: Seen): Promise<void> {
  const { user_id } = requireLogin(client.session);
  const listed_ids = new Set(listed.map(({ id }) => id));
  const others = ids.filter((id) => !listed_ids.has(id));
  for (let from = 0; from < others.length && !client.session.is_closed; from += read_at_once) {
    const some = others.slice(from, from + read_at_once);
    learn(client, await client.context.store.channels.viewsFor(user_id, some));
    await client.context.turns.next(user_id);
  }
}

function learn({ directory }: ClientV1, channels: readonly ChannelView[]): void {
  for (const channel of channels) directory.learn(channel);
}

/** Of channels of one name the one keeps it that the client, or else its user, has known by it for longest. */
async function tellApart(client: ClientV1, seen_ids: readonly number[]): Promise<void> {
  const { user_id } = requireLogin(client.session);
  const same = Map.groupBy(seen_ids, (id) => normalChannelName(client.nameOf(id) ?? ""));
  for (const [name, namesakes] of same) {
    const bound_id = client.boundTo(name);
    if (name === "" || (namesakes.length < 2 && bound_id === undefined)) continue;
    const ids = await client.context.store.channels.idsByName(user_id, name);
    const first_id = bound_id ?? ids.find((id) => namesakes.includes(id));
    for (const id of namesakes) if (id !== first_id) client.addId(id, name);
  }
}

/** To whom this is a change counts it: after a login it is none of the user's. */
export async function join(client: ClientV1, channel_id: number): Promise<void> {
  const { context, session } = client;
  const { user_id } = requireLogin(session);
  const { channel } = await joinChannel(context, session, { channel_id });
  noteJoined(client, channel);
  await context.turns.next(user_id); // the commit of this join is that of many
  const history = (await newestOf(client, channel_id)).map(historyEntryV1);
  const users = await onlineUsers(client, channel_id, limits.frame_bytes_max - sizeOf(history) - other_bytes);
  client.tell("channel_joined", { channel: client.nameOf(channel.id) ?? "", history, users });
}

/** More than a frame has beside a history, which fits at its longest, and the users. */
const other_bytes = 1_024;

/** So many pages are looked through for messages that are not deleted. */
const history_pages_max = 10;

/** The newest messages that are there, the oldest of them first. What is in the channel counts as shown. */
async function newestOf(client: ClientV1, channel_id: number): Promise<Message[]> {
  const { context, session } = client;
  const limit = limits.history_page_v1;
  const found: Message[] = [];
  let before_seq: number | undefined;
  for (let page = 0; page < history_pages_max && found.length < limit; page++) {
    if (page > 0) await context.turns.next(requireLogin(session).user_id); // the first is part of the join's turn
    const wanted = { channel_id, limit, ...(before_seq !== undefined && { before_seq }) };
    const { messages } = await dispatch(context, session, "message.history", wanted);
    if (before_seq === undefined) client.showed(channel_id, messages.at(-1)?.seq ?? 0);
    found.unshift(...messages.filter(({ deleted_at_ms }) => deleted_at_ms === null));
    before_seq = messages[0]?.seq;
    if (before_seq === undefined || before_seq === 1) break;
  }
  return found.slice(-limit);
}

function noteJoined(client: ClientV1, channel: Channel): void {
  client.directory.learn(channel);
  const index = client.joined.indexOf(channel.id);
  if (index >= 0) client.joined.splice(index, 1);
  client.joined.push(channel.id);
}

/** The channel a request is about when it was joined over this connection: nobody needs to be asked for it. */
export function joinedChannel(client: ClientV1, { channel: name }: Fields): number | undefined {
  const { joined } = client;
  if (name === undefined || name === null) return joined.at(-1);
  const normal = normalChannelName(textOf(name));
  const bound_id = client.boundTo(normal);
  if (bound_id !== undefined) return joined.includes(bound_id) ? bound_id : undefined;
  return joined.findLast((channel_id) => client.nameOf(channel_id) === normal);
}

/** The original takes messages for any channel by name, joined or not; here one must be in it to hear the answer. */
export async function joinSilently(client: ClientV1, channel_id: number): Promise<void> {
  const { context, session } = client;
  if (session.login && (await context.store.members.has(channel_id, session.login.user_id)))
    return noteSpokenIn(client, channel_id);
  await awaitRate(context, session, "change");
  const { channel } = await joinChannel(context, session, { channel_id });
  client.directory.learn(channel);
  client.joined.unshift(channel_id); // the one joined last stays where messages without a channel go
}

/** Who is in it from before is not looked for again with each message, unless they have left meanwhile. */
function noteSpokenIn({ context, session, joined }: ClientV1, channel_id: number): void {
  const is_in = context.hub.hears(requireLogin(session).user_id, channel_id);
  if (is_in && !joined.includes(channel_id)) joined.unshift(channel_id);
}

export async function onlineUsers(
  client: ClientV1,
  channel_id: number,
  bytes_max: number = limits.list_bytes_max,
): Promise<UserV1[]> {
  const members = await shownMembers(client.context, client.session, channel_id);
  const online = members.filter(({ status }) => status !== "offline");
  return fitting(
    online.map(({ username }) => ({ username, status: "online" })),
    Math.min(bytes_max, limits.list_bytes_max),
  );
}

/** The channel a request names, else the one joined last. */
export async function channelOrLast(client: ClientV1, { channel: name }: Fields): Promise<number> {
  if (name !== undefined && name !== null) return requireChannelId(client, name);
  const last = client.joined.at(-1);
  if (last === undefined) throw new ChatError("no_channel", "You must join a channel first.");
  return last;
}

export async function requireChannelId(client: ClientV1, name: unknown): Promise<number> {
  const { user_id } = requireLogin(client.session);
  const normal = normalChannelName(textOf(name));
  if (normal === "") throw new ChatError("invalid", "Channel name required.");
  const ids = await client.context.store.channels.idsByName(user_id, normal);
  const channel_id = client.boundTo(normal) ?? ids.find((id) => isCalled(client, id, normal));
  if (channel_id === undefined)
    throw new ChatError("not_found", `Channel '${startOf(normal, 40)}' not found.`);
  return channel_id;
}

/** A channel that was never met has no other name. */
const isCalled = (client: ClientV1, channel_id: number, normal_name: string): boolean =>
  normalChannelName(client.nameOf(channel_id) ?? normal_name) === normal_name;
