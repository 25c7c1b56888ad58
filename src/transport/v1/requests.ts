import { requireLogin } from "../../domain/access.ts";
import { dispatch, parseBody } from "../../domain/dispatch.ts";
import { makeChannel } from "../../domain/handlers/channels.ts";
import { postMessage } from "../../domain/handlers/messages.ts";
import { takeRate } from "../../domain/take-rate.ts";
import type { Channel } from "../../protocol/channel.ts";
import { ChatError } from "../../protocol/errors.ts";
import { limits } from "../../protocol/limits.ts";
import type { Message, MessageKind } from "../../protocol/message.ts";
import { cleanLine, normalChannelName } from "../../protocol/rules.ts";
import { failedTries } from "../peer-v2.ts";
import type { ClientV1 } from "./client.ts";
import { holdingEvents } from "./events.ts";
import { historyEntryV1, privateMessageV1, type UserV1 } from "./frames.ts";

type Fields = Record<string, unknown>;
type RequestV1 = (client: ClientV1, fields: Fields) => Promise<void>;

export const requestsV1 = {
  auth_register: (client, fields) => authenticate(client, "session.register", fields),
  auth_login: (client, fields) => authenticate(client, "session.login", fields),
  channel_list: (client) => tellChannels(client),
  message: (client, fields) => say(client, "text", fields),
  action: (client, fields) => say(client, "action", fields),

  async channel_join(client, { channel: name }) {
    const channel_id = await requireChannelId(client, name);
    await holdingEvents(client, () => join(client, channel_id));
  },

  async channel_leave(client, fields) {
    const { context, session } = client;
    const channel_id = await channelOrLast(client, fields);
    await dispatch(context, session, "channel.leave", { channel_id });
  },

  async channel_create(client, { name, description }) {
    // The original takes a description that is no text as none.
    const body = { name, description: descriptionOf(description) };
    takeRate(client.context, client.session, "change");
    await makeChannel(client.context, client.session, parseBody("channel.create", body));
  },

  async user_list(client, fields) {
    const channel_id = await channelOrLast(client, fields);
    const users = await onlineUsers(client, channel_id);
    client.tell("user_list", { channel: client.nameOf(channel_id) ?? "", users });
  },

  async private_message(client, { to, content: raw_content }) {
    const { context, session } = client;
    if (typeof to !== "string" || to.trim() === "") throw new ChatError("invalid", "Recipient required.");
    const content = parseContent(raw_content);
    const recipient = await context.store.users.byName(to.trim());
    if (!recipient) throw new ChatError("not_found", `User '${to.trim().slice(0, 40)}' not found.`);
    takeRate(context, session, "message");
    const { channel } = await dispatch(context, session, "dm.open", { usernames: [recipient.username] });
    client.directory.learn(channel);
    await postMessage(context, session, { channel_id: channel.id, nonce: null, kind: "text", content });
  },
} satisfies Record<string, RequestV1>;

export const isRequestV1 = (type: string): type is keyof typeof requestsV1 => Object.hasOwn(requestsV1, type);

/** The client gets its answers first; only then do the others learn that its user has come. */
async function authenticate(
  client: ClientV1,
  name: "session.register" | "session.login",
  fields: Fields,
): Promise<void> {
  const { context, session, line } = client;
  const body = { username: textOf(fields["username"]), password: textOf(fields["password"]) };
  session.is_discreet = true;
  await holdingEvents(client, async () => {
    try {
      const { user, token } = await dispatch(context, session, name, body);
      client.tell("auth_result", { success: true, token, username: user.username });
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      client.tell("auth_result", { success: false, error: error.message });
      if (failedTries.has(error.code)) line.restartLoginTimeout();
      return;
    }
    await welcome(client);
  });
  session.is_discreet = false;
  if (session.login) context.presence.note(session.login);
}

/** What follows a login: the channels, the default one joined, and private messages that came meanwhile. */
async function welcome(client: ClientV1): Promise<void> {
  const { context, session } = client;
  if (!session.login) return; // the connection went while the password was checked
  await tellChannels(client);
  const [general_id] = await context.store.channels.idsByName(session.login.user_id, "general");
  if (general_id !== undefined) await join(client, general_id);
  await tellUndelivered(client, session.login.user_id);
}

/** There may be thousands, so they are read a page at a time, and the next one when there is room for it. */
async function tellUndelivered(client: ClientV1, user_id: number): Promise<void> {
  const { members } = client.context.store;
  let page = await members.undelivered(user_id);
  for (let last = page.at(-1); last && !client.session.is_closed; last = page.at(-1)) {
    tellPage(client, page);
    await client.line.room();
    page = await members.undelivered(user_id, last);
  }
}

function tellPage(client: ClientV1, page: readonly Message[]): void {
  for (const message of page) {
    if (message.seq <= (client.seen.get(message.channel_id) ?? 0)) continue;
    client.seen.set(message.channel_id, message.seq);
    const usernames = client.directory.membersOf(message.channel_id);
    client.tell("private_message", privateMessageV1(message, usernames, client.username));
    client.told.set(message.channel_id, message.seq);
  }
}

