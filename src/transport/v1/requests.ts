import { parseBody } from "../../domain/dispatch.ts";
import { leaveChannel, makeChannel } from "../../domain/handlers/channels.ts";
import { openDm } from "../../domain/handlers/members.ts";
import { postMessage } from "../../domain/handlers/messages.ts";
import { awaitRate, takeRate } from "../../domain/take-rate.ts";
import { ChatError } from "../../protocol/errors.ts";
import { limits } from "../../protocol/limits.ts";
import type { MessageKind } from "../../protocol/message.ts";
import { cleanLine } from "../../protocol/rules.ts";
import {
  channelOrLast,
  join,
  joinedChannel,
  joinSilently,
  onlineUsers,
  requireChannelId,
  tellChannels,
} from "./channels.ts";
import type { ClientV1 } from "./client.ts";
import { holdingEvents } from "./events.ts";
import { type Fields, startOf, textOf } from "./fields.ts";
import { authenticate } from "./login.ts";

type RequestV1 = (client: ClientV1, fields: Fields) => Promise<void>;

export const requestsV1 = {
  auth_register: (client, fields) => authenticate(client, "session.register", fields),
  auth_login: (client, fields) => authenticate(client, "session.login", fields),
  async channel_list(client) {
    await awaitRate(client.context, client.session, "list");
    await tellChannels(client);
  },
  message: (client, fields) => say(client, "text", fields),
  action: (client, fields) => say(client, "action", fields),

  async channel_join(client, { channel: name }) {
    const channel_id = await requireChannelId(client, name);
    await awaitRate(client.context, client.session, "change");
    await holdingEvents(client, () => join(client, channel_id));
  },

  async channel_leave(client, fields) {
    const { context, session } = client;
    const channel_id = await channelOrLast(client, fields);
    await awaitRate(context, session, "change");
    await leaveChannel(context, session, { channel_id });
  },

  async channel_create(client, { name, description }) {
    // The original takes a description that is no text as none.
    const body = parseBody("channel.create", { name, description: descriptionOf(description) });
    await awaitRate(client.context, client.session, "change");
    await makeChannel(client.context, client.session, body, { joins: false });
  },

  async user_list(client, fields) {
    const channel_id = await channelOrLast(client, fields);
    await awaitRate(client.context, client.session, "list");
    const users = await onlineUsers(client, channel_id);
    client.tell("user_list", { channel: client.nameOf(channel_id) ?? "", users });
  },

  async private_message(client, { to, content: raw_content }) {
    const { context, session } = client;
    if (typeof to !== "string" || to.trim() === "") throw new ChatError("invalid", "Recipient required.");
    const content = parseContent(raw_content);
    const recipient = await context.store.users.byName(to.trim());
    if (!recipient) throw new ChatError("not_found", `User '${startOf(to.trim(), 40)}' not found.`);
    takeRate(context, session, "message");
    const { channel } = await openDm(context, session, { usernames: [recipient.username] });
    client.directory.learn(channel);
    const message = { channel_id: channel.id, nonce: null, kind: "text", content } as const;
    await postMessage(context, session, { ...message, leaves_undelivered: true });
  },
} satisfies Record<string, RequestV1>;

export type RequestNameV1 = keyof typeof requestsV1;

export const isRequestV1 = (type: string): type is RequestNameV1 => Object.hasOwn(requestsV1, type);

async function say(client: ClientV1, kind: MessageKind, fields: Fields): Promise<void> {
  const { context, session } = client;
  const joined_id = joinedChannel(client, fields);
  const channel_id = joined_id ?? (await channelOrLast(client, fields));
  const content = parseContent(fields["content"]);
  takeRate(context, session, "message");
  if (joined_id === undefined) await joinSilently(client, channel_id);
  await postMessage(context, session, { channel_id, nonce: null, kind, content });
}

const parseContent = (content: unknown): string =>
  parseBody("message.send", { channel_id: 1, nonce: "1", content }).content;

/** Protocol 1 has no rule for descriptions: what is too long is cut. */
const descriptionOf = (description: unknown): string =>
  [...cleanLine(textOf(description).slice(0, limits.line_units_max))]
    .slice(0, limits.channel_description_chars_max)
    .join("");
