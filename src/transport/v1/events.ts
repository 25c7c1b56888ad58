import type { Broadcast } from "../../domain/broadcast.ts";
import { describeFault } from "../../domain/fault.ts";
import type { Message } from "../../protocol/message.ts";
import type { ChatEvent, EventBody, EventName } from "../../protocol/registry.ts";
import type { ClientV1 } from "./client.ts";
import { tellCrossings } from "./crossings.ts";
import { contentV1, frameV1, privateMessageV1, timestampV1 } from "./frames.ts";
import { Held } from "./held.ts";

/** What an event of the domain is in protocol 1. An event without a row does not exist there. */
type Tellers = { [N in EventName]?: Teller<EventBody<N>> };
type Teller<Body> = (client: ClientV1, body: Body) => void;

const tellers: Tellers = {
  "message.created": (client, { message }) => {
    const place = client.directory.get(message.channel_id);
    if (place?.kind === "named" && !client.hasShown(message.channel_id, message.seq))
      client.line.send(channelMessage(client.nameOf(place.id) ?? place.name, message));
    if (place?.kind === "dm") tellPrivately(client, message, place.usernames);
  },

  "channel.created": (client, { channel }) => {
    tellCreated(client, channel.id, channel.description);
  },

  "member.joined": (client, { channel_id, member: { user_id, username, status } }) => {
    const channel = client.nameOf(channel_id);
    if (channel === undefined || status === "offline" || client.isSelf(user_id)) return;
    client.tell("user_joined", { channel, username });
  },

  "member.left": (client, { channel_id, user: { user_id, username } }) => {
    const channel = client.nameOf(channel_id);
    if (channel === undefined) return;
    if (!client.isSelf(user_id)) client.tell("user_left", { channel, username });
  },

  /** Protocol 1 has no word for a new name: the channel is told as a new one, to those it can see. */
  "channel.updated": (client, body) => {
    const { channel_id, description, archived_at_ms } = body;
    if (archived_at_ms === null) tellCreated(client, channel_id, description);
  },
};

/** Of how people show it knows who came and who went: what is too much of that for now is told later, and what happens then after it. */
export function tellV1(client: ClientV1, broadcast: Broadcast): void {
  if (!exists(broadcast)) return;
  note(client, broadcast);
  if (client.held) return client.held.push(broadcast);
  tellEvents(client, broadcast);
  const untold = tellCrossings(client, broadcast);
  if (untold === undefined) return;
  const held = (client.held = new Held(client, tellEvents));
  held.begin(broadcast, untold);
  void held.tell();
}

const exists = ({ events, crossings }: Broadcast): boolean =>
  crossings.length > 0 || events.some(({ type }) => tellers[type] !== undefined);

/**
 * What is known of channels holds from the moment in which it happens, also where it is told later: names are what requests go
 * by, and are shared with clients that are told at once.
 */
function note(client: ClientV1, { of_channel_id, events, former_name }: Broadcast): void {
  if (of_channel_id !== undefined) return;
  for (const event of events) {
    client.directory.learnFrom(event);
    if (event.type === "channel.created") client.meet(event.body.channel.id);
    if (event.type === "channel.updated") client.meet(event.body.channel_id, former_name);
    if (event.type === "member.left" && client.isSelf(event.body.user.user_id))
      client.left(event.body.channel_id);
  }
}

function tellEvents(client: ClientV1, broadcast: Broadcast): void {
  if (tellTogether(client, broadcast)) return;
  for (const { type, body } of broadcast.events) {
    const tell = tellers[type] as Teller<unknown> | undefined; // the row of this very type
    tell?.(client, body);
  }
}

/** Messages of a channel read the same for all: translated once, for who has seen none of them in a history. */
function tellTogether(client: ClientV1, broadcast: Broadcast): boolean {
  const { of_channel_id, events } = broadcast;
  const [event] = events;
  if (of_channel_id === undefined || event?.type !== "message.created") return false;
  if (client.hasShown(of_channel_id, event.body.message.seq) || client.hasOwnName(of_channel_id))
    return false;
  broadcast.translated ??= translated(client.directory.nameOf(of_channel_id), events);
  if (broadcast.translated === undefined) return false;
  client.line.send(broadcast.translated);
  return true;
}

/** The new messages among events of a channel with this name; nothing for a dm, which has none and reads otherwise for each. */
function translated(name: string | undefined, events: readonly ChatEvent[]): Uint8Array | undefined {
  if (name === undefined) return undefined;
  const frames = events.flatMap(({ type, body }) =>
    type === "message.created" ? [channelMessage(name, body.message)] : [],
  );
  return Buffer.concat(frames);
}

/** Keeps events back while the task runs: protocol 1 wants the answers to a login or a join before them. */
export async function holdingEvents(client: ClientV1, task: () => Promise<void>): Promise<void> {
  const held = (client.held ??= new Held(client, tellEvents));
  held.is_answering = true;
  try {
    await task();
  } finally {
    held.is_answering = false;
    await held.tell();
  }
}

function tellCreated(client: ClientV1, id: number, description: string): void {
  const name = client.nameOf(id);
  if (name !== undefined) client.tell("channel_created", { channel: { id, name, description } });
}

function channelMessage(channel: string, message: Message): Uint8Array {
  const { id, author, kind, created_at_ms } = message;
  const content = contentV1(message);
  const fields = { channel, sender: author.username, content, timestamp: timestampV1(created_at_ms) };
  return kind === "action" ? frameV1("action", fields) : frameV1("message", { ...fields, id });
}

function tellPrivately(client: ClientV1, message: Message, usernames: string[]): void {
  const { author, channel_id, seq } = message;
  const seen_seq = client.seen.get(channel_id) ?? 0;
  // What was missed brings none of one's own: those come live alone, also when they come after later ones.
  if (seq <= seen_seq && !client.isSelf(author.user_id)) return;
  client.seen.set(channel_id, Math.max(seq, seen_seq));
  client.tell("private_message", privateMessageV1(message, usernames, client.username));
  if (!client.isSelf(author.user_id)) client.told.set(channel_id, seq);
}

/** Remembers what the client has surely heard, so that the next login does not bring it again. */
export function noteDelivered({ context, session, told }: ClientV1): void {
  const { user_id } = session.login ?? {};
  if (user_id === undefined || told.size === 0) return;
  for (const [channel_id, seq] of told) {
    context.store.members.markDelivered(channel_id, user_id, seq).catch((error: unknown) => {
      context.log.error("mark_delivered_failed", { error: describeFault(error) });
    });
  }
  told.clear();
}