async function tellChannels(client: ClientV1): Promise<void> {
  const { channels } = await dispatch(client.context, client.session, "channel.list", {});
  for (const channel of channels) client.directory.learn(channel);
  await tellApart(client, channels);
  const named = channels.flatMap(({ id, description, archived_at_ms }) => {
    const name = client.nameOf(id);
    return name === undefined || archived_at_ms !== null ? [] : [{ id, name, description }];
  });
  client.tell("channel_info", { channels: named });
}

/** Of channels of one name the one keeps it that the client, or else its user, has known by it for longest. */
async function tellApart(client: ClientV1, channels: readonly Channel[]): Promise<void> {
  const { user_id } = requireLogin(client.session);
  const same = Map.groupBy(channels, ({ id }) => normalChannelName(client.nameOf(id) ?? ""));
  for (const [name, namesakes] of same) {
    const bound_id = client.boundTo(name);
    if (name === "" || (namesakes.length < 2 && bound_id === undefined)) continue;
    const ids = await client.context.store.channels.idsByName(user_id, name);
    const first_id = bound_id ?? ids.find((id) => namesakes.some((channel) => channel.id === id));
    for (const { id } of namesakes) if (id !== first_id) client.addId(id, name);
  }
}

async function join(client: ClientV1, channel_id: number): Promise<void> {
  const { context, session } = client;
  const { channel } = await dispatch(context, session, "channel.join", { channel_id });
  noteJoined(client, channel);
  const page = { channel_id, limit: limits.history_page_v1 };
  const { messages } = await dispatch(context, session, "message.history", page);
  client.showed(channel_id, messages.at(-1)?.seq ?? 0);
  client.tell("channel_joined", {
    channel: client.nameOf(channel.id) ?? "",
    history: messages.filter(({ deleted_at_ms }) => deleted_at_ms === null).map(historyEntryV1),
    users: await onlineUsers(client, channel_id),
  });
}

function noteJoined(client: ClientV1, channel: Channel): void {
  client.directory.learn(channel);
  const index = client.joined.indexOf(channel.id);
  if (index >= 0) client.joined.splice(index, 1);
  client.joined.push(channel.id);
}

async function say(client: ClientV1, kind: MessageKind, fields: Fields): Promise<void> {
  const { context, session } = client;
  const joined_id = joinedChannel(client, fields);
  const channel_id = joined_id ?? (await channelOrLast(client, fields));
  const content = parseContent(fields["content"]);
  takeRate(context, session, "message");
  if (joined_id === undefined) await joinSilently(client, channel_id);
  await postMessage(context, session, { channel_id, nonce: null, kind, content });
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
async function joinSilently(client: ClientV1, channel_id: number): Promise<void> {
  const { context, session } = client;
  if (session.login && (await context.store.members.has(channel_id, session.login.user_id))) return;
  const { channel } = await dispatch(context, session, "channel.join", { channel_id });
  client.directory.learn(channel);
  client.joined.unshift(channel_id); // the one joined last stays where messages without a channel go
}

async function onlineUsers(client: ClientV1, channel_id: number): Promise<UserV1[]> {
  const { members } = await dispatch(client.context, client.session, "member.list", { channel_id });
  return members.flatMap(({ username, status }) =>
    status === "offline" ? [] : [{ username, status: "online" }],
  );
}

/** The channel a request names, else the one joined last. */
async function channelOrLast(client: ClientV1, { channel: name }: Fields): Promise<number> {
  if (name !== undefined && name !== null) return requireChannelId(client, name);
  const last = client.joined.at(-1);
  if (last === undefined) throw new ChatError("no_channel", "You must join a channel first.");
  return last;
}

async function requireChannelId(client: ClientV1, name: unknown): Promise<number> {
  const { user_id } = requireLogin(client.session);
  const normal = normalChannelName(textOf(name));
  if (normal === "") throw new ChatError("invalid", "Channel name required.");
  const ids = await client.context.store.channels.idsByName(user_id, normal);
  const channel_id = client.boundTo(normal) ?? ids.find((id) => isCalled(client, id, normal));
  if (channel_id === undefined)
    throw new ChatError("not_found", `Channel '${normal.slice(0, 40)}' not found.`);
  return channel_id;
}

const parseContent = (content: unknown): string =>
  parseBody("message.send", { channel_id: 1, nonce: "1", content }).content;

/** Protocol 1 has no rule for descriptions: what is too long is cut. */
const descriptionOf = (description: unknown): string =>
  [...cleanLine(textOf(description))].slice(0, limits.channel_description_chars_max).join("");

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** A channel that was never met has no other name. */
const isCalled = (client: ClientV1, channel_id: number, normal_name: string): boolean =>
  normalChannelName(client.nameOf(channel_id) ?? normal_name) === normal_name;
